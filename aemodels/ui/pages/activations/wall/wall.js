// Walls of units: one canvas for each model. The tiles stay; their light and, if wanted, their order follow the hand.

import { mount } from "../../../shared/js/mounting.js";
import { hearNews, newestOf } from "../../../shared/js/news.js";
import { bytes, element } from "../../../shared/js/pictures.js";
import {
  answersOf,
  chosenIn,
  favouriteOf,
  LOOK,
  lookAt,
  RESTING,
  selectivityFor,
  thousandths,
  UNITS,
  weightPixels,
} from "../units.js";

const SORTS = { means: "Mean activation", drawing: "Your drawing", digit: "Selectivity" };
const TALLER = 1.15; // a wall's height as a share of its width, at most
const LARGEST = 56; // px of a tile
const ATLAS = 32; // tiles in a row of the hidden picture of all tiles
const STEPS = { ArrowLeft: () => -1, ArrowRight: () => 1, ArrowUp: (columns) => -columns, ArrowDown: (columns) => columns };

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Walls(),
    (board) => board.take(data),
  );
}

class Walls {
  deaf;
  sort = "means";
  digit = null; // the digit that selectivity asks for; null: each unit's own favourite
  walls = [];

  constructor() {
    this.node = element(`<div class="walls"><div class="controls" role="group" aria-label="Sort the units"><span>Sort by</span>
      ${Object.entries(SORTS)
        .map(([sort, title]) => `<button type="button" data-sort="${sort}">${title}</button>`)
        .join("")}
      <select aria-label="Selective for"><option value="">for any digit</option>${Array.from({ length: 10 }, (_, d) => `<option value="${d}">for the ${d}</option>`).join("")}</select>
      </div><div class="all"></div></div>`);
    this.buttons = [...this.node.querySelectorAll("button")];
    this.buttons.forEach((button) => (button.onclick = () => this.arrange({ sort: button.dataset.sort })));
    this.select = this.node.querySelector("select");
    this.select.onchange = () => this.arrange({ digit: this.select.value === "" ? null : Number(this.select.value) });
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this.node);
  }

  dispose() {
    for (const deaf of this.deaf ?? []) deaf();
  }

  take(data) {
    const name = JSON.stringify([data.layer, data.walls.map((wall) => wall.name)]);
    if (name === this.name) return;
    this.name = name;
    this.layer = data.layer;
    this.walls = data.walls.map((wall) => new Wall(wall, this));
    this.node.querySelector(".all").replaceChildren(...this.walls.map((wall) => wall.node));
    this.arrange({});
    this.measure();
    this.mark();
    this.deaf ??= [hearNews([UNITS], (news) => this.follow(news)), hearNews([LOOK], () => this.mark())];
  }

  arrange(changes) {
    Object.assign(this, changes);
    this.buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.sort === this.sort)));
    this.select.hidden = this.sort !== "digit";
    this.follow(newestOf(UNITS), true);
  }

  measure() {
    for (const wall of this.walls) wall.measure();
  }

  follow(/** @type {any} */ { stamp, body } = {}, again = false) {
    for (const wall of this.walls) wall.follow(body, again);
    if (stamp) this.node.dataset.sent = stamp;
  }

  mark() {
    for (const wall of this.walls) wall.mark();
  }
}

class Wall {
  answers = null;

  constructor(about, board) {
    this.about = about;
    this.board = board;
    this.means = thousandths(about.means);
    const strengths = thousandths(about.strengths);
    this.strengths = Array.from({ length: about.units }, (_, unit) => [...strengths.slice(10 * unit, 10 * unit + 10)]);
    this.node = element(`<section class="wall" style="--hue: ${Number(about.hue)}"><div class="title"></div>
      <div class="tiles"><canvas tabindex="0" role="application"></canvas><i hidden></i></div><div class="said" aria-live="polite"></div></section>`);
    this.node.dataset.wall = about.name;
    this.node.querySelector(".title").textContent = about.title;
    this.canvas = this.node.querySelector("canvas");
    this.canvas.setAttribute("aria-label", `Units of ${about.title}, ${board.layer}`);
    this.frame = this.node.querySelector("i");
    this.said = this.node.querySelector(".said");
    this.atlas = about.tiles && atlasOf(new Int8Array(bytes(about.tiles).buffer), about.side, about.units);
    this.canvas.onpointermove = (event) => this.say(this.unitAt(event));
    this.canvas.onpointerleave = () => this.say(null);
    this.canvas.onclick = (event) => this.choose(this.unitAt(event));
    this.canvas.onkeydown = (event) => {
      const step = STEPS[event.key]?.(this.columns);
      if (!step) return;
      event.preventDefault();
      const at = this.chosen() === null ? 0 : this.order.indexOf(this.chosen()) + step;
      this.choose(this.order[Math.min(this.order.length - 1, Math.max(0, at))]);
    };
    this.say(null);
  }

  // ---- where the tiles lie

  measure() {
    const width = this.node.clientWidth,
      units = this.about.units;
    if (!width || width === this.width) return;
    this.width = width;
    this.columns = Math.max(Math.ceil(width / LARGEST), Math.ceil(Math.sqrt(units / TALLER)));
    this.tile = width / this.columns;
    this.rows = Math.ceil(units / this.columns);
    this.scale = Math.min(2, Math.ceil(devicePixelRatio));
    Object.assign(this.canvas, { width: Math.round(width * this.scale), height: Math.round(this.rows * this.tile * this.scale) });
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${this.rows * this.tile}px` });
    this.paint();
  }

  unitAt(event) {
    const box = this.canvas.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) / this.tile),
      row = Math.floor((event.clientY - box.top) / this.tile);
    return column >= 0 && column < this.columns ? this.order[row * this.columns + column] : undefined;
  }

  choose(unit) {
    if (unit === undefined) return;
    lookAt(this.board.layer, this.about.name, unit);
    this.say(unit);
  }

  say(unit) {
    if (unit == null) {
      const light = `Dark below 0.05, fully lit from ${this.about.full.toFixed(2)}.`;
      this.said.textContent = this.lit === undefined ? light : `${light} ${this.lit} of ${this.about.units} units are awake now.`;
      return;
    }
    const now = this.answers ? `, now ${this.answers[unit].toFixed(2)}` : "";
    this.said.textContent = `Unit ${unit}: mean ${this.means[unit].toFixed(3)}, answers the ${favouriteOf(this.strengths[unit])}s most${now}`;
  }

  // ---- their order and their light

  follow(news, again) {
    const told = news?.layer === this.board.layer ? news.models[this.about.name] : undefined;
    if (!again && this.order && told === this.told) return;
    this.told = told;
    this.answers = answersOf(news, this.board.layer, this.about.name, this.about.units);
    this.lit = this.answers ? this.answers.reduce((count, value) => count + (Math.abs(value) >= RESTING), 0) : undefined;
    if (again || this.board.sort === "drawing" || !this.order) this.arrange();
    this.say(null);
    this.paint();
  }

  arrange() {
    const { sort, digit } = this.board;
    const value = {
      means: (unit) => this.means[unit],
      drawing: (unit) => Math.abs(this.answers?.[unit] ?? 0),
      digit: (unit) => selectivityFor(this.strengths[unit], digit ?? favouriteOf(this.strengths[unit])),
    }[sort];
    const values = Array.from({ length: this.about.units }, (_, unit) => value(unit));
    this.order = values.map((_, unit) => unit).sort((a, b) => values[b] - values[a]);
    this.canvas.dataset.order = this.order.slice(0, 5).join();
  }

  paint() {
    if (!this.width || !this.order) return;
    const context = this.canvas.getContext("2d"),
      { side } = this.about,
      size = this.tile * this.scale;
    context.fillStyle = "#0b0d10";
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    this.order.forEach((unit, at) => {
      const left = Math.round((at % this.columns) * size),
        top = Math.round(Math.floor(at / this.columns) * size);
      const right = Math.round(((at % this.columns) + 1) * size),
        bottom = Math.round((Math.floor(at / this.columns) + 1) * size);
      const light = this.light(unit);
      const grey = Math.round(44 + 211 * light); // weights are read on resting tiles as well
      context.globalAlpha = 1;
      context.fillStyle = `rgb(${grey} ${grey} ${grey})`;
      context.fillRect(left, top, right - left - 1, bottom - top - 1);
      if (!this.atlas) return;
      context.globalAlpha = 0.85 + 0.15 * light;
      context.drawImage(
        this.atlas,
        (unit % ATLAS) * side,
        Math.floor(unit / ATLAS) * side,
        side,
        side,
        left,
        top,
        right - left - 1,
        bottom - top - 1,
      );
    });
    context.globalAlpha = 1;
    this.mark();
  }

  // 0 while the unit is at rest, 1 when it answers as strongly as units of this layer do.
  light(unit) {
    const awake = this.answers ? Math.abs(this.answers[unit]) - RESTING : 0;
    return awake > 0 ? Math.min(1, awake / Math.max(RESTING, this.about.full - RESTING)) ** 0.6 : 0;
  }

  chosen() {
    return chosenIn(newestOf(LOOK)?.body, this.board.layer, this.about.name);
  }

  mark() {
    const chosen = this.chosen();
    this.frame.hidden = chosen === null || !this.order;
    if (this.frame.hidden) return;
    const at = this.order.indexOf(chosen),
      place = {
        left: (at % this.columns) * this.tile,
        top: Math.floor(at / this.columns) * this.tile,
        width: this.tile,
        height: this.tile,
      };
    for (const [side, value] of Object.entries(place)) this.frame.style[side] = `${value}px`;
  }
}

function atlasOf(values, side, units) {
  const atlas = new OffscreenCanvas(ATLAS * side, Math.ceil(units / ATLAS) * side),
    context = atlas.getContext("2d");
  for (let unit = 0; unit < units; unit++) {
    const tile = values.subarray(unit * side * side, (unit + 1) * side * side);
    context.putImageData(weightPixels(tile, side), (unit % ATLAS) * side, Math.floor(unit / ATLAS) * side);
  }
  return atlas;
}
