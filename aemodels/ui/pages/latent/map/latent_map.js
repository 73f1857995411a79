// Maps of two-number codes, side by side on one scale with one point for all. The dots stay; the point follows the hand.

import { halves, Known, POINT } from "../codes.js";
import { mount } from "../../../shared/js/mounting.js";
import { forgetNews, tellNews } from "../../../shared/js/news.js";
import { bytes, element, sheetOf } from "../../../shared/js/pictures.js";
import { Sender } from "../../../shared/js/sender.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const LAYERS = [
  ["digits", "Digit sheet", "What is decoded all over the map"],
  ["lost", "Re-encoding error", "Dark where a decoded digit, encoded again, comes out elsewhere; darkest from a distance of 1"],
  ["prior", "Prior", "The hill that the variational network's clouds fill together: 1, 2 and 3 standard deviations"],
];

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(parentElement, () => new Atlas(data), (atlas) => {
    atlas.sender.speaks("point", setStateValue);
    atlas.show(data);
  });
}

class Atlas {
  only = null; // the digit that is shown alone
  layers = { prior: true, digits: false, lost: false };

  constructor(data) {
    this.node = element(`<div class="latent"><div class="maps"></div><div class="legend" role="group" aria-label="Digits"></div>
      <div class="layers" role="group" aria-label="Overlays"></div></div>`);
    this.sender = new Sender(this.node, () => ({ z: this.z }), (number) => tellNews(POINT, number, this.news()));
    this.node.querySelector(".legend").append(...data.colours.map((colour, digit) => this.legend(colour, digit)));
    this.node.querySelector(".layers").append(...LAYERS.map((layer) => this.layer(...layer)));
    this.observer = new ResizeObserver(() => this.paintDots());
    this.observer.observe(this.node);
  }

  dispose() {
    forgetNews(POINT);
    cancelAnimationFrame(this.painting);
  }

  field({ name, title, hue, prior, note }) {
    const node = element(`<div class="map" style="--hue: ${Number(hue)}"><div class="title"></div><div class="note"></div>
      <div class="field" tabindex="0" role="application" aria-label="Latent map"><canvas></canvas>
      <svg preserveAspectRatio="none" aria-hidden="true"></svg></div>
      <div class="jumps"><button type="button" class="home" title="Go to where your drawing lies on this map">To my drawing</button>
      <button type="button" class="cloud-sample" title="Go to a code drawn from the cloud of your drawing">Sample its posterior</button></div></div>`);
    node.querySelector(".title").textContent = title;
    node.querySelector(".note").textContent = note;
    const field = node.querySelector(".field");
    field.dataset.map = name;
    field.onpointerdown = (event) => {
      field.setPointerCapture(event.pointerId);
      this.point(field, event);
    };
    field.onpointermove = (event) => (event.buttons || event.pointerType === "mouse") && this.point(field, event);
    field.onkeydown = (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      const size = event.shiftKey ? 0.5 : 0.1;
      this.move([this.z[0] + size * step[0], this.z[1] + size * step[1]]);
    };
    const [home, sample] = [node.querySelector(".home"), node.querySelector(".cloud-sample")];
    const own = () => this.data.maps.find((map) => map.name === name);
    home.onclick = () => this.move(own().own);
    sample.onclick = () => this.move(own().own.map((middle, i) => middle + own().spread[i] * gaussian()));
    return { node, field, prior, home, sample };
  }

  layer(name, title, explanation) {
    const button = element(`<button type="button" aria-pressed="${this.layers[name]}"></button>`);
    button.textContent = title;
    button.title = explanation;
    button.onclick = () => {
      this.layers[name] = !this.layers[name];
      button.setAttribute("aria-pressed", String(this.layers[name]));
      this.paintDots();
      this.paintMarks();
      this.paintPoint();
    };
    return button;
  }

  legend(colour, digit) {
    const button = element(`<button type="button" aria-pressed="false"><i style="background: ${colour}"></i>${digit}</button>`);
    button.title = `Show only the ${digit}s, or all again`;
    button.onclick = () => {
      this.only = this.only === digit ? null : digit;
      this.node.querySelectorAll(".legend button").forEach((other, i) => other.setAttribute("aria-pressed", String(i === this.only)));
      this.paintDots();
    };
    return button;
  }

  show(data) {
    const names = data.maps.map((map) => map.name).join();
    if (names !== this.names) {
      this.maps = data.maps.map((map) => this.field(map));
      this.node.querySelector(".maps").replaceChildren(...this.maps.map((map) => map.node));
      this.packed = null;
    }
    this.names = names;
    this.z ??= data.z; // later the hand knows better, a session that began anew included
    this.data = data;
    if (this.readMaps(data)) {
      this.paintDots();
      this.sender.announce();
    }
    this.paintMarks();
    this.paintPoint();
  }

  // The point, and on every map the test digit nearest to it.
  news() {
    const maps = this.data.maps.map(({ name, network, files }, i) => {
      const { known } = this.maps[i], place = known.place(this.z), code = known.code(place);
      return { name, network, files, near: { code, label: known.labels[place], distance: Math.hypot(code[0] - this.z[0], code[1] - this.z[1]) } };
    });
    return { z: this.z, maps };
  }

  point(field, event) {
    const box = field.getBoundingClientRect(), reach = this.data.reach;
    this.move([((event.clientX - box.left) / box.width) * 2 * reach - reach, reach - ((event.clientY - box.top) / box.height) * 2 * reach]);
  }

  move(z) {
    const reach = this.data.reach;
    this.z = z.map((value) => Math.round(1e3 * Math.min(reach, Math.max(-reach, value))) / 1e3);
    this.paintPoint();
    this.sender.send();
  }

  // Codes, labels and sheets come packed; they are unpacked once for each set of them. Whether they are others.
  readMaps({ maps, labels }) {
    if (labels === this.packed && maps.every((map, i) => map.codes === this.maps[i].packed && map.network === this.maps[i].network)) return false;
    this.packed = labels;
    maps.forEach((map, i) => {
      const shown = this.maps[i];
      shown.packed = map.codes;
      shown.network = map.network;
      shown.known = new Known(halves(map.codes), 2, bytes(map.labels ?? labels));
      shown.fog = fog(bytes(map.lost));
      sheetOf(map.digits, "webp").then((sheet) => {
        shown.sheet = sheet;
        if (this.layers.digits) this.paintDots();
      });
    });
    return true;
  }

  paintDots() {
    if (!this.data) return;
    const { reach, colours } = this.data;
    for (const { node, known: { codes, labels }, fog, sheet } of this.maps) {
      const canvas = node.querySelector("canvas"), side = Math.round(canvas.clientWidth * Math.min(2, devicePixelRatio)), context = canvas.getContext("2d");
      if (!side) return;
      canvas.width = canvas.height = side;
      const dark = this.layers.digits && Boolean(sheet);
      node.classList.toggle("dark", dark);
      if (dark) context.drawImage(sheet, 0, 0, side, side);
      const dot = Math.max(1.5, side / 260);
      for (let digit = 0; digit < 10; digit++) {
        context.fillStyle = colours[digit];
        context.globalAlpha = this.only === digit ? 0.9 : dark ? 0 : this.only === null ? 0.55 : 0.05;
        if (context.globalAlpha) for (let k = 0; k < labels.length; k++) {
          if (labels[k] !== digit) continue;
          context.fillRect(((codes[2 * k] + reach) / (2 * reach)) * side - dot / 2, ((reach - codes[2 * k + 1]) / (2 * reach)) * side - dot / 2, dot, dot);
        }
      }
      context.globalAlpha = 1;
      if (this.layers.lost) context.drawImage(fog, 0, 0, side, side);
    }
  }

  // What stays while the point moves: the prior's rings, the drawing's star and its posterior.
  paintMarks() {
    const { reach, maps } = this.data;
    maps.forEach(({ prior, own, spread }, i) => {
      const shown = this.maps[i];
      shown.home.hidden = !own;
      shown.sample.hidden = !own || !spread;
      const rings = prior && this.layers.prior ? [1, 2, 3].map((r) => `<circle class="prior" r="${r}"/>`) : [];
      const cloud = own && spread ? [1, 2].map((k) => `<ellipse class="cloud" cx="${own[0]}" cy="${-own[1]}" rx="${k * spread[0]}" ry="${k * spread[1]}"/>`) : [];
      const star = own ? [`<path class="star" transform="translate(${own[0]} ${-own[1]}) scale(${0.045 * reach})" d="M0-1L.25-.3 .95-.3 .4.12 .6.8 0 .4-.6.8-.4.12-.95-.3-.25-.3Z"/>`] : [];
      const svg = this.maps[i].node.querySelector("svg");
      svg.setAttribute("viewBox", `${-reach} ${-reach} ${2 * reach} ${2 * reach}`);
      svg.innerHTML = [...rings, ...cloud, ...star, `<circle class="near" r="${0.02 * reach}"/><text class="near" font-size="${0.07 * reach}"></text><path class="cross"/>`].join("");
      [shown.cross, shown.ring, shown.label] = [".cross", "circle.near", "text.near"].map((part) => svg.querySelector(part));
    });
  }

  // Once a frame is enough, however often the hand reports.
  paintPoint() {
    this.painting ??= requestAnimationFrame(() => {
      this.painting = null;
      const [x, y] = this.z, arm = 0.035 * this.data.reach;
      const cross = `M${x - 3 * arm} ${-y}H${x - arm}M${x + arm} ${-y}H${x + 3 * arm}M${x} ${-y - 3 * arm}V${-y - arm}M${x} ${-y + arm}V${-y + 3 * arm}`;
      for (const map of this.maps) {
        map.cross.setAttribute("d", cross);
        const k = map.known.place(this.z), at = map.known.code(k);
        map.ring.setAttribute("cx", at[0]);
        map.ring.setAttribute("cy", -at[1]);
        map.label.setAttribute("x", at[0] + 0.04 * this.data.reach);
        map.label.setAttribute("y", -at[1] - 0.03 * this.data.reach);
        map.label.textContent = map.known.labels[k];
      }
    });
  }
}

// A square picture whose grey veil is as dense as `values` are high.
function fog(values) {
  const side = Math.sqrt(values.length), canvas = document.createElement("canvas"), pixels = new ImageData(side, side);
  values.forEach((value, i) => pixels.data.set([128, 128, 136, 0.85 * value], 4 * i));
  canvas.width = canvas.height = side;
  canvas.getContext("2d").putImageData(pixels, 0, 0);
  return canvas;
}

// A standard normal number (Box and Muller 1958).
function gaussian() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
