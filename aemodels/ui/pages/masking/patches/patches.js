// The digit as patches to hide and to ask. Tells the page which are hidden, or how many chance is to hide; the part that
// asks the door to fill the hole (filled.js) tells which these are.

import { Cells } from "../cells.js";
import { ASKING, FILLED, HIDING } from "../hidden.js";
import { mount } from "../../../shared/js/mounting.js";
import { forgetNews, hearNews, newestOf, tellNews } from "../../../shared/js/news.js";
import { element } from "../../../shared/js/pictures.js";
import { Sender } from "../../../shared/js/sender.js";

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(
    parentElement,
    () => new Board(data),
    (board) => {
      board.sender.speaks("mask", setStateValue);
      board.show(data);
    },
  );
}

class Board {
  seed;
  input;
  output;
  tool = "hide";
  count = null; // how many patches chance hides; null while they are hidden by hand

  constructor({ usual, seeds, mask }) {
    this.node = element(`<div class="patches"><div class="board" aria-label="Patches"></div>
      <div class="tools" role="group" aria-label="What a click does"><button type="button" data-tool="hide" aria-pressed="true">Hide and show</button>
      <button type="button" data-tool="ask" aria-pressed="false">Ask a patch</button></div>
      <label class="amount"><span>Hidden</span><output></output><input type="range" min="0" max="48" step="1" aria-label="Hidden patches"></label>
      <div class="tools"><button type="button" class="usual">Hide 75 %</button><button type="button" class="other">Another mask</button><button type="button" class="none">Show all</button></div></div>`);
    const find = (selector) => this.node.querySelector(selector);
    Object.assign(this, { hidden: mask.hidden, asked: mask.asked, seed: mask.seed });
    this.board = find(".board");
    this.cells = new Cells(this.board, (place, how) => this.act(place, how));
    const message = () => ({ hidden: this.hidden, count: this.count, seed: this.seed, asked: this.asked });
    this.sender = new Sender(this.board, message, (number, said) => this.publish(number, said));
    this.buttons = [...this.node.querySelectorAll("[data-tool]")];
    this.buttons.forEach((button) => (button.onclick = () => this.take(button.dataset.tool)));
    [this.input, this.output] = [find("input"), find("output")];
    this.input.oninput = () => this.chance(Number(this.input.value), this.seed);
    find(".usual").onclick = () => this.chance(usual, this.seed);
    find(".other").onclick = () => this.chance(this.hiding() || usual, (this.seed + 1) % (seeds + 1));
    find(".none").onclick = () => this.chance(0, this.seed);
    this.deaf = hearNews([FILLED], (news) => this.filled(news));
  }

  dispose() {
    this.deaf();
    for (const topic of [HIDING, ASKING]) forgetNews(topic);
  }

  // Who only asks a patch changes nothing for those who fill the hole, and the other way round.
  publish(number, { hidden, count, seed, asked }) {
    const news = [
      [HIDING, { mask: count === null ? hidden : { count, seed } }],
      [ASKING, { asked }],
    ];
    const changed = news.filter(([topic, body]) => JSON.stringify(body) !== JSON.stringify(newestOf(topic)?.body));
    for (const [topic, body] of changed.length ? changed : news) tellNews(topic, number, body);
  }

  // Which patches chance hides. What is hidden by hand, the hand knows best.
  filled({ stamp, body }) {
    this.board.dataset.painted = stamp;
    if (this.count === null) return;
    this.hidden = body.hidden;
    this.paint();
  }

  hiding() {
    return [...this.hidden].filter((bit) => bit === "1").length;
  }

  take(tool) {
    this.tool = tool;
    this.buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.tool === tool)));
  }

  act(place, how) {
    if (this.tool === "ask" || how === "enter") {
      if (place === this.asked) return;
      this.asked = place;
    } else {
      if (how === "down") this.covering = this.hidden[place] === "1" ? "0" : "1";
      if (this.hidden[place] === this.covering) return;
      this.hidden = this.hidden.slice(0, place) + this.covering + this.hidden.slice(place + 1);
      this.count = null;
    }
    this.paint();
    this.sender.send();
  }

  chance(count, seed) {
    Object.assign(this, { count, seed });
    this.output.textContent = said(count);
    this.sender.send();
  }

  show(data) {
    this.picture = data.picture;
    this.paint();
    if (!this.sender.sent) this.sender.announce();
  }

  paint() {
    this.cells.paint(this.picture, this.hidden, this.asked, "visible");
    this.output.textContent = said(this.hiding());
    if (this.node.getRootNode().activeElement !== this.input) this.input.value = this.hiding();
    this.node.dataset.hidden = this.hiding();
  }
}

function said(count) {
  return `${count} of 49 patches, ${Math.round((100 * count) / 49)} %`;
}
