// A layer-wise training as a film: a slider through its stages, ten digits as redrawn by then, features as pictures.

import { mount } from "../../../shared/js/mounting.js";
import { element, paintTile, sheetOf } from "../../../shared/js/pictures.js";

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Film(),
    (film) => film.load(data),
  );
}

class Film {
  data;
  walls;
  sheets;

  constructor() {
    this.node = element(`<div class="stages"><div class="control"><button type="button" class="play">Play</button>
      <div class="track"><input type="range" min="0" step="1" value="0" aria-label="Stage"><div class="ticks" aria-hidden="true"></div></div></div>
      <div class="scene"><div class="said"><h2></h2><p class="words"></p><svg class="net" viewBox="0 0 440 132" role="img" aria-label="Levels trained so far"></svg>
      <div class="figures"><span><b class="error"></b> squared error on the test digits</span><span><b class="probe"></b> of digits read off the code by a linear probe</span></div>
      <div class="digits" role="group" aria-label="Ten digits as redrawn by now"></div></div>
      <figure class="wall"><canvas role="img"></canvas><figcaption></figcaption></figure></div></div>`);
    this.find = (selector) => this.node.querySelector(selector);
    this.input = this.find("input");
    this.input.oninput = () => {
      this.stop();
      this.show();
    };
    this.find(".play").onclick = () => (this.timer ? this.stop() : this.play());
    this.find(".digits").append(
      ...Array.from({ length: 10 }, (_, digit) =>
        element(`<canvas width="28" height="28" role="img" aria-label="Digit ${digit}"></canvas>`),
      ),
    );
  }

  dispose() {
    clearInterval(this.timer);
  }

  async load(data) {
    this.input.max = data.stages.length - 1;
    this.node.style.setProperty("--hue", Number(data.hue));
    this.find(".ticks").replaceChildren(
      ...data.stages.map(({ title }) => Object.assign(document.createElement("span"), { textContent: title })),
    );
    const [sheets, walls] = await Promise.all(
      [data.stages.map(({ sheet }) => sheetOf(sheet)), data.stages.map(({ wall }) => sheetOf(wall.sheet))].map((all) =>
        Promise.all(all),
      ),
    );
    Object.assign(this, { data, sheets, walls });
    this.show();
  }

  play() {
    if (!this.data) return; // still being decoded
    if (Number(this.input.value) === this.data.stages.length - 1) this.input.value = 0;
    this.find(".play").textContent = "Pause";
    this.show();
    this.timer = setInterval(() => {
      this.input.value = Number(this.input.value) + 1;
      this.show();
      if (Number(this.input.value) === this.data.stages.length - 1) this.stop();
    }, 1500);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.find(".play").textContent = "Play";
  }

  show() {
    if (!this.data) return;
    const at = Number(this.input.value),
      stage = this.data.stages[at],
      wall = this.walls[at],
      canvas = this.find(".wall canvas");
    this.input.setAttribute("aria-valuetext", stage.title);
    [...this.find(".ticks").children].forEach((tick, i) => tick.classList.toggle("here", i === at));
    this.find("h2").textContent = stage.title;
    for (const part of ["words", "error", "probe"]) this.find(`.${part}`).textContent = stage[part];
    [...this.find(".digits").children].forEach((digit, i) => paintTile(digit, this.sheets[at], i, 0));
    [canvas.width, canvas.height] = [wall.naturalWidth, wall.naturalHeight];
    canvas.getContext("2d").drawImage(wall, 0, 0);
    this.find(".wall figcaption").textContent = stage.wall.title;
    canvas.setAttribute("aria-label", `Features: ${stage.wall.title}`);
    this.draw(stage);
    this.node.dataset.stage = at;
  }

  // The layers as bars, up to the code and, once unrolled, down again; filled where they have been trained.
  draw({ trained, title }) {
    const sizes = this.data.sizes,
      unrolled = title === "Unrolled" || title === "Fine-tuned";
    const bars = [
      ...sizes.map((size, level) => [size, level <= trained]),
      ...sizes
        .slice(0, -1)
        .reverse()
        .map((size) => [size, unrolled]),
    ];
    const step = 440 / bars.length,
      height = (size) => 12 + 84 * Math.sqrt(size / 1000);
    this.find(".net").innerHTML = bars
      .map(
        ([size, done], i) =>
          `<rect class="${done ? "done" : ""}" x="${i * step + step / 2 - 9}" y="${56 - height(size) / 2}" width="18" height="${height(size)}" rx="3"/><text x="${i * step + step / 2}" y="126">${size}</text>`,
      )
      .join("");
  }
}
