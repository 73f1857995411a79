// Named points on two logarithmic axes, drawn at the width there is; every name is put where it covers nothing.

import { linesAcross, logScale, valuesBelow } from "../../../shared/js/axes.js";
import { mount } from "../../../shared/js/mounting.js";
import { element } from "../../../shared/js/pictures.js";

const SIZE = { left: 40, right: 16, top: 32, bottom: 48 }; // margins in px
const RADIUS = 6;

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Scatter(),
    (chart) => chart.show(data),
  );
}

class Scatter {
  data;
  width;
  height;

  constructor() {
    this.node = element(`<div class="scatter"></div>`);
    this.observer = new ResizeObserver(() => this.data && this.show(this.data));
    this.observer.observe(this.node);
  }

  show(data) {
    const width = Math.max(300, this.node.clientWidth);
    if (data === this.data && width === this.width) return;
    Object.assign(this, { data, width, height: width > 600 ? 440 : 480 });
    const { left, right, top, bottom } = SIZE,
      { points } = data;
    this.x = axis(
      points.map(({ x }) => x),
      left,
      width - right,
    );
    this.y = axis(
      points.map(({ y }) => y),
      this.height - bottom,
      top,
    );
    const across = linesAcross(this.y.ticks, this.y.place, left, width - right);
    const down = this.x.ticks.map((v) => `<path class="grid" d="M${this.x.place(v)} ${top}V${this.height - bottom}"/>`).join("");
    this.node.innerHTML = `<svg viewBox="0 0 ${width} ${this.height}" width="${width}" height="${this.height}" role="img">${across}${down}${valuesBelow(this.x.ticks, this.x.place, this.height - bottom + 18, short)}
      <text class="y" x="0" y="${top - 14}"></text><text class="x" x="${(left + width - right) / 2}" y="${this.height - 8}" text-anchor="middle"></text>
      ${points.map((point) => this.mark(point)).join("")}</svg>`;
    this.node.querySelector("svg").setAttribute("aria-label", data.title);
    this.node.querySelector(".x").textContent = data.x;
    this.node.querySelector(".y").textContent = data.y;
    this.label();
  }

  mark({ x, y, hue }) {
    const style = hue === null ? "" : `style="--hue: ${Number(hue)}"`;
    return `<g class="point ${hue === null ? "reported" : ""}" ${style}><title></title><path class="leader"/><circle cx="${this.x.place(x)}" cy="${this.y.place(y)}" r="${hue === null ? RADIUS + 2 : RADIUS}"/><text class="label"></text></g>`;
  }

  // Each name takes the nearest place, beside its point or further off with a line to it, that is still free.
  label() {
    const groups = [...this.node.querySelectorAll(".point")];
    const at = this.data.points.map(({ x, y }) => [this.x.place(x), this.y.place(y)]);
    const taken = at.map(([x, y]) => box(x - RADIUS - 2, y - RADIUS - 2, 2 * RADIUS + 4, 2 * RADIUS + 4));
    groups.forEach((group, i) => {
      const { title, name, note } = this.data.points[i],
        text = group.querySelector("text");
      group.dataset.point = name;
      group.querySelector("title").textContent = note;
      text.textContent = title;
      const wide = text.getComputedTextLength(),
        [x, y] = at[i];
      const free = ({ left, top }) =>
        left >= SIZE.left + 2 &&
        left + wide <= this.width &&
        top >= SIZE.top - 8 &&
        top + 16 <= this.height - SIZE.bottom &&
        !taken.some((other) => meet(other, box(left, top, wide, 16)));
      const place = places(x, y, wide).find(free) ?? places(x, y, wide)[0];
      taken.push(box(place.left, place.top, wide, 16));
      text.setAttribute("x", place.left);
      text.setAttribute("y", place.top + 12);
      if (place.far)
        group
          .querySelector(".leader")
          .setAttribute(
            "d",
            `M${x} ${y}L${Math.min(Math.max(x, place.left), place.left + wide)} ${place.top + (place.top > y ? 2 : 14)}`,
          );
    });
  }
}

// Where a name of that width may stand, the best first.
function places(x, y, wide) {
  const gap = RADIUS + 5,
    found = [];
  for (const far of [0, 16, 32, 48, 64, 80, 96]) {
    if (!far) found.push({ left: x + gap, top: y - 8 }, { left: x - gap - wide, top: y - 8 });
    for (const top of [y - gap - 16 - far, y + gap + far])
      for (const left of [x - wide / 2, x - 8, x - wide + 8, x - wide - 8, x + 8]) found.push({ left, top, far: far > 0 });
  }
  return found;
}

function box(left, top, width, height) {
  return { left, top, right: left + width, bottom: top + height };
}

function meet(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

// From value to place on a logarithmic scale a little wider than the values; ticks at 1, 2 and 5 times powers of ten.
function axis(values, from, to) {
  const low = Math.min(...values) / 1.25,
    high = Math.max(...values) * 1.25,
    ticks = [];
  for (let power = -3; power <= 9; power++) for (const step of [1, 2, 5]) ticks.push(Number(`${step}e${power}`));
  return { place: logScale(low, high, from, to), ticks: ticks.filter((value) => value >= low && value <= high) };
}

function short(value) {
  return value >= 1e6 ? `${value / 1e6} M` : value >= 1e3 ? `${value / 1e3} k` : `${value}`;
}
