// Sliders of a code, each under a strip of what moving it would decode to. They are set by Python when the revision
// changes. While the hand moves, the other parts of the page hear of it; once it rests, the strips are asked for anew.

import { floats, SLID } from "../codes.js";
import { Asker } from "../../../shared/js/door.js";
import { mount } from "../../../shared/js/mounting.js";
import { forgetNews, tellNews } from "../../../shared/js/news.js";
import { element, sheetOf } from "../../../shared/js/pictures.js";
import { Sender } from "../../../shared/js/sender.js";

const AT_FIRST = 12; // rows that show before "Show all"

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(
    parentElement,
    () => new Rack(),
    (rack) => {
      rack.sender.speaks("slid", (name, message) => {
        setStateValue(name, message);
        rack.renew();
      });
      rack.show(data);
    },
  );
}

class Rack {
  data;
  plan;
  origin;
  directions;

  constructor() {
    this.node = element(`<div class="rack"><div class="rows"></div><div class="more">
      <button type="button" class="reset">Back to the start</button><button type="button" class="rest"></button></div><p class="line" role="status"></p></div>`);
    const line = this.node.querySelector(".line");
    this.asker = new Asker(
      "live/strips",
      ({ strips }, { data }) => this.paint(strips, data),
      (sentence) => (line.textContent = sentence),
    );
    this.sender = new Sender(
      this.node,
      () => this.message(),
      (number) => tellNews(SLID, number, this.news()),
    );
    this.node.querySelector(".reset").onclick = () => {
      this.values = this.data.rows.map((row) => row.start);
      this.moved = true;
      this.place();
      this.sender.send();
    };
    this.rest = this.node.querySelector(".rest");
    this.rest.onclick = () => {
      this.node.classList.toggle("all");
      this.say();
    };
  }

  dispose() {
    forgetNews(SLID);
    this.asker.end();
  }

  show(data) {
    const plan = JSON.stringify(data),
      fresh = data.revision !== this.data?.revision || data.rows.length !== this.rows.length;
    if (plan === this.plan) return;
    Object.assign(this, { plan, data, origin: floats(data.axes.origin), directions: floats(data.axes.directions) });
    if (fresh) this.build(data);
    // Once a slider was moved, what is in the hand counts: it may be further on than what Python has heard of.
    if (fresh) this.moved = false;
    if (!this.moved) this.values = data.values;
    this.rows.forEach((row, i) => row.range(data.rows[i]));
    this.place();
    this.sender.announce();
    this.renew();
  }

  message() {
    return this.moved ? { values: this.values, revision: this.data.revision } : null;
  }

  // What the sliders stand at, as the code that it is.
  news() {
    const { network, start, files } = this.data.ask,
      size = this.origin.length;
    const code = Array.from(this.origin, (begin, j) =>
      this.values.reduce((sum, value, i) => sum + value * this.directions[i * size + j], begin),
    );
    return { network, start, files, code };
  }

  renew() {
    const {
      data,
      data: {
        rows,
        ask: { network, basis },
      },
    } = this;
    const [low, high] = ["low", "high"].map((end) => rows.map((row) => row[end]));
    this.asker.ask({ data, body: { network, basis, values: this.values, low, high } });
  }

  async paint(strips, data) {
    const sheet = await sheetOf(strips);
    if (this.data !== data) return; // sliders of another code
    this.rows.forEach((row, i) => row.paint(sheet, i));
    this.node.dataset.strips = this.node.dataset.sent;
  }

  build({ rows, hue }) {
    this.node.style.setProperty("--hue", Number(hue));
    this.rows = rows.map(
      (row, i) =>
        new Row(row, (value) => {
          this.values = this.values.with(i, value);
          this.moved = true;
          this.sender.send();
        }),
    );
    this.node.querySelector(".rows").replaceChildren(...this.rows.map((row) => row.node));
    this.say();
  }

  say() {
    this.rest.hidden = this.rows.length <= AT_FIRST;
    const all = this.node.classList.contains("all");
    this.rest.textContent = all ? `Show the ${AT_FIRST} that matter most` : `Show all ${this.rows.length}`;
  }

  place() {
    this.rows.forEach((row, i) => row.place(this.values[i]));
  }
}

class Row {
  canvas;
  input;
  mark;

  constructor({ name, weight, note, collapsed }, moved) {
    this.node =
      element(`<div class="row"><div class="about"><div class="name"></div><div class="weight"><b></b></div><div class="note"></div></div>
      <canvas height="28" aria-hidden="true"></canvas>
      <div class="track"><input type="range" title="Double-click to reset"><i></i></div></div>`);
    const find = (selector) => this.node.querySelector(selector);
    [this.canvas, this.input, this.mark] = [find("canvas"), find("input"), find("i")];
    find(".name").textContent = name;
    find(".note").textContent = note;
    find("b").style.width = `${100 * weight}%`;
    this.node.classList.toggle("collapsed", collapsed);
    this.input.setAttribute("aria-label", name);
    this.input.oninput = () => moved(Number(this.input.value));
    this.input.ondblclick = () => {
      this.place(this.start);
      moved(this.start);
    };
  }

  range({ low, high, start }) {
    Object.assign(this.input, { min: low, max: high, step: (high - low) / 200 || 1e-3 });
    this.start = start;
    this.mark.style.left = `${(100 * (start - low)) / (high - low || 1)}%`;
  }

  place(value) {
    // The browser rounds to its steps; the value that is sent is the one that was set.
    this.input.value = value;
  }

  paint(sheet, row) {
    this.canvas.width = sheet.width;
    this.canvas.getContext("2d").drawImage(sheet, 0, 28 * row, sheet.width, 28, 0, 0, sheet.width, 28);
  }
}
