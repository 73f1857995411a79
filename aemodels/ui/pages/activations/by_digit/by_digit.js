// A map for each model: a column for each unit, a row for each digit, specialists in order of the digit they answer.

import { mount } from "../../../shared/js/mounting.js";
import { hearNews } from "../../../shared/js/news.js";
import { element } from "../../../shared/js/pictures.js";
import { chosenIn, favouriteOf, LOOK, lookAt, selectivityFor, thousandths } from "../units.js";

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Maps(),
    (board) => board.take(data),
  );
}

class Maps {
  own = true; // each unit against its own best digit; otherwise all on one scale

  constructor() {
    this.node = element(`<div class="by-digit"><div class="controls" role="group" aria-label="Brightness">
      <button type="button" data-own="yes">Each unit against its own best</button><button type="button" data-own="">All on one scale</button></div><div class="maps"></div></div>`);
    this.buttons = [...this.node.querySelectorAll("button")];
    this.buttons.forEach(
      (button) =>
        (button.onclick = () => {
          this.own = Boolean(button.dataset.own);
          this.paint();
        }),
    );
  }

  dispose() {
    this.deafen?.();
  }

  take(data) {
    const name = JSON.stringify([data.layer, data.maps.map((map) => map.name)]);
    if (name === this.name) return;
    this.name = name;
    this.maps = data.maps.map((map) => this.map(map, data));
    this.largest = Math.max(...this.maps.flatMap((map) => map.strengths.flat()));
    this.node.querySelector(".maps").replaceChildren(...this.maps.map((map) => map.node));
    this.paint();
    this.deafen?.();
    this.deafen = hearNews([LOOK], ({ body }) => this.maps.forEach((map) => map.mark(body)));
  }

  map({ name, title, hue, units, strengths, selectivity }, { layer, colours }) {
    const flat = thousandths(strengths),
      all = Array.from({ length: units }, (_, unit) => [...flat.slice(10 * unit, 10 * unit + 10)]);
    const favourite = all.map(favouriteOf),
      selective = all.map((values, unit) => selectivityFor(values, favourite[unit]));
    const order = all.map((_, unit) => unit).sort((a, b) => favourite[a] - favourite[b] || selective[b] - selective[a]);
    const node =
      element(`<section style="--hue: ${Number(hue)}"><div class="head"><span class="title"></span><span class="main">${selectivity.toFixed(2)}</span>
      <span class="what">selectivity, 0 to 1</span></div><div class="field"><div class="rows">${colours.map((colour, digit) => `<span>${digit}<i style="background: ${colour}"></i></span>`).join("")}</div>
      <canvas tabindex="0" role="application"></canvas></div><div class="said" aria-live="polite"></div></section>`);
    node.querySelector(".title").textContent = title;
    node.dataset.map = name;
    node.dataset.selectivity = selectivity;
    const canvas = node.querySelector("canvas"),
      said = node.querySelector(".said");
    canvas.setAttribute("aria-label", `Units of ${title} by digit, ${layer}`);
    canvas.width = units;
    canvas.height = 10;
    let chosen = null;
    const say = (unit) =>
      (said.textContent =
        unit === undefined
          ? ""
          : `Unit ${unit}: answers the ${favourite[unit]}s most, selectivity ${selective[unit].toFixed(2)}`);
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return order[Math.floor(((event.clientX - box.left) / box.width) * units)];
    };
    const choose = (unit) => {
      if (unit === undefined) return;
      lookAt(layer, name, unit);
    };
    canvas.onpointermove = (event) => say(at(event));
    canvas.onpointerleave = () => say(chosen ?? undefined);
    canvas.onclick = (event) => choose(at(event));
    canvas.onkeydown = (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      choose(order[Math.min(units - 1, Math.max(0, chosen === null ? 0 : order.indexOf(chosen) + step))]);
    };
    const mark = (look) => {
      chosen = chosenIn(look, layer, name);
      say(chosen ?? undefined);
    };
    return { node, canvas, order, strengths: all, mark };
  }

  paint() {
    this.buttons.forEach((button) => button.setAttribute("aria-pressed", String(Boolean(button.dataset.own) === this.own)));
    for (const { canvas, order, strengths } of this.maps) {
      const pixels = new ImageData(order.length, 10);
      order.forEach((unit, x) => {
        const full = this.own ? Math.max(...strengths[unit], 1e-6) : this.largest;
        strengths[unit].forEach((value, digit) => pixels.data.set(glow(value / full), 4 * (digit * order.length + x)));
      });
      canvas.getContext("2d").putImageData(pixels, 0, 0);
    }
  }
}

// Dark, through orange, to white: evenly lighter all the way.
function glow(share) {
  const stops = [
    [11, 13, 16],
    [94, 33, 54],
    [196, 78, 36],
    [250, 178, 72],
    [255, 252, 240],
  ];
  const place = Math.min(0.9999, Math.max(0, share)) * 4,
    low = stops[Math.floor(place)],
    high = stops[Math.floor(place) + 1],
    part = place % 1;
  return [...low.map((value, i) => value + (high[i] - value) * part), 255];
}
