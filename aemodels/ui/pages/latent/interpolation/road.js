// Roads between two digits: for each model a large picture that a slider stops anywhere or that plays there and back,
// the strip of eleven steps, which test digit is nearest, and how far away that is.

import { mount } from "../../../shared/js/mounting.js";
import { element, named, paintTile, sheetOf } from "../../../shared/js/pictures.js";
import { Sender } from "../../../shared/js/sender.js";

const SECONDS = 2.5; // one way
const HIGHEST = 2; // top of the small curves, in usual distances

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(
    parentElement,
    () => new Journey(data),
    (journey) => {
      journey.sender.speaks("stop", setStateValue);
      journey.show(data);
    },
  );
}

class Journey {
  input;
  output;
  button;

  constructor({ at, steps }) {
    this.node = element(`<div class="road"><div class="controls"><button type="button" class="play">Play</button>
      <input type="range" min="0" max="${Number(steps)}" step="1" aria-label="Position on the path"><output></output></div><div class="rows"></div></div>`);
    this.step = Math.round(at * steps);
    this.steps = steps;
    this.sender = new Sender(this.node, () => ({ at: this.step / this.steps }));
    [this.input, this.output, this.button] = ["input", "output", ".play"].map((part) => this.node.querySelector(part));
    this.input.oninput = () => {
      this.pause();
      this.stand(Number(this.input.value));
    };
    this.input.onchange = () => this.sender.send();
    this.button.onclick = () => (this.playing ? this.pause() : this.play());
  }

  dispose() {
    this.pause();
  }

  async show(data) {
    const plan = JSON.stringify(data.rows.map(({ name, title }) => [name, title]));
    if (data.rows.every((row, i) => row.sheet === this.data?.rows[i]?.sheet) && plan === this.plan) return;
    this.data = data;
    if (plan !== this.plan) {
      this.rows = data.rows.map((row) => new Row(row, data, (step) => this.go(step)));
      this.node.querySelector(".rows").replaceChildren(...this.rows.map((row) => row.node));
    }
    this.plan = plan;
    const sheets = await Promise.all(data.rows.map((row) => sheetOf(row.sheet)));
    if (this.data !== data) return;
    this.rows.forEach((row, i) => row.show(data.rows[i], sheets[i]));
    this.stand(this.step);
    this.node.dataset.ready = data.rows.map((row) => row.name).join();
  }

  go(step) {
    this.pause();
    this.stand(step);
    this.sender.send();
  }

  stand(step) {
    this.step = step;
    this.input.value = step;
    this.output.textContent = `${Math.round((100 * step) / this.steps)} % of the way`;
    this.rows.forEach((row) => row.sheet && row.stand(step));
  }

  play() {
    this.button.textContent = "Pause";
    const start = performance.now() - (1000 * SECONDS * this.step) / this.steps;
    const tick = (now) => {
      const way = ((now - start) / (1000 * SECONDS)) % 2;
      this.stand(Math.round(this.steps * (way > 1 ? 2 - way : way)));
      this.playing = requestAnimationFrame(tick);
    };
    this.playing = requestAnimationFrame(tick);
  }

  pause() {
    if (!this.playing) return;
    cancelAnimationFrame(this.playing);
    this.playing = null;
    this.button.textContent = "Play";
    this.sender.send();
  }
}

class Row {
  labels;
  main;
  note;
  line;
  now;

  constructor({ name, title, hue, distances }, { steps, every }, go) {
    this.every = every;
    this.steps = steps;
    this.node =
      element(`<div class="row"><canvas class="hero" width="28" height="28" role="img"></canvas><div class="title"></div>
      <div class="strip" role="group"></div><div class="labels"></div>${distances ? curve() : ""}
      <div class="figure"><div class="main"></div><div class="note"></div></div></div>`);
    if (hue !== null) this.node.style.setProperty("--hue", Number(hue));
    const find = (selector) => this.node.querySelector(selector);
    this.node.dataset.road = name;
    find(".title").textContent = title;
    this.hero = find(".hero");
    this.hero.setAttribute("aria-label", `${title}, interpolated`);
    this.tiles = Array.from({ length: steps / every + 1 }, (_, i) => {
      const tile = element(`<canvas width="28" height="28" role="img"></canvas>`);
      tile.setAttribute("aria-label", `${title}, ${Math.round((100 * i * every) / steps)} % of the way`);
      tile.onclick = () => go(i * every);
      return tile;
    });
    find(".strip").append(...this.tiles);
    [this.labels, this.main, this.note, this.line, this.now] = [".labels", ".main", ".note", ".line", ".now"].map(find);
  }

  show(row, sheet) {
    this.row = row;
    this.sheet = sheet;
    this.tiles.forEach((tile, i) => paintTile(tile, sheet, i * this.every, 0));
    if (!row.distances) return;
    this.line.setAttribute("d", `M${row.distances.map((value, i) => `${this.across(i)} ${up(value)}`).join("L")}`);
    this.labels.replaceChildren(...this.tiles.map((_, i) => element(`<span>${Number(row.labels[i * this.every])}</span>`)));
  }

  // The middle of the first picture to the middle of the last, in hundredths of the strip's width.
  across(step) {
    return (100 * (0.5 + ((this.tiles.length - 1) * step) / this.steps)) / this.tiles.length;
  }

  stand(step) {
    paintTile(this.hero, this.sheet, step, 0);
    this.hero.dataset.step = step;
    this.tiles.forEach((tile, i) => tile.classList.toggle("here", Math.round(step / this.every) === i));
    const { distances, labels } = this.row;
    this.main.textContent = distances ? `${distances[step].toFixed(1)} ×` : "";
    this.note.textContent = distances
      ? `the usual distance to a test digit; the nearest is ${named(labels[step])}`
      : "No code in between: two digits, one fading out, one fading in";
    this.now?.setAttribute("d", `M${this.across(step)} 0V56`);
  }
}

function up(value) {
  return (56 * (1 - Math.min(HIGHEST, value) / HIGHEST)).toFixed(1);
}

function curve() {
  return `<svg class="curve" viewBox="0 0 100 56" preserveAspectRatio="none" role="img" aria-label="Distance to the nearest test digit along the path">
    <path class="one" d="M0 ${up(1)}H100"/><path class="line"/><path class="now"/></svg>`;
}
