// Sheets of new digits from several distributions, drawn from one seed at one temperature, which they follow by asking the door; a
// digit can be carried elsewhere.

import { Follower } from "../../../shared/js/door.js";
import { mount } from "../../../shared/js/mounting.js";
import { forgetNews, tellNews } from "../../../shared/js/news.js";
import { bytes, element, paintInk } from "../../../shared/js/pictures.js";
import { Sender } from "../../../shared/js/sender.js";

const SAMPLING = "sampling"; // {seed, temperature}

export default function ({ parentElement, data: [data], setStateValue, setTriggerValue }) {
  return mount(
    parentElement,
    () => new Board(data),
    (board) => {
      board.sender.speaks("draw", setStateValue);
      board.carry = (to) => {
        board.sender.finish(); // Python draws the digit by what it knows
        setTriggerValue("carry", { ...board.picked, to });
      };
      board.show(data);
    },
  );
}

class Board {
  input;
  output;
  again;
  said;
  line;
  seeds;
  temperature;
  carry;
  plan;
  ask;

  constructor({ seed, temperature, hottest, seeds }) {
    this.node = element(`<div class="sheets"><div class="controls">
      <button type="button" class="new">New samples</button><button type="button" class="again" title="Back to the samples before">The ones before</button>
      <span class="seed"></span>
      <label>Temperature<input type="range" min="0" max="${Number(hottest)}" step="0.02" aria-label="Temperature"><output></output></label></div>
      <div class="columns"></div><div class="carry"><span></span><button type="button" data-to="sliders">Take it to the sliders</button>
      <button type="button" data-to="canvas">Put it on the canvas</button></div><p class="line" role="status"></p></div>`);
    const find = (selector) => this.node.querySelector(selector);
    [this.input, this.output, this.again, this.said, this.line] = ["input", "output", ".again", ".carry span", ".line"].map(find);
    Object.assign(this, { temperature, seeds: [seed] });
    const message = () => ({ seed: this.seeds.at(-1), temperature: this.temperature });
    this.sender = new Sender(this.node, message, (number, draw) => tellNews(SAMPLING, number, draw));
    this.input.value = temperature;
    this.input.oninput = () => this.change({ temperature: Number(this.input.value) });
    find(".new").onclick = () => this.change({ seeds: [...this.seeds, (this.seeds.at(-1) + 1) % (seeds + 1)] });
    this.again.onclick = () => this.change({ seeds: this.seeds.slice(0, -1) });
    this.node.querySelectorAll(".carry button").forEach((button) => (button.onclick = () => this.carry(button.dataset.to)));
    this.say();
  }

  dispose() {
    this.follower.end();
    forgetNews(SAMPLING);
  }

  change(changes) {
    Object.assign(this, changes);
    if (changes.seeds) this.pick(null);
    this.say();
    this.sender.send();
  }

  say() {
    this.output.textContent = this.temperature.toFixed(2);
    this.node.querySelector(".seed").textContent = `Seed ${this.seeds.at(-1)}`;
    this.again.disabled = this.seeds.length < 2;
  }

  show(data) {
    const plan = JSON.stringify([data.sheets, data.columns, data.count, data.ask]);
    if (plan === this.plan) return;
    Object.assign(this, { plan, ask: data.ask });
    this.build(data);
    if (this.follower) return this.follower.renew();
    this.follower = new Follower(data.ask.path, {
      topics: [SAMPLING],
      question: (draw) => ({ sources: this.ask.sources, ...draw }),
      take: (answer, stamp) => this.take(answer, stamp),
      say: (sentence) => (this.line.textContent = sentence),
    });
    this.sender.announce();
  }

  take({ sheets }, stamp) {
    this.sheets.forEach(({ node, tiles }, i) => {
      node.querySelector(".note").textContent = sheets[i].note;
      tiles.forEach((tile, k) => paintInk(tile.firstChild, bytes(sheets[i].pictures[k])));
    });
    this.node.dataset.painted = stamp;
  }

  build({ sheets, count, columns }) {
    this.sheets = sheets.map(({ title, hue }, i) => {
      const node = element(
        `<div class="sheet" style="--hue: ${Number(hue)}"><div class="title"></div><div class="note"></div><div class="grid" role="group" style="--count: ${Number(columns)}"></div></div>`,
      );
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
    this.sheets.forEach(({ tiles }, i) =>
      tiles.forEach((tile, k) => tile.setAttribute("aria-pressed", String(picked?.sheet === i && picked.digit === k))),
    );
    this.said.textContent = picked ? "The digit you picked:" : "Pick a digit to take it further.";
    this.node.querySelectorAll(".carry button").forEach((button) => (button.hidden = !picked));
  }
}
