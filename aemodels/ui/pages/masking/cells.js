// A picture cut into 7 x 7 patches, each of which can be pointed at or reached with the arrow keys.

import { bytes, element, paintInk } from "../../shared/js/pictures.js";

const SIDE = 7;
export const PATCHES = 49;

export class Cells {
  focus = 24;

  // act(place, how): a patch was pointed at ("down"), passed over with the pointer down ("over"), or chosen by key.
  constructor(node, act) {
    this.node = node;
    this.act = act;
    this.canvas = element(`<canvas width="28" height="28" aria-hidden="true"></canvas>`);
    this.cells = Array.from({ length: PATCHES }, (_, place) => {
      const cell = element(`<div role="gridcell" class="cell"></div>`);
      cell.id = `patch-${place}`;
      return cell;
    });
    const rows = Array.from({ length: SIDE }, (_, row) => {
      const line = element(`<div role="row" class="line"></div>`);
      line.append(...this.cells.slice(SIDE * row, SIDE * row + SIDE));
      return line;
    });
    node.append(this.canvas, ...rows);
    node.tabIndex = 0;
    node.setAttribute("role", "grid");
    node.onpointerdown = (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      node.setPointerCapture(event.pointerId);
      this.down = [event.clientX, event.clientY];
      this.act(this.place(...this.down), "down");
    };
    node.onpointermove = (event) => {
      if (!this.down || !event.isPrimary) return;
      this.pass([event.clientX, event.clientY]);
    };
    node.onpointerup = node.onpointercancel = (event) => {
      if (!this.down || !event.isPrimary) return;
      this.down = null;
    };
    node.onkeydown = (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -SIDE, ArrowDown: SIDE }[event.key];
      if (step) this.move(step);
      else if (event.key === " " || event.key === "Enter") this.act(this.focus, event.key === " " ? "down" : "enter");
      else return;
      event.preventDefault();
    };
    this.move(0);
  }

  // Every patch on the straight way from where the pointer was: a fast hand skips none.
  pass(to) {
    const [x, y] = this.down,
      step = this.node.clientWidth / (3 * SIDE);
    const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - x, to[1] - y) / step));
    for (let i = 1; i <= steps; i++) this.act(this.place(x + ((to[0] - x) * i) / steps, y + ((to[1] - y) * i) / steps), "over");
    this.down = to;
  }

  place(x, y) {
    const box = this.node.getBoundingClientRect();
    const along = (at, from, length) => Math.min(SIDE - 1, Math.max(0, Math.floor((SIDE * (at - from)) / length)));
    return SIDE * along(y, box.top, box.height) + along(x, box.left, box.width);
  }

  move(step) {
    if (Math.abs(step) === 1 && Math.floor((this.focus + step) / SIDE) !== Math.floor(this.focus / SIDE)) return;
    if (this.focus + step < 0 || this.focus + step >= PATCHES) return;
    this.focus += step;
    this.cells.forEach((cell, place) => cell.classList.toggle("focus", place === this.focus));
    this.node.setAttribute("aria-activedescendant", `patch-${this.focus}`);
  }

  paint(picture, hidden, asked, word) {
    paintInk(this.canvas, bytes(picture));
    this.cells.forEach((cell, place) => {
      cell.classList.toggle("hidden", hidden[place] === "1");
      cell.classList.toggle("asked", place === asked);
      cell.setAttribute(
        "aria-label",
        `Row ${Math.floor(place / SIDE) + 1}, column ${(place % SIDE) + 1}, ${hidden[place] === "1" ? "hidden" : word}`,
      );
    });
  }
}
