// A digit through bottlenecks of growing width, two ways; the errors of all test digits as lines, this digit's as dots.

import { linesAcross, logScale, scale, valuesBelow } from "../../../shared/js/axes.js";
import { Follower, isDrawn } from "../../../shared/js/door.js";
import { mount } from "../../../shared/js/mounting.js";
import { bytes, element, paintInk } from "../../../shared/js/pictures.js";

const PLOT = { height: 220, left: 40, right: 150, top: 12, bottom: 36 };

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Ladder(data),
    (ladder) => ladder.follow(data),
  );
}

class Ladder {
  follower;

  constructor({ widths, rows }) {
    this.node = element(
      `<div class="ladder"><div class="steps"></div><div class="chart"><p>Squared error by the width of the code. Lines: all 10,000 test digits, mean. Dots: this digit.</p></div><p class="line" role="status"></p></div>`,
    );
    this.line = this.node.querySelector(".line");
    const steps = this.node.querySelector(".steps");
    steps.append(...widths.map((width) => element(`<div><div class="width">${Number(width)}</div>${neck(width)}</div>`)));
    this.cells = rows.map((row) => {
      const title = element(`<div class="title" style="--hue: ${Number(row.hue)}"></div>`);
      title.textContent = row.title;
      const cells = widths.map((width) => {
        const cell = element(`<div><canvas width="28" height="28" role="img"></canvas><div class="error"></div></div>`);
        cell.querySelector("canvas").setAttribute("aria-label", `${row.title} with ${width} numbers`);
        cell.dataset.way = row.name;
        cell.dataset.width = width;
        return cell;
      });
      steps.append(title, ...cells);
      return cells;
    });
    this.observer = new ResizeObserver(() => this.data && this.plot(this.data));
    this.observer.observe(this.node);
  }

  follow({ widths, rows, ask }) {
    this.bare = { widths, rows: rows.map((row) => ({ ...row, answers: [] })) };
    if (!this.data) this.show(this.bare);
    this.follower ??= new Follower(ask.path, {
      question: (drawing) => isDrawn(drawing) && { drawing, network: ask.network },
      take: (answer, stamp) => this.take(answer, stamp),
      say: (sentence) => (this.line.textContent = sentence),
    });
  }

  take(answer, sent) {
    this.show({ ...this.bare, rows: this.bare.rows.map((row) => ({ ...row, answers: answer?.answers[row.name] ?? [] })), sent });
  }

  dispose() {
    this.follower?.end();
  }

  show(data) {
    this.data = data;
    data.rows.forEach(({ answers }, r) =>
      this.cells[r].forEach((cell, i) => {
        paintInk(cell.querySelector("canvas"), answers[i] ? bytes(answers[i].picture) : null);
        cell.querySelector(".error").textContent = answers[i]?.words ?? "–";
        if (answers[i]) cell.dataset.error = answers[i].error;
        else delete cell.dataset.error;
      }),
    );
    this.plot(data);
    if (data.sent) this.node.dataset.sent = data.sent;
  }

  plot({ widths, rows }) {
    const width = Math.max(300, this.node.clientWidth),
      narrow = width < 500,
      { height, left, top, bottom } = PLOT;
    const right = narrow ? 16 : PLOT.right;
    const most =
      10 * Math.ceil(Math.max(...rows.flatMap(({ test, answers }) => [...test, ...answers.map(({ error }) => error)])) / 10);
    const x = logScale(widths[0], widths.at(-1), left, width - right),
      y = scale(0, most, height - bottom, top);
    const axes = linesAcross([0, most / 2, most], y, left, width - right) + valuesBelow(widths, x, height - bottom + 16);
    const ways = rows.map(
      (
        { hue, test, answers },
        r,
      ) => `<g style="--hue: ${Number(hue)}"><path class="line" d="M${test.map((value, i) => `${x(widths[i])} ${y(value)}`).join("L")}"/>
      ${answers.map(({ error }, i) => `<circle class="point" r="4.5" cx="${x(widths[i])}" cy="${y(error)}"/>`).join("")}
      <text class="name" x="${narrow ? width - right : x(widths.at(-1)) + 10}" y="${narrow ? top + 14 + 16 * r : y(test.at(-1)) + 4 - (r ? 12 : 0)}" text-anchor="${narrow ? "end" : "start"}"></text></g>`,
    );
    this.svg?.remove();
    this.svg =
      element(`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Squared error by the width of the code">${axes}
      <text x="${(left + width - right) / 2}" y="${height - 2}" text-anchor="middle">numbers in the code</text>${ways.join("")}</svg>`);
    this.svg.querySelectorAll(".name").forEach((name, r) => (name.textContent = rows[r].title));
    this.node.querySelector(".chart").append(this.svg);
  }
}

// The bottleneck drawn: as narrow in the middle as the code is short.
function neck(width) {
  const half = 2 + (16 * Math.log2(width)) / 6;
  return `<svg class="neck" viewBox="0 0 112 40" aria-hidden="true"><path d="M0 0L50 ${20 - half}V${20 + half}L0 40ZM112 0L62 ${20 - half}V${20 + half}L112 40Z"/></svg>`;
}
