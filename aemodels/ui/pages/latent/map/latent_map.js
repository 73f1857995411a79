// Maps of two-number codes, side by side on one scale, each with a point of its own. The dots stay; the points follow the hand.

import { POINT } from "../codes.js";
import { Plot } from "./plot.js";
import { mount } from "../../../shared/js/mounting.js";
import { forgetNews, tellNews } from "../../../shared/js/news.js";
import { element } from "../../../shared/js/pictures.js";
import { Sender } from "../../../shared/js/sender.js";
import { Spoken } from "../../../shared/js/spoken.js";

const LAYERS = [
  ["holes", "Holes", "Hatched where what is decoded looks like no test digit; the frame is the land where that was measured"],
  ["digits", "Digit sheet", "What is decoded all over the map"],
  ["lost", "Re-encoding error", "Dark where a decoded digit, encoded again, comes out elsewhere; darkest from a distance of 1"],
  ["prior", "Prior", "The hill that the variational network's clouds fill together: 1, 2 and 3 standard deviations"],
];

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(
    parentElement,
    () => new Atlas(data),
    (atlas) => {
      atlas.sender.speaks("point", setStateValue);
      atlas.show(data);
    },
  );
}

class Atlas {
  only = null; // the digit that is shown alone
  layers = { holes: true, prior: true, digits: false, lost: false };
  linked = false; // whether the points move together
  plots = [];
  shown = ""; // the map that is seen where there is room for one; its point was moved last
  switch;
  maps;
  heard = new Spoken();

  constructor(data) {
    this.node = element(`<div class="latent"><div class="switch" role="group" aria-label="Map"></div><div class="maps"></div>
      <div class="legend" role="group" aria-label="Digits"></div>
      <div class="below"><div class="layers" role="group" aria-label="Overlays"></div>
        <div class="tie">Each network has its own two numbers.</div></div></div>`);
    this.node.append(this.heard.node);
    [this.switch, this.maps] = [".switch", ".maps"].map((part) => this.node.querySelector(part));
    this.sender = new Sender(
      this.node,
      () => ({ z: this.plots.map(({ z }) => z) }),
      (number) => tellNews(POINT, number, this.news()),
    );
    this.node.querySelector(".legend").append(...data.colours.map((colour, digit) => this.legend(colour, digit)));
    const link = this.toggle(
      "Link the points",
      "Take the same two numbers on every map, though what they mean is another matter on each",
      () => {
        this.linked = !this.linked;
        if (this.linked) this.move(this.plots.find(({ name }) => name === this.shown));
        return this.linked;
      },
    );
    this.node.querySelector(".layers").append(...LAYERS.map((layer) => this.layer(...layer)));
    this.node.querySelector(".tie").append(link);
    this.observer = new ResizeObserver(() => this.paintDots());
    this.observer.observe(this.node);
  }

  dispose() {
    forgetNews(POINT);
    cancelAnimationFrame(this.painting);
    this.heard.end();
  }

  // A button that is pressed or not; flip() says which.
  toggle(title, explanation, flip, pressed = false) {
    const button = element(`<button type="button" aria-pressed="${pressed}"></button>`);
    button.textContent = title;
    button.title = explanation;
    button.onclick = () => button.setAttribute("aria-pressed", String(flip()));
    return button;
  }

  layer(name, title, explanation) {
    const button = this.toggle(
      title,
      explanation,
      () => {
        this.layers[name] = !this.layers[name];
        this.paint();
        return this.layers[name];
      },
      this.layers[name],
    );
    button.dataset.layer = name;
    return button;
  }

  legend(colour, digit) {
    const button = element(`<button type="button" aria-pressed="false"><i style="background: ${colour}"></i>${digit}</button>`);
    button.title = `Show only the ${digit}s, or all again`;
    button.onclick = () => {
      this.only = this.only === digit ? null : digit;
      this.node
        .querySelectorAll(".legend button")
        .forEach((other, i) => other.setAttribute("aria-pressed", String(i === this.only)));
      this.paint();
    };
    return button;
  }

  show(data) {
    const names = data.maps.map((map) => map.name).join();
    if (names !== this.names) this.lay(data);
    this.names = names;
    this.data = data;
    const others = data.maps.map((map, i) =>
      this.plots[i].read(map, map.labels ?? data.labels, () => this.layers.digits && this.paint()),
    );
    this.node.querySelector("[data-layer=holes]").hidden = this.plots.every(({ land }) => !land);
    if (others.some(Boolean)) {
      this.paintDots();
      this.sender.announce();
    }
    this.paintMarks();
    this.paintPoints();
  }

  // Maps for the networks that there are now. A point stays where it is: later the hand knows better than the data, a
  // session that began anew included.
  lay({ maps, reach, z }) {
    const before = new Map(this.plots.map((plot) => [plot.name, plot.z]));
    this.plots = maps.map((map, i) => new Plot(map, reach, before.get(map.name) ?? z[i] ?? z.at(-1), (plot) => this.move(plot)));
    this.maps.replaceChildren(...this.plots.map(({ node }) => node));
    this.switch.replaceChildren(...this.plots.map((plot) => this.choice(plot)));
    this.switch.hidden = this.plots.length < 2;
    this.see(this.plots.some(({ name }) => name === this.shown) ? this.shown : this.plots[0].name);
  }

  // The button by which a map is seen where there is room for one.
  choice({ name, title }) {
    const button = element(`<button type="button"></button>`);
    button.textContent = title;
    button.onclick = () => {
      this.see(name);
      this.paintDots(); // what was not seen has had no size
      this.sender.announce();
    };
    return button;
  }

  see(shown) {
    this.shown = shown;
    this.plots.forEach(({ name, node }, i) => {
      node.classList.toggle("seen", name === shown);
      this.switch.children[i].setAttribute("aria-pressed", String(name === shown));
    });
  }

  // The maps, each with its point and the test digit nearest to it, and which of them is seen where there is room for one.
  news() {
    return { shown: this.shown, maps: this.plots.map((plot) => plot.news()) };
  }

  move(plot) {
    if (this.linked) for (const other of this.plots) other.place(plot.z);
    if (this.shown !== plot.name) this.see(plot.name);
    this.paintPoints();
    this.sender.send();
    this.heard.say(() => plot.spoken());
  }

  paint() {
    this.paintDots();
    this.paintMarks();
    this.paintPoints();
  }

  paintDots() {
    if (this.data) for (const plot of this.plots) plot.paintDots(this.layers, this.data.colours, this.only);
  }

  paintMarks() {
    for (const plot of this.plots) plot.paintMarks(this.layers, this.only);
  }

  // Once a frame is enough, however often the hand reports.
  paintPoints() {
    this.painting ??= requestAnimationFrame(() => {
      this.painting = null;
      for (const plot of this.plots) plot.paintPoint();
    });
  }
}
