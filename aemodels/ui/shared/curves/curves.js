// Lines of one quantity against another, drawn once for each set of curves; a line and points that follow the hand, on
// the chart that the hand has chosen (dots.js).

import { linesAcross, scale, valuesBelow } from "../js/axes.js";
import { DOTS } from "../js/dots.js";
import { mount } from "../js/mounting.js";
import { hearNews } from "../js/news.js";
import { element } from "../js/pictures.js";

const SIZE = { left: 32, top: 32, bottom: 40 }; // margins in px

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Chart(),
    (chart) => chart.show(data),
  );
}

class Chart {
  low;
  high;

  constructor() {
    this.node = element(`<div class="curves"></div>`);
    // Drawn at the width there is, so that its words keep their size on a phone.
    this.observer = new ResizeObserver(() => this.charts && this.paint());
    this.observer.observe(this.node);
    this.deaf = hearNews([DOTS], ({ stamp, body }) => {
      this.dots = body;
      this.node.dataset.sent = stamp;
      if (this.charts) this.paint();
    });
  }

  dispose() {
    this.deaf();
  }

  show({ charts, first }) {
    this.charts = charts;
    this.shown ??= first;
    this.paint();
  }

  paint() {
    const dots = this.charts[this.dots?.chart] && this.dots,
      width = Math.max(300, this.node.clientWidth);
    if (dots) this.shown = dots.chart;
    const chart = this.charts[this.shown];
    if (chart.name !== this.name || width !== this.width) this.build(chart, width);
    this.now.toggleAttribute("hidden", !dots);
    const x = this.x(dots?.x ?? 0);
    this.now.setAttribute("d", `M${x} ${SIZE.top}V${this.height - SIZE.bottom}`);
    for (const point of this.points) {
      const value = dots?.points[point.dataset.name];
      point.setAttribute("cx", x);
      point.setAttribute("cy", this.y(Math.min(Math.max(value ?? 0, this.low), this.high)));
      point.toggleAttribute("hidden", value === undefined);
      point.dataset.value = value;
    }
  }

  build(chart, width) {
    this.name = chart.name;
    this.width = width;
    [this.low, this.high] = chart.y.domain;
    const height = (this.height = width > 600 ? 340 : 280);
    const { left, top, bottom } = SIZE,
      right = (this.right = 16 + 7 * Math.max(10, ...chart.lines.map(({ title }) => title.length)));
    this.x = scale(...chart.x.domain, left, width - right);
    this.y = scale(...chart.y.domain, height - bottom, top);
    const steps = ([low, high], count) => Array.from({ length: count + 1 }, (_, i) => low + (i * (high - low)) / count);
    const round = (value) => Number(value.toFixed(2));
    const axes =
      linesAcross(steps(chart.y.domain, 5), this.y, left, width - right, round) +
      valuesBelow(steps(chart.x.domain, 5), this.x, height - bottom + 18, round);
    const path = (line) =>
      `<path class="line ${line.hue === null ? "nothing" : ""}" ${style(line)} d="M${line.x.map((v, i) => `${this.x(v)} ${this.y(line.y[i])}`).join("L")}"/>`;
    const points = chart.lines.map(
      (line) => `<circle class="point ${line.hue === null ? "nothing" : ""}" ${style(line)} r="5"/>`,
    );
    this.node.innerHTML = `<svg viewBox="0 0 ${width} ${height}" role="img">
      <clipPath id="plot"><rect x="${left}" y="${top}" width="${width - left - right}" height="${height - top - bottom}"/></clipPath>
      <rect class="trained" x="${left}" y="${top}" width="${this.x(chart.trained) - left}" height="${height - bottom - top}"/>
      <text x="0" y="${top - 12}" class="y"></text>${axes}<g clip-path="url(#plot)">${chart.lines.map(path).join("")}</g>
      ${this.labels(chart.lines)}<path class="now"/>${points.join("")}
      <text class="x" x="${(left + width - right) / 2}" y="${height - 4}" text-anchor="middle"></text></svg>`;
    this.node.querySelector("svg").setAttribute("aria-label", chart.title);
    this.node.querySelector(".x").textContent = chart.x.title;
    this.node.querySelector(".y").textContent = chart.y.title;
    this.node.querySelectorAll(".label").forEach((label, i) => (label.textContent = this.order[i].title));
    this.now = this.node.querySelector(".now");
    this.points = [...this.node.querySelectorAll(".point")];
    this.points.forEach((point, i) => (point.dataset.name = chart.lines[i].name));
  }

  // A label at the end of each line, pushed apart where lines end close together.
  labels(lines) {
    this.order = [...lines].sort((a, b) => this.y(a.y.at(-1)) - this.y(b.y.at(-1)));
    const places = this.order.map((line) => this.y(line.y.at(-1)));
    for (let i = 1; i < places.length; i++) places[i] = Math.max(places[i], places[i - 1] + 15);
    const over = Math.max(0, (places.at(-1) ?? 0) - (this.height - SIZE.bottom));
    for (let i = places.length - 1; i >= 0; i--)
      places[i] = Math.min(places[i] - (i === places.length - 1 ? over : 0), (places[i + 1] ?? Infinity) - 15);
    const text = (line, i) =>
      `<text class="label ${line.hue === null ? "nothing" : ""}" ${style(line)} x="${this.width - this.right + 8}" y="${places[i] + 4}"></text>`;
    return this.order.map(text).join("");
  }
}

function style(line) {
  return line.hue === null ? "" : `style="--hue: ${Number(line.hue)}"`;
}
