// A panel for each model: how strongly its units answer the test digits, and the drawing, on axes that all panels share.

import { linesAcross, roundTicks, scale, valuesBelow } from "../../../shared/js/axes.js";
import { mount } from "../../../shared/js/mounting.js";
import { hearNews, newestOf } from "../../../shared/js/news.js";
import { element } from "../../../shared/js/pictures.js";
import { answersOf, percent, RESTING, UNITS } from "../units.js";

const MARGIN = { left: 44, right: 8, top: 8, bottom: 40 };
const WIDTHS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Board(),
    (board) => board.take(data),
  );
}

class Board {
  deafen;
  log = false;
  overlaid = false;
  chosen = null; // index of a width, once the hand has chosen one

  constructor() {
    this.node = element(`<div class="histograms"><div class="panels"></div><div class="controls">
      <label>Bin width <input type="range" min="0" step="1" aria-label="Bin width"/><output></output></label>
      <button type="button" class="log" aria-pressed="false">Log scale</button>
      <button type="button" class="over" aria-pressed="false">Overlay</button></div></div>`);
    const find = (selector) => this.node.querySelector(selector);
    this.slider = find("input");
    this.slider.oninput = () => this.change({ chosen: Number(this.slider.value) });
    this.toggles = { log: find(".log"), overlaid: find(".over") };
    for (const [name, button] of Object.entries(this.toggles)) button.onclick = () => this.change({ [name]: !this[name] });
    this.observer = new ResizeObserver(() => this.node.clientWidth !== this.width && this.build());
    this.observer.observe(this.node);
  }

  dispose() {
    this.deafen?.();
  }

  take(data) {
    const name = JSON.stringify([data.layer, data.panels.map((panel) => panel.name)]);
    if (name === this.name) return;
    if (data.layer !== this.data?.layer) this.chosen = null;
    this.name = name;
    this.data = data;
    this.build();
    this.deafen ??= hearNews([UNITS], (news) => this.follow(news));
  }

  change(changes) {
    Object.assign(this, changes);
    this.build();
  }

  // ---- what stays while the hand moves

  build() {
    if (!this.data) return;
    this.width = this.node.clientWidth;
    this.built = (this.built ?? 0) + 1;
    const { panels } = this.data;
    this.low = Math.min(0, ...panels.map((panel) => panel.range[0]));
    this.high = Math.max(...panels.map((panel) => panel.range[1]));
    this.widths = WIDTHS.filter((bin) => (this.high - this.low) / bin >= 5 && (this.high - this.low) / bin <= 120);
    const best = this.widths.findIndex((bin) => (this.high - this.low) / bin <= 45);
    const index = Math.min(this.chosen ?? (best < 0 ? this.widths.length - 1 : best), this.widths.length - 1);
    this.bin = this.widths[index];
    this.slider.max = this.widths.length - 1;
    this.slider.value = index;
    this.node.querySelector("output").textContent = String(this.bin);
    for (const [name, button] of Object.entries(this.toggles)) button.setAttribute("aria-pressed", String(this[name]));
    this.toggles.overlaid.hidden = panels.length < 2;
    this.overlay = this.overlaid && panels.length > 1;
    this.from = Math.floor(this.low / this.bin + 1e-6);
    this.bins = Math.max(1, Math.ceil(this.high / this.bin - 1e-4) - this.from);
    this.shares = panels.map((panel) => this.binned(panel));
    this.top = Math.max(...this.shares.flat());
    this.node.classList.toggle("overlaid", this.overlay);
    this.node.querySelector(".panels").replaceChildren(...panels.map((panel, i) => this.panel(panel, i)));
    this.follow(newestOf(UNITS));
  }

  binned({ counts, first }) {
    const shares = new Array(this.bins).fill(0),
      total = counts.reduce((sum, count) => sum + count, 0);
    const each = Math.round(this.bin / this.data.width);
    // The last bin takes in its right edge, so that a sigmoid's 1 stands below 1.
    counts.forEach((count, i) => (shares[Math.min(this.bins - 1, Math.floor((first + i) / each) - this.from)] += count / total));
    return shares;
  }

  panel(panel, i) {
    // Where units also answer below zero, a mean that counts signs can be small although the layer is busy.
    const signed = panel.range[0] < 0,
      main = signed ? panel.size : panel.mean;
    const node = element(`<section class="panel" style="--hue: ${Number(panel.hue)}"><div class="title"></div>
      <div class="main">${main.toFixed(3)}</div><div class="unit"></div>
      <div class="plot"></div><table><thead><tr><td></td><th><i></i>Test digits</th><th><i class="own"></i><span class="whose"></span></th></tr></thead><tbody>
      ${row(signed ? "Mean activation, with signs" : "Mean activation", panel.mean.toFixed(3), "mean")}
      ${row(`Units at rest (below ${RESTING})`, percent(panel.resting), "resting")}
      ${row("Hoyer sparsity, 0 to 1", panel.hoyer.toFixed(2), "hoyer")}
      ${row("Inactive units", `${panel.silent} of ${panel.units}`, "")}</tbody></table></section>`);
    node.dataset.panel = panel.name;
    node.dataset.mean = panel.mean.toFixed(4);
    node.querySelector(".unit").textContent =
      `mean ${signed ? "size of the activations, signs left out," : "activation"} of its ${panel.units} units`;
    node.querySelector(".title").textContent = panel.title;
    if (!this.overlay || i === 0) this.plot(node.querySelector(".plot"), this.overlay ? this.data.panels : [panel]);
    return node;
  }

  plot(place, panels) {
    const gap = 32,
      columns = Math.max(1, Math.floor((this.width + gap) / (330 + gap)));
    const wide = this.overlay
      ? this.width
      : (this.width - gap * (Math.min(columns, this.data.panels.length) - 1)) / Math.min(columns, this.data.panels.length);
    const width = Math.max(260, Math.round(wide)),
      height = (this.height = 240);
    const { left, right, top, bottom } = MARGIN;
    this.x = scale(this.from * this.bin, (this.from + this.bins) * this.bin, left, width - right);
    const floor = 1e-5;
    this.y = (share) => {
      const up = this.log
        ? Math.max(0, Math.log10(Math.max(share, floor) / floor) / Math.log10(1 / floor))
        : share / this.ceiling();
      return height - bottom - Math.min(1, up) * (height - top - bottom);
    };
    const ticks = this.log ? [1, 0.1, 0.01, 0.001, 0.0001] : [0, 0.25, 0.5, 0.75, 1].map((part) => part * this.ceiling());
    const label = (share) =>
      share >= 0.01 || share === 0 ? `${Math.round(100 * share)} %` : `${Number((100 * share).toFixed(3))} %`;
    const lines = linesAcross(ticks, this.y, left, width - right, label);
    const below = valuesBelow(roundTicks(this.from * this.bin, (this.from + this.bins) * this.bin), this.x, height - bottom + 18);
    const bars = panels.map(
      (panel) =>
        `<g style="--hue: ${Number(panel.hue)}"><path class="bars" d="${this.bars(this.shares[this.data.panels.indexOf(panel)])}"/><path class="now" data-model="${this.data.panels.indexOf(panel)}"/></g>`,
    );
    place.innerHTML = `<svg viewBox="0 0 ${width} ${height}" role="img">${lines}${bars.join("")}${below}
      <text x="${(left + width - right) / 2}" y="${height - 4}" text-anchor="middle">activation (height: share of units)</text></svg>`;
    if (this.overlay) place.style.width = `${width}px`;
    place.firstChild.setAttribute(
      "aria-label",
      `Activations of ${panels.map((panel) => panel.title).join(" and ")}: share of units for each activation, test digits and drawing`,
    );
  }

  ceiling() {
    return [0.1, 0.2, 0.4, 0.6, 0.8, 1].find((edge) => edge >= this.top) ?? 1;
  }

  bars(shares) {
    const base = this.height - MARGIN.bottom,
      edge = (i) => this.x((this.from + i) * this.bin);
    return shares
      .map((share, i) =>
        share
          ? `M${edge(i)} ${base}V${this.y(share).toFixed(1)}H${(edge(i + 1) - (this.bins > 60 ? 0 : 1)).toFixed(1)}V${base}Z`
          : "",
      )
      .join("");
  }

  // ---- what follows the hand

  follow(/** @type {any} */ { stamp, body } = {}) {
    const told = JSON.stringify([this.built, body]);
    if (told !== this.told) this.paint(body);
    this.told = told;
    if (stamp) this.node.dataset.sent = stamp;
  }

  paint(told) {
    this.data.panels.forEach((panel, i) => {
      const node = this.node.querySelector(".panels").children[i],
        answers = answersOf(told, this.data.layer, panel.name, panel.units);
      const line = this.node.querySelector(`.now[data-model="${i}"]`);
      line.setAttribute("d", answers ? this.outline(answers) : "");
      const figures = answers ? figuresOf(answers) : {};
      for (const name of ["mean", "resting", "hoyer"]) node.querySelector(`.${name}`).textContent = figures[name] ?? "";
      node.querySelector(".whose").textContent = told && (told.own ? "Your digit" : "This example");
      node.dataset.told = Boolean(answers);
    });
  }

  outline(answers) {
    const shares = new Array(this.bins).fill(0);
    for (const value of answers) {
      const at = Math.floor(value / this.bin + 1e-4) - this.from;
      shares[Math.min(this.bins - 1, Math.max(0, at))] += 1 / answers.length;
    }
    const edge = (i) => this.x((this.from + i) * this.bin);
    return (
      `M${edge(0)} ${this.height - MARGIN.bottom}` +
      shares.map((share, i) => `V${this.y(share).toFixed(1)}H${edge(i + 1)}`).join("") +
      `V${this.height - MARGIN.bottom}`
    );
  }
}

function row(name, value, live) {
  return `<tr><th scope="row">${name}</th><td>${value}</td><td class="${live}">${live ? "" : "–"}</td></tr>`;
}

function figuresOf(answers) {
  let sum = 0,
    size = 0,
    squares = 0,
    resting = 0;
  for (const value of answers) {
    sum += value;
    size += Math.abs(value);
    squares += value * value;
    resting += Math.abs(value) < RESTING ? 1 : 0;
  }
  const root = Math.sqrt(answers.length),
    hoyer = squares ? (root - size / Math.sqrt(squares)) / (root - 1) : 0; // Hoyer 2004
  return { mean: (sum / answers.length).toFixed(3), resting: percent(resting / answers.length), hoyer: hoyer.toFixed(2) };
}
