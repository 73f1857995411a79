// Rows of digits nearest to what stands on the canvas, found by the door, with their labels and votes; one can be carried
// elsewhere. Built once, and painted in place while the hand moves.

import { Follower } from "../../../shared/js/door.js";
import { mount } from "../../../shared/js/mounting.js";
import { bytes, element, paintInk } from "../../../shared/js/pictures.js";

const WAYS = { latent: "See its code in Latent", canvas: "Put it on the canvas" };

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(
    parentElement,
    () => new Hits(),
    (board) => {
      board.carry = (to) => setStateValue("event", { number: board.picked, to, sent: Date.now() });
      board.follow(data);
    },
  );
}

class Hits {
  carry;
  follower;
  picked = null;

  constructor() {
    this.node = element(
      `<div class="hits"><p class="whose"></p><div class="panels"></div><div class="carry"><span></span></div><p class="line" role="status"></p></div>`,
    );
    this.said = this.node.querySelector(".carry span");
    this.line = this.node.querySelector(".line");
    this.pictures = new Map(); // those that have come, by number of the test digit
    this.ways = Object.entries(WAYS).map(([to, words]) => {
      const button = element(`<button type="button"></button>`);
      button.textContent = words;
      button.dataset.to = to;
      button.onclick = () => this.carry(to);
      return button;
    });
    this.node.querySelector(".carry").append(...this.ways);
  }

  follow(data) {
    const before = JSON.stringify(this.data?.ask);
    this.data = data;
    if (!this.panels) this.build(data);
    this.entitle();
    this.follower ??= new Follower(data.ask.path, {
      question: (drawing) => this.question(drawing),
      take: (answer, stamp) => this.take(answer, stamp),
      say: (sentence) => (this.line.textContent = sentence),
    });
    if (before && before !== JSON.stringify(data.ask)) this.follower.renew();
  }

  dispose() {
    this.follower.end();
  }

  question(drawing) {
    const { network, distance, instead } = this.data.ask;
    return { drawing, network, distance, instead, known: this.numbers() };
  }

  numbers() {
    return this.panels.flatMap(({ tiles }) =>
      tiles.flatMap((tile) => (tile.dataset.number ? [Number(tile.dataset.number)] : [])),
    );
  }

  take({ own, panels, pictures }, stamp) {
    for (const [number, picture] of Object.entries(pictures)) this.pictures.set(Number(number), bytes(picture));
    this.node.querySelector(".whose").textContent = `Compared with 10,000 test digits: ${own ? "your picture" : this.data.until}`;
    for (const panel of this.panels) this.paint(panel, panels[panel.name]);
    if (!this.numbers().includes(this.picked)) this.picked = null;
    this.mark();
    this.node.dataset.sent = stamp;
  }

  build({ panels, count }) {
    this.panels = panels.map(({ name }) => {
      const node = element(
        `<section data-panel><h2></h2><p class="votes-said"></p><div class="row" role="group"></div><div class="votes" aria-hidden="true"></div></section>`,
      );
      node.dataset.panel = name;
      const tiles = Array.from({ length: count }, () => {
        const tile = element(
          `<button type="button" aria-pressed="false" disabled><canvas width="28" height="28"></canvas><span class="label"><i></i><b></b></span></button>`,
        );
        tile.onclick = () => {
          this.picked = Number(tile.dataset.number);
          this.mark();
        };
        return tile;
      });
      node.querySelector(".row").append(...tiles);
      return { name, node, tiles };
    });
    this.node.querySelector(".panels").replaceChildren(...this.panels.map(({ node }) => node));
    this.mark();
  }

  entitle() {
    this.data.panels.forEach(({ title }, i) => {
      this.panels[i].node.querySelector("h2").textContent = title;
      this.panels[i].node.querySelector(".row").setAttribute("aria-label", title);
    });
  }

  paint({ node, tiles }, { numbers, labels, distances }) {
    const colours = this.data.colours,
      counts = colours.map((_, digit) => labels.filter((label) => label === digit).length);
    const order = counts
      .map((count, digit) => ({ count, digit }))
      .filter(({ count }) => count)
      .sort((a, b) => b.count - a.count);
    node.querySelector(".votes-said").textContent =
      `${order[0].count} of ${labels.length} say ${order[0].digit}` +
      order
        .slice(1)
        .map(({ count, digit }) => `, ${count} ${count === 1 ? "says" : "say"} ${digit}`)
        .join("");
    node.dataset.vote = order[0].digit;
    node.querySelector(".votes").replaceChildren(
      ...order.map(({ count, digit }) => {
        const part = element(`<i></i>`);
        part.style.flexGrow = count;
        part.style.background = colours[digit];
        return part;
      }),
    );
    tiles.forEach((tile, k) => {
      paintInk(tile.firstChild, this.pictures.get(numbers[k]));
      tile.disabled = false;
      tile.dataset.number = numbers[k];
      tile.title = `Test digit ${numbers[k]}, ${distances[k]} away`;
      tile.setAttribute("aria-label", `A ${labels[k]}: test digit ${numbers[k]}, ${distances[k]} away`);
      tile.querySelector("i").style.background = colours[labels[k]];
      tile.querySelector("b").textContent = labels[k];
    });
  }

  mark() {
    for (const { tiles } of this.panels)
      for (const tile of tiles)
        tile.setAttribute("aria-pressed", String(this.picked !== null && Number(tile.dataset.number) === this.picked));
    this.said.textContent = this.picked === null ? "Pick a digit to take it further." : `Test digit ${this.picked}:`;
    this.ways.forEach((button) => (button.hidden = this.picked === null || !this.data.ways.includes(button.dataset.to)));
  }
}
