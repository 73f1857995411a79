// Classification error by number of labels, both on scales of multiples, with the standard error over seeds; reported figures at the right.

import { linesAcross, logScale, valuesBelow } from "../../../shared/js/axes.js";
import { mount } from "../../../shared/js/mounting.js";
import { element } from "../../../shared/js/pictures.js";

export default function ({ parentElement, data: [data] }) {
  return mount(parentElement, () => new Chart(), (chart) => chart.show(data));
}

class Chart {
  data;

  constructor() {
    this.node = element(`<div class="labels"></div>`);
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.node);
  }

  show(data) {
    Object.assign(this, { data, width: null });
    this.draw();
  }

  draw() {
    const width = Math.max(300, this.node.clientWidth);
    if (width === this.width) return;
    this.width = width;
    const { counts, lines, reported } = this.data, height = 340, left = 40, right = width - 24, top = 24, bottom = height - 44;
    const x = logScale(counts[0], counts.at(-1), left + 24, right - 24), y = logScale(1, 40, bottom, top);
    const axes = linesAcross([1, 2, 5, 10, 20, 40], y, left, right) + valuesBelow(counts, x, bottom + 20, (v) => v.toLocaleString("en"));
    const others = reported.map(([v]) => `<circle class="reported" cx="${x(counts.at(-1)) + 16}" cy="${y(v)}" r="4"><title>${Number(v)} %</title></circle>`);
    const drawn = lines.map(({ hue, points, name }) => {
      const path = points.map(({ error }, i) => `${x(counts[i])} ${y(error)}`).join("L");
      const spread = points.map(({ error, spread }, i) => (spread ? `<path class="spread" d="M${x(counts[i])} ${y(error + spread)}V${y(error - spread)}"/>` : ""));
      const dots = points.map(({ error }, i) => `<circle class="dot" data-line="${name}" data-error="${Number(error)}" cx="${x(counts[i])}" cy="${y(error)}" r="5"/><text class="value" x="${x(counts[i]) + (name === "random" ? 8 : -8)}" y="${y(error) + (name === "random" ? -8 : 16)}" text-anchor="${name === "random" ? "start" : "end"}">${error.toFixed(error < 10 ? 2 : 1)}</text>`);
      return `<g class="${hue === null ? "plain" : ""}" ${hue === null ? "" : `style="--hue: ${Number(hue)}"`}><path class="line" d="M${path}"/>${spread.join("")}${dots.join("")}</g>`;
    });
    this.node.innerHTML = `<div class="legend"></div><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Classification error in % by number of labels">
      <text x="0" y="12">Wrong test digits in %</text>${axes}${others.join("")}${drawn.join("")}<text x="${(left + right) / 2}" y="${height - 4}" text-anchor="middle">Labels to learn from</text></svg>`;
    this.node.querySelector(".legend").append(...[...lines.map(({ title, hue }) => [title, hue, "dot"]), ["Reported by others", null, "ring"]].map(([title, hue, kind]) => {
      const entry = element(`<span ${hue === null ? "" : `style="--hue: ${Number(hue)}"`}><i class="${kind} ${hue === null ? "plain" : ""}"></i></span>`);
      entry.append(title);
      return entry;
    }));
  }
}
