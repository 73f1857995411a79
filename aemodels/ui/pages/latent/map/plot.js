// One map: the codes of its network's test digits, what lies over them, and a point of its own that follows the hand.

import { halves, Known } from "../codes.js";
import { bytes, element, sheetOf } from "../../../shared/js/pictures.js";
import { apart, holesIn, medians } from "./places.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const HATCH = 5; // px between two lines over a hole

export class Plot {
  name;
  title;
  reach;
  z;
  moved;
  canvas;
  svg;
  home;
  sample;
  toHole;
  map;
  labels;
  known;
  land;
  cross;
  ring;
  label;
  hole = -1; // number of the hole that was shown last
  middles = []; // of each digit's codes

  // moved() is called when the hand has moved the point.
  constructor({ name, title, hue }, reach, z, moved) {
    Object.assign(this, { name, title, reach, z, moved });
    this.node = element(`<div class="map" style="--hue: ${Number(hue)}"><div class="title"></div><div class="note"></div>
      <div class="field" tabindex="0" role="application"><canvas></canvas>
      <svg preserveAspectRatio="none" aria-hidden="true"></svg></div>
      <div class="jumps"><button type="button" class="to-hole" title="Go to the middle of the largest stretch of land that decodes to no digit; again for the next">Show me a hole</button>
      <button type="button" class="home" title="Go to where your drawing lies on this map">To my drawing</button>
      <button type="button" class="cloud-sample" title="Go to a code drawn from the cloud of your drawing">Sample its posterior</button></div></div>`);
    const find = (selector) => this.node.querySelector(selector);
    [this.canvas, this.svg, this.home, this.sample, this.toHole] = ["canvas", "svg", ".home", ".cloud-sample", ".to-hole"].map(
      find,
    );
    find(".title").textContent = title;
    for (const button of [this.toHole, this.home, this.sample])
      button.setAttribute("aria-label", `${button.textContent}: ${title}`);
    this.listen(find(".field"));
  }

  listen(field) {
    field.dataset.map = this.name;
    field.setAttribute("aria-label", `Latent map: ${this.title}`);
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
      this.move(this.z.map((value, i) => value + size * step[i]));
    };
    this.home.onclick = () => this.move(this.map.own);
    this.sample.onclick = () => this.move(this.map.own.map((middle, i) => middle + this.map.spread[i] * gaussian()));
    this.toHole.onclick = () => {
      this.hole = (this.hole + 1) % this.holes.length;
      this.move(this.holes[this.hole]);
    };
  }

  point(field, event) {
    const box = field.getBoundingClientRect(),
      reach = this.reach;
    this.move([
      ((event.clientX - box.left) / box.width) * 2 * reach - reach,
      reach - ((event.clientY - box.top) / box.height) * 2 * reach,
    ]);
  }

  move(z) {
    this.place(z);
    this.moved(this);
  }

  place(z) {
    this.z = z.map((value) => Math.round(1e3 * Math.min(this.reach, Math.max(-this.reach, value))) / 1e3);
  }

  // Codes, labels and sheets come packed; they are unpacked once for each set of them. Whether they are others.
  read(map, labels, sheetCame) {
    const known = this.map && map.codes === this.map.codes && map.network === this.map.network && labels === this.labels;
    this.node.querySelector(".note").textContent = map.note;
    [this.map, this.labels] = [map, labels];
    if (known) return false;
    this.known = new Known(halves(map.codes), 2, bytes(labels));
    this.middles = medians(this.known.codes, this.known.labels);
    this.fog = fog(bytes(map.lost));
    this.readHoles(map.holes);
    sheetOf(map.digits, "webp").then((sheet) => {
      this.sheet = sheet;
      sheetCame();
    });
    return true;
  }

  readHoles(holes) {
    this.land = holes && { ...holes, packed: bytes(holes.fields) };
    this.holes = this.land ? holesIn(this.land.packed, holes.side).map(({ middle }) => this.code(middle)) : [];
    this.hole = -1;
    this.toHole.hidden = !this.holes.length;
  }

  // The code in the middle of a field of the land, [column, row] from its upper left.
  code([column, row]) {
    const { low, high, side } = this.land;
    return [low[0] + ((column + 0.5) / side) * (high[0] - low[0]), high[1] - ((row + 0.5) / side) * (high[1] - low[1])];
  }

  // Where the point stands, and the test digit nearest to it.
  news() {
    const {
        name,
        z,
        known,
        map: { network, files },
      } = this,
      place = known.place(z),
      code = known.code(place);
    return {
      name,
      network,
      files,
      z,
      near: { code, label: known.labels[place], distance: Math.hypot(code[0] - z[0], code[1] - z[1]) },
    };
  }

  spoken() {
    return `${this.title}: at ${this.z.map((value) => value.toFixed(1)).join(", ")}, nearest digit ${this.known.labels[this.known.place(this.z)]}`;
  }

  // `only`: the digit that is shown alone, or null.
  paintDots(layers, colours, only) {
    const {
      reach,
      sheet,
      known: { codes, labels },
    } = this;
    const side = Math.round(this.canvas.clientWidth * Math.min(2, devicePixelRatio)),
      context = this.canvas.getContext("2d");
    if (!side) return;
    this.canvas.width = this.canvas.height = side;
    const dark = layers.digits && Boolean(sheet);
    this.node.classList.toggle("dark", dark);
    if (dark) context.drawImage(sheet, 0, 0, side, side);
    const dot = Math.max(1.5, side / 260);
    for (let digit = 0; digit < 10; digit++) {
      context.fillStyle = colours[digit];
      context.globalAlpha = only === digit ? 0.9 : dark ? 0 : only === null ? 0.75 : 0.05;
      if (context.globalAlpha)
        for (let k = 0; k < labels.length; k++) {
          if (labels[k] !== digit) continue;
          context.fillRect(
            ((codes[2 * k] + reach) / (2 * reach)) * side - dot / 2,
            ((reach - codes[2 * k + 1]) / (2 * reach)) * side - dot / 2,
            dot,
            dot,
          );
        }
    }
    context.globalAlpha = 1;
    if (layers.lost) context.drawImage(this.fog, 0, 0, side, side);
    if (layers.holes && this.land) this.hatch(context, side);
  }

  // Lines over the holes: the pattern stays the same whatever the map's size.
  hatch(context, side) {
    const { low, high, side: count, packed } = this.land,
      scale = side / (2 * this.reach),
      step = (HATCH * side) / this.canvas.clientWidth;
    const [left, top, width, height] = [
      (low[0] + this.reach) * scale,
      (this.reach - high[1]) * scale,
      ((high[0] - low[0]) * scale) / count,
      ((high[1] - low[1]) * scale) / count,
    ];
    context.save();
    context.beginPath();
    for (let k = 0; k < count * count; k++)
      if ((packed[k >> 3] >> (k & 7)) & 1) {
        context.rect(left + (k % count) * width, top + Math.floor(k / count) * height, width, height);
      }
    context.clip();
    context.beginPath();
    for (let at = -side; at < side; at += step) {
      context.moveTo(at, side);
      context.lineTo(at + side, 0);
    }
    context.strokeStyle = "rgb(128, 128, 136)";
    context.lineWidth = side / this.canvas.clientWidth;
    context.stroke();
    context.restore();
  }

  // What stays while the point moves: the land, the prior's rings, the digits' names, the drawing's star and its posterior.
  paintMarks(layers, only) {
    const {
        reach,
        map: { prior, own, spread },
        land,
        middles,
        svg,
      } = this,
      named = apart(middles, 0.1 * reach, own);
    this.home.hidden = !own;
    this.sample.hidden = !own || !spread;
    const frame =
      land && layers.holes
        ? [
            `<rect class="land" x="${land.low[0]}" y="${-land.high[1]}" width="${land.high[0] - land.low[0]}" height="${land.high[1] - land.low[1]}"/>`,
          ]
        : [];
    const rings = prior && layers.prior ? [1, 2, 3].map((r) => `<circle class="prior" r="${r}"/>`) : [];
    const cloud =
      own && spread
        ? [1, 2].map((k) => `<ellipse class="cloud" cx="${own[0]}" cy="${-own[1]}" rx="${k * spread[0]}" ry="${k * spread[1]}"/>`)
        : [];
    const names =
      layers.digits && this.sheet
        ? []
        : named
            .map(
              (at, digit) =>
                at &&
                `<text class="class" x="${at[0]}" y="${-at[1]}" font-size="${0.09 * reach}" stroke-width="${0.022 * reach}" ${only === null || only === digit ? "" : `opacity="0.2"`}>${digit}</text>`,
            )
            .filter(Boolean);
    const star = own
      ? [
          `<path class="star" transform="translate(${own[0]} ${-own[1]}) scale(${0.045 * reach})" d="M0-1L.25-.3 .95-.3 .4.12 .6.8 0 .4-.6.8-.4.12-.95-.3-.25-.3Z"/>`,
        ]
      : [];
    svg.setAttribute("viewBox", `${-reach} ${-reach} ${2 * reach} ${2 * reach}`);
    svg.innerHTML = [
      ...frame,
      ...rings,
      ...cloud,
      ...names,
      ...star,
      `<circle class="near" r="${0.02 * reach}"/><text class="near" font-size="${0.07 * reach}"></text><path class="cross"/>`,
    ].join("");
    [this.cross, this.ring, this.label] = [".cross", "circle.near", "text.near"].map((part) => svg.querySelector(part));
  }

  paintPoint() {
    const [x, y] = this.z,
      arm = 0.035 * this.reach,
      k = this.known.place(this.z),
      at = this.known.code(k);
    this.cross.setAttribute(
      "d",
      `M${x - 3 * arm} ${-y}H${x - arm}M${x + arm} ${-y}H${x + 3 * arm}M${x} ${-y - 3 * arm}V${-y - arm}M${x} ${-y + arm}V${-y + 3 * arm}`,
    );
    this.ring.setAttribute("cx", at[0]);
    this.ring.setAttribute("cy", -at[1]);
    this.label.setAttribute("x", at[0] + 0.04 * this.reach);
    this.label.setAttribute("y", -at[1] - 0.03 * this.reach);
    this.label.textContent = this.known.labels[k];
  }
}

// A square picture whose grey veil is as dense as `values` are high.
function fog(values) {
  const side = Math.sqrt(values.length),
    canvas = document.createElement("canvas"),
    pixels = new ImageData(side, side);
  values.forEach((value, i) => pixels.data.set([128, 128, 136, 0.85 * value], 4 * i));
  canvas.width = canvas.height = side;
  canvas.getContext("2d").putImageData(pixels, 0, 0);
  return canvas;
}

// A standard normal number (Box and Muller 1958).
function gaussian() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
