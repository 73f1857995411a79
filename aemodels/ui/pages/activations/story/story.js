// The story of the unit that the hand looks at, as unit_news.js tells it; nothing while it looks at none. Its weights and
// histograms stay; the mark of the drawing, the pictures and the slider follow the hand.

import { mount } from "../../../shared/js/mounting.js";
import { hearNews, newestOf } from "../../../shared/js/news.js";
import { bytes, element, named, paintInk } from "../../../shared/js/pictures.js";
import { LOOK, STORY, thousandths, turnTo, weightPixels } from "../units.js";

const PLOT = { width: 300, row: 22, left: 20, right: 8, bottom: 34 };
const STRONGER = 3; // what a unit adds is faint beside the picture

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Story(),
    (story) => story.follow(data),
  );
}

class Story {
  deafen;

  constructor() {
    this.node = element(`<section class="story" aria-label="One unit" hidden>
      <header><h2></h2><span class="model"></span><span class="facts"></span></header>
      <div class="body"><div class="figures">
        ${figure("looks", "Looks for", "signed")}${figure("adds", "Adds", "signed")}${figure("before", "As it answers", "")}${figure("turned", "Turned", "")}
        <div class="turn"><span>Turn the unit</span><input type="range" aria-label="Activation of the unit"/><output></output>
          <div class="buttons"><button type="button" class="off">Off</button><button type="button" class="let">Let it answer</button><button type="button" class="up">Full</button></div></div>
      </div><div class="answers"><b>Activation by class</b><div class="plot"></div><div class="quiet">All test digits by class, heights as square roots. Line: <span class="whose"></span>.</div></div>
      <div class="digits"><b>The test digits that fire it most, as the network redraws them</b><div class="strip"></div></div></div></section>`);
    this.find = (selector) => this.node.querySelector(selector);
    this.slider = this.find("input");
    this.slider.oninput = () => this.turn(Number(this.slider.value));
    this.find(".body").inert = true;
    this.find(".off").onclick = () => this.turn(0);
    this.find(".let").onclick = () => turnTo(null);
    this.find(".up").onclick = () => this.turn(Number(this.slider.max));
  }

  follow(data) {
    this.data = data;
    if (!this.deafen) this.expect(newestOf(LOOK)?.body ?? data.look);
    this.deafen ??= hearNews([STORY], ({ stamp, body }) => this.take(body, stamp));
  }

  // Keeps the room of what will be told in a moment.
  expect({ layer, model, unit }) {
    if (layer === this.data.layer && this.data.models[model]) this.head(model, unit);
  }

  dispose() {
    this.deafen();
  }

  turn(level) {
    this.show(level);
    turnTo(level);
  }

  show(level) {
    this.slider.value = level;
    this.find("output").textContent = level.toFixed(2);
  }

  // Newer news of the unit, of another one, or of none.
  take(told, stamp) {
    this.node.hidden = !told;
    this.node.dataset.sent = stamp;
    if (!told) return;
    if (this.about !== told.about) this.begin(told);
    this.answer(told, stamp);
  }

  // ---- what stays while the hand moves

  head(model, unit) {
    const { title, hue } = this.data.models[model];
    this.node.hidden = false;
    this.node.style.setProperty("--hue", Number(hue));
    this.find("h2").textContent = `Unit ${unit}`;
    this.find(".model").textContent = `${title}, ${this.data.layer}`;
  }

  begin({ model, unit, about }) {
    this.about = about;
    this.head(model, unit);
    this.find(".body").inert = false;
    this.find(".facts").textContent = about.silent
      ? "never answers any test digit"
      : `answers the ${about.favourite}s most · selectivity ${about.selectivity.toFixed(2)} · mean activation ${about.mean.toFixed(3)}`;
    this.paintWeights(about);
    this.find(".plot").innerHTML = this.histogram(about);
    this.find(".digits").hidden = !about.top.length;
    this.find(".strip").replaceChildren(...about.top.map((top, i) => topDigit(top, about.labels[i], i)));
    [this.slider.min, this.slider.max] = about.slider;
    this.slider.step = (about.slider[1] - about.slider[0]) / 200;
    this.find(".figures").hidden = !about.weights && !about.steerable;
    this.find(".body").classList.toggle("bare", this.find(".figures").hidden);
    for (const part of [".turn", ".adds", ".before", ".turned"]) this.find(part).hidden = !about.steerable;
    if (this.node.dataset.unit) this.node.scrollIntoView({ block: "nearest" });
    this.node.dataset.unit = `${model}:${unit}`;
  }

  paintWeights({ weights, direct }) {
    this.find(".looks").hidden = !weights;
    if (!weights) return;
    this.find(".looks canvas")
      .getContext("2d")
      .putImageData(weightPixels(new Int8Array(bytes(weights).buffer), 28), 0, 0);
    this.find(".looks figcaption").textContent = direct
      ? "Red: ink wakes it. Blue: ink quiets it."
      : "Its weights, multiplied out through the layers below.";
  }

  histogram({ shares, range, favourite }) {
    const { colours } = this.data,
      { width, row, left, right, bottom } = PLOT,
      values = thousandths(shares),
      bins = values.length / 10,
      height = 10 * row + bottom;
    const x = (share) => left + share * (width - left - right);
    const rows = colours.map((colour, digit) => {
      const base = (digit + 1) * row,
        heights = [...values.slice(digit * bins, (digit + 1) * bins)].map((share) => Math.sqrt(share) * (row - 3));
      const bars = heights
        .map((up, i) =>
          up ? `M${x(i / bins).toFixed(1)} ${base}v${(-up).toFixed(1)}H${(x((i + 1) / bins) - 1).toFixed(1)}V${base}Z` : "",
        )
        .join("");
      return `<path class="base" d="M${left} ${base}H${width - right}"/><path fill="${colour}" d="${bars}"/><text x="6" y="${base - 4}" class="${digit === favourite ? "favourite" : ""}">${digit}</text>`;
    });
    return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Activations of the unit over the test digits, by digit">${rows.join("")}<path class="now"/>
      <text x="${left}" y="${10 * row + 16}">${range[0].toFixed(2)}</text><text x="${width - right}" y="${10 * row + 16}" text-anchor="end">${range[1].toFixed(2)}</text>
      <text x="${(left + width) / 2}" y="${10 * row + 16}" text-anchor="middle">its activation</text></svg>`;
  }

  // ---- what follows the hand

  answer({ own, answer, level, steered, pictures }, stamp) {
    const whose = own ? "your digit" : "this example";
    this.find(".whose").textContent = whose;
    this.mark(answer);
    if (!pictures) return;
    paintInk(this.find(".before canvas"), bytes(pictures.as_it_is));
    paintInk(this.find(".turned canvas"), bytes(pictures.turned));
    const off = bytes(pictures.off),
      adds = bytes(pictures.full).map((value, at) => 128 + Math.max(-127, Math.min(127, value - off[at])));
    this.find(".adds canvas")
      .getContext("2d")
      .putImageData(
        weightPixels(
          Int8Array.from(adds, (value) => value - 128),
          28,
          STRONGER / 2,
        ),
        0,
        0,
      );
    this.find(".adds figcaption").textContent = `The picture with it, less the one without, ${STRONGER} times as strong.`;
    this.find(".before figcaption").textContent = `at ${answer.toFixed(2)}, what ${whose} makes of it`;
    this.find(".turned figcaption").textContent = steered ? `set to ${level.toFixed(2)}` : "not turned yet";
    if (stamp >= newestOf(LOOK).stamp) this.show(level); // else the hand has turned it further
    this.find(".let").disabled = !steered;
    this.node.dataset.level = level;
  }

  mark(answer) {
    const line = this.find(".now"),
      [low, high] = this.about.range;
    const share = Math.min(1, Math.max(0, (answer - low) / Math.max(1e-6, high - low)));
    line.setAttribute("d", `M${PLOT.left + share * (PLOT.width - PLOT.left - PLOT.right)} 0V${10 * PLOT.row}`);
  }
}

function figure(name, title, kind) {
  return `<figure class="${name}"><b>${title}</b><canvas width="28" height="28" role="img" aria-label="${title}" class="${kind}"></canvas><figcaption></figcaption></figure>`;
}

function topDigit(picture, label, i) {
  const node = element(`<figure><canvas width="28" height="28" role="img"></canvas><figcaption></figcaption></figure>`);
  node.querySelector("canvas").setAttribute("aria-label", `Test digit ${i + 1}, ${named(label)}, as reconstructed`);
  node.querySelector("figcaption").textContent = named(label);
  paintInk(node.querySelector("canvas"), bytes(picture));
  return node;
}
