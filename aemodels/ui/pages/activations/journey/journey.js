// One number's way through a network, step by step: each unfolds in its turn, and all that are reached follow the drawing
// and the hand by asking the door.

import { Follower } from "../../../shared/js/door.js";
import { DRAWN } from "../../../shared/js/drawn.js";
import { mount } from "../../../shared/js/mounting.js";
import { forgetNews, tellNews } from "../../../shared/js/news.js";
import { element } from "../../../shared/js/pictures.js";
import { Sender } from "../../../shared/js/sender.js";
import { stagesOf } from "./stages.js";

const JOURNEY = "journey"; // {pixel, unit, number, seed} that is followed
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(
    parentElement,
    () => new Journey(data.begun),
    (journey) => {
      journey.sender.speaks("journey", setStateValue);
      journey.show(data);
    },
  );
}

class Journey {
  name;
  data;
  follower;
  told;
  pointed = null; // the pixel that the pointer passes over
  stages = [];

  constructor(begun) {
    this.now = { ...begun };
    this.node = element(`<div class="journey"><ol></ol><p class="line" role="status"></p></div>`);
    const message = ({ pixel, unit, number, step, reached, seed } = this.now) => ({ pixel, unit, number, step, reached, seed });
    this.sender = new Sender(this.node, message, (number) => tellNews(JOURNEY, number, this.followed()));
  }

  dispose() {
    this.follower?.end();
    forgetNews(JOURNEY);
  }

  // What is followed: what the hand chose, as far as this network has it, and else where it begins.
  followed() {
    const { unit, number, pixel, seed } = this.now,
      { units, numbers, usual } = this.data;
    return {
      pixel: this.pointed ?? pixel,
      unit: unit !== null && unit < units ? unit : usual.unit,
      number: number >= 1 && number <= numbers ? number : usual.number,
      seed,
    };
  }

  show(data) {
    const name = JSON.stringify([data.network, data.instead]);
    if (name === this.name) return;
    Object.assign(this, { name, data });
    this.build();
    this.follower ??= new Follower("live/follow", {
      topics: [DRAWN, JOURNEY],
      question: (drawing, followed) => ({ drawing, instead: this.data.instead, network: this.data.network, ...followed }),
      take: (answer, stamp, _, __, followed) => this.take(answer, stamp, followed),
      say: (sentence) => (this.node.lastChild.textContent = sentence),
    });
    this.sender.announce();
    this.follower.renew();
  }

  // ---- the steps, and which of them are unfolded

  build() {
    this.node.style.setProperty("--hue", Number(this.data.hue));
    this.stages = stagesOf(this.data).map((about, i, all) => this.stage(about, i, all.length));
    this.node.style.setProperty("--count", this.stages.length);
    this.node.firstChild.replaceChildren(...this.stages.map(({ node }) => node));
    this.unfold();
  }

  stage(about, i, count) {
    const id = `journey-${about.name}`;
    const node =
      element(`<li data-step="${about.name}"><div class="head"><h2><button type="button" class="title" aria-controls="${id}"><span class="count">${i + 1}</span> ${about.title}</button></h2>
      <div class="glance">${about.mini}<output class="main"></output></div></div>
      <div class="more" id="${id}"><div class="sight">${about.sight}</div><div class="words">${about.words}${i + 1 < count ? `<button type="button" class="next">Next: ${about.next}</button>` : ""}</div></div></li>`);
    const find = (selector) => node.querySelector(selector);
    find(".title").onclick = () => this.go(i + 1);
    if (i + 1 < count) find(".next").onclick = () => this.go(i + 2, true);
    find(".glance").onclick = () => this.go(i + 1);
    for (const canvas of node.querySelectorAll(".more canvas")) this.pickPixels(canvas);
    this.pickNumbers(node, find);
    return { about, node, find };
  }

  go(step, led = false) {
    this.change({ step, reached: Math.max(step, this.now.reached) });
    this.unfold();
    const { find } = this.stages[this.at() - 1];
    if (led) find(".title").focus({ preventScroll: true });
    find(".more").scrollIntoView({ block: "nearest" });
  }

  // The step that is unfolded, from 1 on; networks have different numbers of them.
  at() {
    return Math.min(Math.max(1, this.now.step), this.stages.length);
  }

  unfold() {
    const reached = Math.max(this.now.reached, this.at());
    this.stages.forEach(({ node, find }, i) => {
      const open = i + 1 === this.at();
      node.className = i < reached ? "reached" : "ahead";
      node.classList.toggle("open", open);
      find(".more").hidden = !open;
      find(".title").setAttribute("aria-expanded", String(open));
    });
  }

  // ---- what the hand chooses

  change(changes) {
    Object.assign(this.now, changes);
    this.sender.send();
  }

  point(pixel) {
    if (pixel === this.pointed) return;
    this.pointed = pixel;
    this.sender.announce();
  }

  pickPixels(canvas) {
    const at = (event) => {
      const box = canvas.getBoundingClientRect(),
        share = (value) => Math.min(27, Math.max(0, Math.floor(28 * value)));
      return 28 * share((event.clientY - box.top) / box.height) + share((event.clientX - box.left) / box.width);
    };
    canvas.onpointermove = (event) => this.point(at(event));
    canvas.onpointerleave = () => this.point(null);
    canvas.onclick = (event) => this.choose(at(event));
    canvas.onkeydown = (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      this.choose(moved(this.now.pixel, step));
    };
  }

  choose(pixel) {
    this.pointed = null;
    this.change({ pixel });
  }

  pickNumbers(node, find) {
    const field = node.querySelector("input");
    if (field) {
      const name = field.className,
        [least, most] = name === "unit" ? [0, this.data.units - 1] : [1, this.data.numbers];
      Object.assign(field, { min: least, max: most, value: this.followed()[name] });
      field.oninput = () => field.value !== "" && field.validity.valid && this.change({ [name]: Number(field.value) });
      field.onblur = () => (field.value = this.followed()[name]);
      find(".strongest").onclick = () => {
        const strongest = (name === "unit" ? this.told?.unit : this.told?.code)?.strongest;
        if (strongest === undefined) return;
        field.value = strongest;
        this.change({ [name]: strongest });
      };
    }
    const dice = node.querySelector(".throw");
    if (!dice) return;
    dice.onclick = () => this.change({ seed: this.now.seed === null ? 1 : (this.now.seed + 1) % (this.data.seeds + 1) });
    find("button.mean").onclick = () => this.change({ seed: null });
  }

  // ---- what the door says

  take(told, stamp, followed) {
    if (!told || Boolean(told.posterior) !== this.data.sampled) return; // of the network before
    this.told = told;
    for (const { about, find } of this.stages) find(".main").textContent = about.fill(find, told, this.data, followed);
    for (const mark of this.node.querySelectorAll("i"))
      Object.assign(mark.style, {
        left: `${((followed.pixel % 28) / 28) * 100}%`,
        top: `${(Math.floor(followed.pixel / 28) / 28) * 100}%`,
      });
    this.node.dataset.told = stamp;
  }
}

// The pixel so many rows and columns away, within the picture.
export function moved(pixel, [rows, columns]) {
  const inside = (value) => Math.min(27, Math.max(0, value));
  return 28 * inside(Math.floor(pixel / 28) + rows) + inside((pixel % 28) + columns);
}
