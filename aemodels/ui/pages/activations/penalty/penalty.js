// Two penalties on the mean activation of a unit: KL(rho || rho_hat) and L1, with every unit of every model as a dot.

import { linesAcross, roundTicks, scale, valuesBelow } from "../../../shared/js/axes.js";
import { mount } from "../../../shared/js/mounting.js";
import { element } from "../../../shared/js/pictures.js";
import { Sender } from "../../../shared/js/sender.js";

const SIZE = { left: 44, right: 12, top: 12, bottom: 40, height: 260 };
const LOW = Math.log(0.005),
  HIGH = Math.log(0.5); // ends of the slider, which is even in log rho

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(
    parentElement,
    () => new Penalty(),
    (penalty) => {
      penalty.sender.speaks("penalty", setStateValue);
      penalty.take(data);
    },
  );
}

// KL(rho || rho_hat) of one unit, in nats, as losses.sparsity_kl has it (Ng, Sparse autoencoder, section 3).
export function kl(rho, mean) {
  const near = Math.min(1 - 1e-6, Math.max(1e-6, mean));
  return rho * Math.log(rho / near) + (1 - rho) * Math.log((1 - rho) / (1 - near));
}

class Penalty {
  constructor() {
    this.node =
      element(`<div class="penalty"><label>Target rho <input type="range" min="0" max="1" step="0.005" aria-label="Target rho"/><output></output></label>
      <button type="button" class="near" aria-pressed="false">Close to rho</button>
      <div class="plots"><section class="kl"><h2>KL(rho || rho_hat)</h2><p class="words"></p><div class="plot"></div></section>
      <section class="l1"><h2>L1</h2><p class="words">Pushes every unit towards 0, a quiet one as hard as a loud one.</p><div class="plot"></div></section></div>
      <table><thead><tr><td></td><th>KL, all units</th><th>L1, all units</th><th class="trained">Trained with</th></tr></thead><tbody></tbody></table></div>`);
    this.find = (selector) => this.node.querySelector(selector);
    this.slider = this.find("input");
    this.slider.oninput = () => {
      this.rho = Math.exp(LOW + Number(this.slider.value) * (HIGH - LOW));
      this.rho = Number(this.rho.toPrecision(2));
      this.show();
      this.sender.send();
    };
    this.near = this.find(".near");
    this.near.onclick = () => {
      this.keepNear(!this.isNear());
      this.show();
      this.sender.send();
    };
    this.sender = new Sender(this.node, () => ({ rho: this.rho, close: Number(this.isNear()) }));
    this.observer = new ResizeObserver(() => this.show());
    this.observer.observe(this.node);
  }

  isNear() {
    return this.near.getAttribute("aria-pressed") === "true";
  }

  keepNear(near) {
    this.near.setAttribute("aria-pressed", String(near));
  }

  take(data) {
    const name = JSON.stringify([data.layer, data.models.map((model) => model.name)]);
    if (name === this.name) return;
    this.name = name;
    this.data = data;
    if (!this.rho) this.keepNear(data.close);
    this.rho ??= data.rho;
    this.slider.value = (Math.log(this.rho) - LOW) / (HIGH - LOW);
    this.bounded = data.models.filter((model) => model.bounded);
    this.find("tbody").replaceChildren(
      ...data.models.map((model) => {
        const row = element(
          `<table><tbody><tr style="--hue: ${Number(model.hue)}"><th scope="row"><span></span><span class="small"></span></th><td class="figure"></td><td class="figure"></td><td class="trained"></td></tr></tbody></table>`,
        ).querySelector("tr");
        row.dataset.model = model.name;
        row.querySelector("span").textContent = model.title;
        row.querySelector(".small").textContent = `Trained with ${model.trained}`;
        row.querySelector(".trained").textContent = model.trained;
        row.children[2].textContent = sum(model.strengths).toFixed(1);
        return row;
      }),
    );
    this.show();
  }

  show() {
    if (!this.data) return;
    const { models } = this.data,
      rho = this.rho;
    this.find("output").textContent = String(rho);
    this.slider.disabled = this.near.disabled = !this.bounded.length;
    models.forEach((model, i) => {
      const total = model.bounded ? sum(model.means.map((mean) => kl(rho, mean))) : null,
        row = this.find("tbody").children[i];
      row.children[1].textContent = total === null ? "–" : total.toFixed(1);
      row.dataset.kl = total ?? "";
    });
    const wide = models
      .filter((model) => !model.bounded)
      .map((model) => `${model.title} (${model.range[0]} to ${model.range[1]})`);
    this.find(".kl .words").textContent = wide.length
      ? `Needs activations between 0 and 1, so it cannot be asked of ${wide.join(", ")}.`
      : "Pushes every unit towards rho: down when it answers too much, up when it answers too little.";
    const close = this.isNear() ? Math.min(1, 3 * rho) : 0;
    const reach = (list, key) => close || Math.max(0.1, 1.04 * Math.max(...list.flatMap((model) => model[key])));
    this.plot(
      this.find(".kl .plot"),
      this.bounded,
      (mean) => kl(rho, mean),
      "means",
      Math.min(1, Math.max(close || 1.2 * rho, reach(this.bounded, "means"))),
      "mean activation rho_hat",
      rho,
    );
    this.plot(
      this.find(".l1 .plot"),
      models,
      (size) => size,
      "strengths",
      reach(models, "strengths"),
      "mean size of activation",
      null,
    );
  }

  plot(place, models, cost, key, end, title, target) {
    const width = Math.max(280, Math.round(place.clientWidth)),
      { left, right, top, bottom, height } = SIZE;
    if (!models.length) return place.replaceChildren();
    const values = models.map((model) => model[key].map((value) => [value, cost(value)]).filter(([value]) => value <= end));
    const most = Math.max(0.001, ...values.flat().map(([, price]) => price)) * 1.05;
    const x = scale(0, end, left, width - right),
      y = scale(0, most, height - bottom, top);
    const axes =
      linesAcross(roundTicks(0, most), y, left, width - right) + valuesBelow(roundTicks(0, end), x, height - bottom + 18);
    const places = Array.from({ length: 401 }, (_, i) => Math.max(1e-4, (i / 400) * end)),
      inside = (value) => value !== undefined && cost(value) <= most;
    const curve = places
      .map((value, i) => (inside(value) ? `${inside(places[i - 1]) ? "L" : "M"}${x(value)} ${y(cost(value))}` : ""))
      .join("");
    const strips = values.map(
      (points, i) =>
        `<path class="strip" style="--hue: ${Number(models[i].hue)}" d="${points.map(([value]) => `M${x(value)} ${height + 10 * i}v8`).join("")}"/>`,
    );
    // The first model's dots on top: those of a sparse one lie close together.
    const dots = values
      .map(
        (points, i) =>
          `<g class="dots" style="--hue: ${Number(models[i].hue)}">${points.map(([value, price]) => `<circle cx="${x(value)}" cy="${y(price)}" r="4"/>`).join("")}</g>`,
      )
      .reverse();
    const line = target === null ? "" : `<path class="target" d="M${x(target)} ${top}V${height - bottom}"/>`;
    place.innerHTML = `<svg viewBox="0 0 ${width} ${height + 10 * values.length}" role="img" aria-label="Penalty of one unit against its ${title}">${axes}<path class="curve" d="${curve}"/>${line}${dots.join("")}${strips.join("")}
      <text x="${(left + width - right) / 2}" y="${height - 6}" text-anchor="middle">${title}</text></svg>`;
  }
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
