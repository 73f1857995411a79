// Sheets of new digits from several laws, drawn from one seed at one temperature; a digit can be carried elsewhere.

export default function ({ parentElement, data: [data], setStateValue, setTriggerValue }) {
  return mount(parentElement, () => new Board(data), (board) => {
    board.sender.tell = (message) => setStateValue("draw", message);
    board.carry = (to) => setTriggerValue("carry", { ...board.picked, to });
    board.show(data);
  });
}

class Board {
  constructor({ seed, temperature, hottest, seeds }) {
    this.node = element(`<div class="sheets"><div class="controls">
      <button type="button" class="new">New samples</button><button type="button" class="again" title="Back to the samples before">The ones before</button>
      <span class="seed"></span>
      <label>Temperature<input type="range" min="0" max="${Number(hottest)}" step="0.02" aria-label="Temperature"><output></output></label></div>
      <div class="columns"></div><div class="carry"><span></span><button type="button" data-to="sliders">Take it to the sliders</button>
      <button type="button" data-to="canvas">Put it on the canvas</button></div></div>`);
    const find = (selector) => this.node.querySelector(selector);
    [this.input, this.output, this.again, this.said] = [find("input"), find("output"), find(".again"), find(".carry span")];
    Object.assign(this, { temperature, seeds: [seed] });
    this.sender = new Sender(this.node, () => ({ seed: this.seeds.at(-1), temperature: this.temperature }));
    this.input.value = temperature;
    this.input.oninput = () => this.change({ temperature: Number(this.input.value) }, false);
    this.input.onchange = () => this.sender.send(true);
    find(".new").onclick = () => this.change({ seeds: [...this.seeds, (this.seeds.at(-1) + 1) % (seeds + 1)] }, true);
    this.again.onclick = () => this.change({ seeds: this.seeds.slice(0, -1) }, true);
    this.node.querySelectorAll(".carry button").forEach((button) => (button.onclick = () => this.carry(button.dataset.to)));
    this.say();
  }

  change(changes, done) {
    Object.assign(this, changes);
    if (changes.seeds) this.pick(null);
    this.say();
    this.sender.send(done);
  }

  say() {
    this.output.textContent = this.temperature.toFixed(2);
    this.node.querySelector(".seed").textContent = `Seed ${this.seeds.at(-1)}`;
    this.again.disabled = this.seeds.length < 2;
  }

  async show(data) {
    const plan = JSON.stringify([data.sheets.map(({ title }) => title), data.count]);
    this.data = data;
    if (plan !== this.plan) this.build(data);
    this.plan = plan;
    const sheets = await Promise.all(data.sheets.map((one) => sheetOf(one.sheet)));
    if (this.data !== data) return;
    this.sheets.forEach(({ node, tiles }, i) => {
      node.querySelector(".note").textContent = data.sheets[i].note;
      tiles.forEach((tile, k) => paintTile(tile.firstChild, sheets[i], k % data.columns, Math.floor(k / data.columns)));
    });
    this.node.dataset.painted = data.sent;
  }

  build({ sheets, count, columns }) {
    this.sheets = sheets.map(({ title, hue }, i) => {
      const node = element(`<div class="sheet" style="--hue: ${Number(hue)}"><div class="title"></div><div class="note"></div><div class="grid" role="group" style="--count: ${Number(columns)}"></div></div>`);
      node.querySelector(".title").textContent = title;
      node.querySelector(".grid").setAttribute("aria-label", title);
      const tiles = Array.from({ length: count }, (_, k) => {
        const tile = element(`<button type="button" aria-pressed="false"><canvas width="28" height="28"></canvas></button>`);
        tile.setAttribute("aria-label", `Sample ${k + 1}, ${title}`);
        tile.onclick = () => this.pick({ sheet: i, digit: k });
        return tile;
      });
      node.querySelector(".grid").append(...tiles);
      return { node, tiles };
    });
    this.node.querySelector(".columns").replaceChildren(...this.sheets.map(({ node }) => node));
    this.pick(null);
  }

  pick(picked) {
    this.picked = picked;
    this.sheets.forEach(({ tiles }, i) => tiles.forEach((tile, k) => tile.setAttribute("aria-pressed", String(picked?.sheet === i && picked.digit === k))));
    this.said.textContent = picked ? "The digit you picked:" : "Pick a digit to take it further.";
    this.node.querySelectorAll(".carry button").forEach((button) => (button.hidden = !picked));
  }
}
