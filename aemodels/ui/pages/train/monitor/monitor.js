// A network while it learns. Python sends what it is now, or, while it rests, all that was kept; this paints it.

import { mount } from "../../../shared/js/mounting.js";
import { bytes, element, paintInk } from "../../../shared/js/pictures.js";
import { Bars, Crowd, draw, Lines } from "../plots.js";

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Monitor(),
    (monitor) => monitor.show(data),
  );
}

const PARTS = `<div class="monitor">
  <div class="state"><span class="words"></span></div>
  <div class="time"><div class="bar" role="progressbar" aria-label="Training" aria-valuemin="0" aria-valuemax="100"><b></b></div>
    <input type="range" min="0" step="1" aria-label="Time machine"><output></output></div>
  <div class="stage"><div class="flow"><div class="row in"></div><svg class="net" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 100"></svg>
    <div class="sizes"></div><div class="row out"></div></div>
    <dl><div><dt>Squared error</dt><dd class="error"></dd><dd class="beside">on test digits</dd></div>
      <div><dt>Mean activation</dt><dd class="activity"></dd><dd class="beside">of the first layer</dd></div>
      <div><dt>Parameters</dt><dd class="parameters"></dd></div></dl></div>
  <div class="charts"><figure class="loss"><figcaption>Loss, for each digit</figcaption><svg></svg></figure>
    <figure class="addends"><figcaption>What the loss is made of</figcaption><svg></svg></figure>
    <figure class="map"><figcaption>Codes of 500 test digits</figcaption><canvas role="img" aria-label="Code map"></canvas><div class="legend"></div></figure>
    <figure class="answers"><figcaption>The first layer's answers</figcaption><svg></svg></figure></div></div>`;

class Monitor {
  constructor() {
    this.node = element(PARTS);
    const find = (selector) => this.node.querySelector(selector);
    this.find = find;
    this.slider = find("input");
    this.slider.oninput = () => this.wind(Number(this.slider.value));
    this.inputs = this.digits(find(".in"), "Digit");
    this.outputs = this.digits(find(".out"), "Reconstruction");
    this.loss = new Lines(find(".loss svg"), "Loss");
    this.addends = new Lines(find(".addends svg"), "Addends of the loss");
    this.answers = new Bars(find(".answers svg"), "Histogram of the first layer's answers");
    this.crowd = new Crowd(find("canvas[aria-label='Code map']"));
    this.width = 0;
    this.observer = new ResizeObserver(() => {
      if (this.data && this.node.clientWidth !== this.width) this.paint();
    });
    this.observer.observe(this.node);
  }

  dispose() {
    this.crowd.stop();
  }

  digits(row, what) {
    const canvases = Array.from({ length: 10 }, (_, digit) =>
      element(`<canvas width="28" height="28" role="img" aria-label="${what} ${digit}"></canvas>`),
    );
    row.append(...canvases);
    return canvases;
  }

  show(data) {
    const first = !this.data || this.data.originals !== data.originals;
    this.data = data;
    this.at = data.frames.length - 1;
    if (first) paintAll(this.inputs, data.originals);
    this.node.dataset.state = data.state;
    const words = this.find(".words");
    words.setAttribute("aria-live", data.state === this.state ? "off" : "polite"); // said aloud where something happens
    this.state = data.state;
    words.textContent = data.words;
    this.find(".bar b").style.width = `${100 * data.share}%`;
    this.find(".bar").setAttribute("aria-valuenow", Math.round(100 * data.share));
    const resting = data.frames.length > 1;
    this.node.classList.toggle("resting", resting);
    this.slider.max = data.frames.length - 1;
    this.slider.value = this.at;
    this.find(".parameters").textContent = data.parameters;
    this.shape();
    this.paint();
  }

  // The time machine.
  wind(at) {
    this.at = Math.min(Math.max(0, at), this.data.frames.length - 1);
    this.paint();
  }

  paint() {
    const { frames, curves, labels, colours } = this.data,
      frame = frames[this.at],
      resting = frames.length > 1;
    this.width = this.node.clientWidth;
    paintAll(this.outputs, frame.pictures);
    this.node.dataset.epoch = frame.epoch;
    this.node.dataset.error = frame.error;
    this.find(".error").textContent = frame.error >= 100 ? frame.error.toFixed(0) : frame.error.toFixed(1);
    this.find(".activity").textContent = frame.activity;
    this.find("output").textContent = resting ? `epoch ${frame.epoch}` : "";
    this.slider.setAttribute("aria-valuetext", `epoch ${frame.epoch}`);
    this.find(".map").hidden = !frame.codes;
    this.find(".loss").hidden = !curves;
    this.find(".addends").hidden = !curves || curves.addends.length < 2;
    if (curves) {
      const end = Math.max(this.data.end ?? 0, curves.x.at(-1), 0.01),
        at = resting ? frame.epoch : null;
      this.node.dataset.points = curves.x.length;
      this.loss.show(curves.x, curves.loss, end, at);
      if (curves.addends.length > 1) this.addends.show(curves.x, curves.addends, end, at);
    }
    this.answers.show(frame.bars, frame.edges);
    if (frame.codes) this.map(frame.codes, labels, colours);
  }

  map(codes, labels, colours) {
    const places = [...new Int16Array(bytes(codes).buffer)].map((v) => v / 1e3);
    this.crowd.show(places, bytes(labels), colours);
    const legend = this.find(".legend");
    if (!legend.children.length)
      legend.append(...colours.map((colour, digit) => element(`<span><i style="background: ${colour}"></i>${digit}</span>`)));
  }

  // Each layer's width goes with the square root of its units: the waist is the code.
  shape() {
    const { sizes, code } = this.data,
      built = sizes.join();
    if (built === this.built) return;
    this.built = built;
    const svg = this.find(".net"),
      most = Math.max(...sizes),
      wide = sizes.map((units) => 50 * Math.sqrt(units / most));
    const y = (i) => (100 * i) / (sizes.length - 1);
    svg.replaceChildren();
    sizes.slice(1).forEach((_, i) =>
      draw(svg, "path", {
        class: "half",
        d: `M${50 - wide[i]} ${y(i)}L${50 + wide[i]} ${y(i)}L${50 + wide[i + 1]} ${y(i + 1)}L${50 - wide[i + 1]} ${y(i + 1)}Z`,
      }),
    );
    sizes.forEach((_, i) =>
      draw(svg, "path", { class: i === code ? "layer waist" : "layer", d: `M${50 - wide[i]} ${y(i)}H${50 + wide[i]}` }),
    );
    this.find(".sizes").replaceChildren(
      ...sizes.map((units, i) => {
        const label = element(`<span class="${i === code ? "waist" : ""}"></span>`);
        label.style.top = `${y(i)}%`;
        label.textContent = i === code ? `${units} ${units === 1 ? "number" : "numbers"}` : units;
        return label;
      }),
    );
  }
}

function paintAll(canvases, text) {
  const values = bytes(text);
  canvases.forEach((canvas, i) => paintInk(canvas, values.subarray(784 * i, 784 * (i + 1))));
}
