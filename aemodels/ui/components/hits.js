// Rows of digits that a search found, nearest first, with their labels and votes; one can be carried elsewhere.

const WAYS = { latent: "See its code in Latent", canvas: "Put it on the canvas" };

export default function ({ parentElement, data, setStateValue }) {
  return mount(parentElement, () => new Hits(), (board) => {
    board.carry = (to) => setStateValue("wish", { number: board.picked, to, sent: Date.now() });
    board.show(data);
  });
}

class Hits {
  picked = null;

  constructor() {
    this.node = element(`<div class="hits"><div class="panels"></div><div class="carry"><span></span></div></div>`);
    this.said = this.node.querySelector(".carry span");
    this.ways = Object.entries(WAYS).map(([to, words]) => {
      const button = element(`<button type="button"></button>`);
      button.textContent = words;
      button.dataset.to = to;
      button.onclick = () => this.carry(to);
      return button;
    });
    this.node.querySelector(".carry").append(...this.ways);
  }

  async show(data) {
    this.data = data;
    const plan = data.panels.map(({ name, numbers }) => `${name} ${numbers.length}`).join();
    if (plan !== this.plan) this.build(data.panels);
    this.plan = plan;
    const sheets = await Promise.all(data.panels.map(({ sheet }) => sheetOf(sheet)));
    if (this.data !== data) return;
    data.panels.forEach((panel, i) => this.paint(this.panels[i], panel, sheets[i]));
    if (!data.panels.some(({ numbers }) => numbers.includes(this.picked))) this.picked = null;
    this.mark();
    this.node.dataset.sent = data.sent;
  }

  build(panels) {
    this.panels = panels.map(({ name, numbers }) => {
      const node = element(`<section data-panel><h3></h3><p class="votes-said"></p><div class="row" role="group"></div><div class="votes" aria-hidden="true"></div></section>`);
      node.dataset.panel = name;
      const tiles = numbers.map((_, k) => {
        const tile = element(`<button type="button" aria-pressed="false"><canvas width="28" height="28"></canvas><span class="label"><i></i><b></b></span></button>`);
        tile.onclick = () => {
          this.picked = Number(tile.dataset.number);
          this.mark();
        };
        return tile;
      });
      node.querySelector(".row").append(...tiles);
      return { node, tiles };
    });
    this.node.querySelector(".panels").replaceChildren(...this.panels.map(({ node }) => node));
  }

  paint({ node, tiles }, { title, numbers, labels, distances }, sheet) {
    const colours = this.data.colours, counts = colours.map((_, digit) => labels.filter((label) => label === digit).length);
    const order = counts.map((count, digit) => ({ count, digit })).filter(({ count }) => count).sort((a, b) => b.count - a.count);
    node.querySelector("h3").textContent = title;
    node.querySelector(".row").setAttribute("aria-label", title);
    node.querySelector(".votes-said").textContent = `${order[0].count} of ${labels.length} say ${order[0].digit}` + order.slice(1).map(({ count, digit }) => `, ${count} ${count === 1 ? "says" : "say"} ${digit}`).join("");
    node.dataset.vote = order[0].digit;
    node.querySelector(".votes").replaceChildren(...order.map(({ count, digit }) => {
      const part = element(`<i></i>`);
      part.style.flexGrow = count;
      part.style.background = colours[digit];
      return part;
    }));
    tiles.forEach((tile, k) => {
      paintTile(tile.firstChild, sheet, k, 0);
      tile.dataset.number = numbers[k];
      tile.title = `Test digit ${numbers[k]}, ${distances[k]} away`;
      tile.setAttribute("aria-label", `A ${labels[k]}: test digit ${numbers[k]}, ${distances[k]} away`);
      tile.querySelector("i").style.background = colours[labels[k]];
      tile.querySelector("b").textContent = labels[k];
    });
  }

  mark() {
    for (const { tiles } of this.panels)
      for (const tile of tiles) tile.setAttribute("aria-pressed", String(this.picked !== null && Number(tile.dataset.number) === this.picked));
    this.said.textContent = this.picked === null ? "Pick a digit to take it further." : `Test digit ${this.picked}:`;
    this.ways.forEach((button) => (button.hidden = this.picked === null || !this.data.ways.includes(button.dataset.to)));
  }
}
