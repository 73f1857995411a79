// The corrupted digit: noise by slider, marks by hand. Tells the page what is wanted; the part that asks the door about it
// (answers.js) tells what came of it.

import { mount } from "../../../shared/js/mounting.js";
import { forgetNews, hearNews, tellNews } from "../../../shared/js/news.js";
import { copied, ERASER, MOST_STROKES, Pen } from "../../../shared/js/pen.js";
import { bytes, element, paintInk } from "../../../shared/js/pictures.js";
import { Sender } from "../../../shared/js/sender.js";
import { DENOISED, CORRUPTION } from "../../../shared/js/corruption.js";

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(
    parentElement,
    () => new Corrupter(parentElement, data),
    (corrupter) => {
      corrupter.sender.speaks("choice", setStateValue);
      corrupter.follow(data);
    },
  );
}

const PEN = 2.4; // pixels; as in drawing.py

class Corrupter {
  erasing = false;
  mark = null; // the latest mark, while no answer shows it

  constructor(root, { kinds, choice }) {
    const find = (selector) => root.querySelector(selector);
    this.kinds = kinds;
    this.choice = choice;
    this.node = find(".corrupter");
    this.canvas = find("canvas");
    this.input = find("input");
    this.output = find("output");
    this.unit = find(".unit");
    this.trained = find(".trained b");
    this.note = find(".note");
    this.wipeButton = find(".wipe");
    const message = () => ({ ...this.choice, marks: copied(this.choice.marks) });
    this.sender = new Sender(this.canvas, message, (number, choice) => tellNews(CORRUPTION, number, this.asked(choice)));
    this.pen = new Pen(this.canvas, {
      begin: (stroke) => this.begin(stroke),
      change: () => {
        this.mark = this.pen.stroke;
        this.paintMark();
        this.sender.send();
      },
      end: () => this.sender.send(),
    });
    this.buttons = Object.entries(kinds).map(([kind, { title }]) => this.kindButton(kind, title));
    find(".kinds").replaceChildren(...this.buttons);
    this.input.oninput = () => this.change({ amounts: { ...this.choice.amounts, [this.choice.kind]: Number(this.input.value) } });
    this.tools = [find(".scribble"), find(".eraser")];
    this.tools.forEach((button, erases) => (button.onclick = () => this.take(Boolean(erases))));
    this.wipeButton.onclick = () => {
      this.mark = null;
      this.change({ marks: [] });
    };
    this.seeds = [this.choice.seed]; // those seen, the latest last
    find(".new").onclick = () => {
      this.seeds.push((this.seeds.at(-1) + 1) % 1000);
      this.change({ seed: this.seeds.at(-1) });
    };
    this.againButton = find(".again");
    this.againButton.onclick = () => {
      this.seeds.pop();
      this.change({ seed: this.seeds.at(-1) });
    };
    this.deaf = hearNews([DENOISED], (news) => this.paint(news));
  }

  dispose() {
    this.deaf();
    forgetNews(CORRUPTION);
  }

  follow({ kinds }) {
    this.kinds = kinds;
    this.show();
    if (!this.sender.sent) this.sender.announce();
  }

  // The choice as the door wants it.
  asked({ kind, amounts, seed, marks }) {
    const noise = this.kinds[kind].maximum ? kind : null;
    return { noise, amount: noise ? amounts[kind] : 0, seed, marks };
  }

  paint({ stamp, body }) {
    paintInk(this.canvas, bytes(body.picture));
    this.canvas.dataset.painted = stamp;
    if (stamp >= this.sender.sent) this.mark = null;
    this.paintMark();
  }

  // The mark under the pen is seen at once, about as it will be inked.
  paintMark() {
    if (!this.mark) return;
    const context = this.canvas.getContext("2d"),
      { points, erase } = this.mark;
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = erase ? "#0b0d10" : "#fff";
    context.lineWidth = erase ? 28 * ERASER : PEN;
    context.beginPath();
    for (const [x, y] of [points[0], ...points]) context.lineTo(28 * x, 28 * y);
    context.stroke();
  }

  kindButton(kind, title) {
    const button = element(`<button type="button" role="radio"></button>`);
    button.textContent = title;
    button.dataset.kind = kind;
    button.onclick = () => this.change({ kind });
    button.onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = this.buttons.at((this.buttons.indexOf(button) + step) % this.buttons.length);
      next.click();
      next.focus();
    };
    return button;
  }

  begin(stroke) {
    if (this.choice.marks.length >= MOST_STROKES) return null;
    stroke.erase = this.erasing;
    this.change({ marks: [...this.choice.marks, stroke] });
    return stroke;
  }

  take(erasing) {
    this.erasing = erasing;
    this.tools.forEach((button, erases) => button.setAttribute("aria-pressed", String(Boolean(erases) === erasing)));
  }

  change(changes) {
    this.choice = { ...this.choice, ...changes };
    this.show();
    this.sender.send();
  }

  show() {
    const { kind, amounts, marks, seed } = this.choice,
      { unit, maximum, trained, note } = this.kinds[kind];
    this.buttons.forEach((button) => {
      const chosen = button.dataset.kind === kind;
      button.setAttribute("aria-checked", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    });
    this.input.disabled = !maximum;
    this.input.max = maximum || 1;
    this.input.value = amounts[kind] ?? 0;
    this.output.textContent = maximum ? amounts[kind].toFixed(2) : "";
    this.unit.textContent = unit;
    this.trained.style.width = `${(100 * trained) / (maximum || 1)}%`;
    this.note.textContent = note;
    this.wipeButton.disabled = !marks.length;
    this.againButton.disabled = this.seeds.length < 2;
    this.node.classList.toggle("resting", !maximum);
    this.node.querySelector(".seed").textContent = maximum ? `Noise ${seed}` : "";
  }
}
