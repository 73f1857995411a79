// One network at several weights of its KL term. All of them came at once, so the slider needs no answer from Python.

import { linesAcross, scale, valuesBelow } from "../../../shared/js/axes.js";
import { mount } from "../../../shared/js/mounting.js";
import { bytes, element, paintInk, sheetOf } from "../../../shared/js/pictures.js";
import { Sender } from "../../../shared/js/sender.js";

const CHART = { width: 360, height: 260, left: 40, right: 16, top: 28, bottom: 36 };

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(
    parentElement,
    () => new Bench(data),
    (bench) => {
      bench.sender.speaks("beta", setStateValue);
      bench.show(data);
    },
  );
}

class Bench {
  input;
  beta;
  said;
  whose;
  error;
  matched;
  before;
  after;

  constructor(data) {
    this.node = element(`<div class="betas" style="--hue: ${Number(data.hue)}">
      <div class="choose"><label for="beta">Beta</label><input id="beta" type="range" min="0" max="${data.betas.length - 1}" step="1" aria-label="Beta">
        <div class="said"><b></b><span></span></div><div class="ticks" aria-hidden="true"></div></div>
      <div class="field"><div class="digits">
          <div><canvas width="28" height="28" role="img" aria-label="Model input"></canvas><span class="whose"></span></div>
          <div><canvas width="28" height="28" role="img" aria-label="Reconstruction"></canvas><span class="error"></span></div></div>
        <div class="rows"><p class="matched"></p></div>
        <div class="chart"><h2>Rate and distortion</h2><p>Mean over the test digits, one dot for each beta: the rate is what the code costs, the distortion what the reconstruction loses, both in nats.</p></div></div></div>`);
    const find = (selector) => this.node.querySelector(selector);
    [this.input, this.beta, this.said, this.whose, this.error, this.matched] = [
      "input",
      ".said b",
      ".said span",
      ".whose",
      ".error",
      ".matched",
    ].map(find);
    [this.before, this.after] = this.node.querySelectorAll(".digits canvas");
    find(".ticks").append(...data.betas.map(({ beta }) => element(`<span>${Number(beta)}</span>`)));
    this.rows = data.betas[0].dims.map(() =>
      element(`<div class="row"><div><div class="name"></div><div class="weight"><b></b></div><div class="note"></div></div>
      <canvas width="${28 * Number(data.columns)}" height="28" role="img"></canvas></div>`),
    );
    this.matched.before(...this.rows);
    find(".chart").append(this.chart(data.betas));
    this.input.value = this.at = data.at;
    this.sender = new Sender(this.node, () => ({ beta: this.data.betas[this.at].beta }));
    this.input.oninput = () => this.choose(Number(this.input.value));
  }

  async show(data) {
    this.data = data;
    const sheet = await sheetOf(data.strips);
    if (this.data !== data) return;
    this.sheet = sheet;
    paintInk(this.before, bytes(data.picture));
    this.whose.textContent = data.whose;
    this.stand(this.at);
  }

  choose(at) {
    this.stand(at);
    this.sender.send();
  }

  stand(at) {
    this.at = at;
    this.input.value = at;
    if (!this.sheet) return; // still being decoded
    const { beta, active, dims, picture, error, matched } = this.data.betas[at],
      isStart = at === this.data.start;
    this.beta.textContent = beta;
    this.said.textContent = `${active} of ${dims.length} dimensions active`;
    paintInk(this.after, bytes(picture));
    this.error.textContent = `Reconstruction: squared error ${error}`;
    this.matched.textContent = matched;
    this.rows.forEach((row, i) => {
      const { name, own, note, weight, collapsed, matched } = dims[i],
        canvas = row.querySelector("canvas");
      row.classList.toggle("collapsed", collapsed);
      row.title = own;
      row.querySelector(".name").textContent = collapsed || matched || isStart ? name : `${name} new`;
      row.querySelector(".note").textContent = note;
      row.querySelector("b").style.width = `${100 * weight}%`;
      canvas.setAttribute("aria-label", `Row ${name}, ${own}, from end to end, ${note}`);
      canvas.getContext("2d").drawImage(this.sheet, 0, 28 * (at * dims.length + i), canvas.width, 28, 0, 0, canvas.width, 28);
    });
    this.marks.forEach((mark, i) => mark.classList.toggle("here", Math.floor(i / 2) === at));
    this.node.dataset.at = at;
  }

  // Rate (what the code costs) to the right, distortion upwards.
  chart(betas) {
    const { width, height, left, right, top, bottom } = CHART;
    const costs = betas.map(({ rate }) => rate),
      losses = betas.map(({ distortion }) => distortion),
      most = 5 * Math.ceil(Math.max(...costs) / 5);
    const low = 20 * Math.floor(Math.min(...losses) / 20),
      high = 20 * Math.ceil(Math.max(...losses) / 20);
    const x = scale(0, most, left, width - right),
      y = scale(low, high, height - bottom, top);
    const svg = element(`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Reconstruction against KL for each beta">
      ${linesAcross([low, (low + high) / 2, high], y, left, width - right)}${valuesBelow([0, most / 2, most], x, height - bottom + 16)}
      <text x="${(left + width - right) / 2}" y="${height - 2}" text-anchor="middle">Rate: nats of KL that the code costs</text>
      <path class="line" d="M${betas.map(({ rate, distortion }) => `${x(rate)} ${y(distortion)}`).join("L")}"/>
      ${betas.map(({ beta, rate, distortion }) => `<circle class="dot" r="6" cx="${x(rate)}" cy="${y(distortion)}"><title>Beta ${Number(beta)}: rate ${Number(rate)} nats, distortion ${Number(distortion)} nats</title></circle><text class="label" x="${x(rate) + 10}" y="${y(distortion) - 8}">${Number(beta)}</text>`).join("")}
      <text x="0" y="12">Distortion: nats lost in reconstruction</text></svg>`);
    this.marks = [...svg.querySelectorAll(".dot, .label")];
    svg.querySelectorAll(".dot").forEach((dot, i) => (dot.onclick = () => this.choose(i)));
    return svg;
  }
}
