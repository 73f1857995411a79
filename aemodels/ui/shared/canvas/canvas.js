// The canvas to draw on. Keeps the strokes and paints them. While the pen moves it tells them to the other parts of the
// page, which ask the door what becomes of them; Python hears of them when it rests.

import { DRAWN } from "../js/drawn.js";
import { takeOver } from "../js/handover.js";
import { mount } from "../js/mounting.js";
import { forgetNews, tellNews } from "../js/news.js";
import { copied, ERASER, MOST_STROKES, Pen } from "../js/pen.js";
import { bytes } from "../js/pictures.js";
import { Sender } from "../js/sender.js";

const WRITE_FOR = 600; // ms in which an example is written out

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(
    parentElement,
    () => new Bench(parentElement),
    (bench) => {
      bench.sender.speaks("drawing", setStateValue);
      bench.take(data);
      takeOver((early) => bench.inherit(early));
    },
  );
}

export class Bench {
  strokes = [];
  picture = null; // base64 of 784 bytes under the strokes
  history = [];
  erasing = false;
  revision = null;

  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    this.node = find(".bench");
    this.canvas = find("canvas");
    this.canvas.width = this.canvas.height = 336 * Math.min(2, Math.ceil(devicePixelRatio));
    this.hint = find(".hint");
    this.undoButton = find(".undo");
    this.clearButton = find(".clear");
    this.eraserButton = find(".eraser");
    this.penInput = find(".pen");
    this.undoButton.onclick = () => this.undo();
    this.clearButton.onclick = () => this.clear();
    this.eraserButton.onclick = () => this.toggleEraser();
    this.penInput.oninput = () => this.setPen(Number(this.penInput.value));
    this.pen = new Pen(this.canvas, {
      begin: (stroke) => this.begin(stroke),
      change: () => this.changed(),
      end: () => {
        this.changed();
        this.freed?.();
      },
    });
    const message = () => ({
      strokes: copied(this.strokes),
      pen: this.width,
      picture: this.picture,
      revision: this.revision,
      writing: Boolean(this.writing),
    });
    this.sender = new Sender(this.canvas, message, (number, drawing) => tellNews(DRAWN, number, asked(drawing)));
    this.onKey = (event) => this.key(event);
    window.addEventListener("keydown", this.onKey);
  }

  dispose() {
    forgetNews(DRAWN);
    window.removeEventListener("keydown", this.onKey);
    cancelAnimationFrame(this.frame);
    cancelAnimationFrame(this.painting);
  }

  // ---- a canvas that stood here before this one

  inherit({ strokes, history, width }) {
    if (!history.length && width === this.width) return;
    this.history.push(...history);
    this.strokes = strokes;
    this.setPen(width);
  }

  whenFree(act) {
    if (this.pen.stroke) this.freed = act;
    else act();
  }

  // Another canvas takes this one's place: Python is told by that one.
  leave() {
    this.sender.compose = () => null;
    this.sender.end();
    this.dispose();
  }

  // ---- what Python says

  take(data) {
    if (data.revision === this.revision) return;
    const first = this.revision === null;
    if (!first && data.revision < this.revision) {
      // A session that knows nothing of this page's drawing, and counts anew what Python puts on the canvas.
      this.revision = data.revision;
      this.sender.send();
      return;
    }
    if (first) [this.penInput.min, this.penInput.max] = data.pens;
    else {
      this.finishWriting(); // before the new revision counts, so that Python does not take the old strokes for its own
      this.remember();
    }
    this.revision = data.revision;
    this.width = data.pen;
    this.penInput.value = data.pen;
    this.picture = data.picture;
    if (data.animate) this.write(data.strokes);
    else {
      this.strokes = data.strokes;
      this.paint();
      if (first) this.sender.announce();
      else this.sender.send();
    }
  }

  // ---- what the hand does

  begin(stroke) {
    if (this.strokes.length >= MOST_STROKES) {
      this.notice = "That is as many strokes as fit. Undo or clear some.";
      this.paint();
      return null;
    }
    this.finishWriting();
    this.remember();
    stroke.erase = this.erasing;
    this.strokes = [...this.strokes, stroke];
    return stroke;
  }

  changed() {
    this.paint();
    this.sender.send();
  }

  remember() {
    this.history.push({ strokes: this.strokes, picture: this.picture });
    if (this.history.length > 100) this.history.shift();
  }

  undo() {
    this.finishWriting();
    if (!this.history.length) return;
    Object.assign(this, this.history.pop());
    this.changed();
  }

  clear() {
    this.finishWriting();
    if (this.isEmpty()) return;
    this.remember();
    this.strokes = [];
    this.picture = null;
    this.changed();
  }

  toggleEraser() {
    this.erasing = !this.erasing;
    this.eraserButton.setAttribute("aria-pressed", String(this.erasing));
  }

  setPen(width) {
    this.width = Math.min(Number(this.penInput.max), Math.max(Number(this.penInput.min), width));
    this.penInput.value = this.width;
    this.changed();
  }

  key(event) {
    // Keys are shortcuts only where no other control has the focus.
    const focused = event.composedPath()[0],
      own = event.composedPath().includes(this.node);
    if (
      focused.closest?.("a, button, input, textarea, select, summary, [contenteditable]") &&
      !(own && focused !== this.penInput)
    )
      return;
    const undo = event.key.toLowerCase() === "z" && !event.shiftKey;
    if (event.altKey || ((event.ctrlKey || event.metaKey) && !undo)) return;
    const actions = {
      z: () => this.undo(),
      e: () => this.toggleEraser(),
      delete: () => this.clear(),
      backspace: () => this.clear(),
      "[": () => this.setPen(this.width - 0.2),
      "]": () => this.setPen(this.width + 0.2),
    };
    const action = actions[event.key.toLowerCase()];
    if (!action || this.pen.stroke || (event.repeat && event.key === "e")) return;
    event.preventDefault();
    action();
  }

  // ---- writing a digit out, as a hand would

  write(strokes) {
    this.strokes = [];
    this.writing = strokes;
    this.canvas.scrollIntoView({ block: "nearest" }); // on a phone the examples are far below
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.finishWriting();
    const start = performance.now();
    const next = (now) => {
      const share = (now - start) / WRITE_FOR;
      if (share >= 1) return this.finishWriting();
      this.strokes = beginning(strokes, Math.max(share, 0));
      this.changed();
      this.frame = requestAnimationFrame(next);
    };
    this.frame = requestAnimationFrame(next);
  }

  finishWriting() {
    if (!this.writing) return;
    cancelAnimationFrame(this.frame);
    this.strokes = this.writing;
    this.writing = null;
    this.changed();
  }

  // ---- paint and send

  isEmpty() {
    return !this.strokes.length && !this.picture;
  }

  // Once a frame is enough, however often the pen reports.
  paint() {
    this.painting ??= requestAnimationFrame(() => {
      this.painting = null;
      this.paintNow();
    });
  }

  paintNow() {
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (this.picture) paintPicture(context, this.picture);
    paintStrokes(context, this.strokes, this.width);
    this.hint.textContent = this.notice ?? "Draw a digit here";
    this.hint.hidden = !this.notice && (!this.isEmpty() || Boolean(this.writing));
    this.notice = null;
    this.clearButton.disabled = this.isEmpty();
    this.undoButton.disabled = !this.history.length;
  }
}

// The drawing as the door wants it.
function asked({ strokes, pen, picture }) {
  return { strokes, pen, picture };
}

function paintStrokes(context, strokes, pen) {
  const side = context.canvas.width;
  context.save();
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = "#fff";
  for (const { points, erase } of strokes) {
    context.globalCompositeOperation = erase ? "destination-out" : "source-over";
    context.lineWidth = side * (erase ? ERASER : pen / 28);
    context.beginPath();
    context.moveTo(points[0][0] * side, points[0][1] * side);
    for (const [x, y] of points.length > 1 ? points : [points[0], points[0]]) context.lineTo(x * side, y * side);
    context.stroke();
  }
  context.restore();
}

function paintPicture(context, picture) {
  const small = new OffscreenCanvas(28, 28);
  const pixels = new ImageData(28, 28);
  bytes(picture).forEach((value, at) => pixels.data.set([255, 255, 255, value], 4 * at));
  small.getContext("2d").putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, context.canvas.width, context.canvas.height);
}

function lengthOf({ points }) {
  let sum = 0.02; // a dot, and lifting the pen, take time too
  for (let i = 1; i < points.length; i++) sum += Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
  return sum;
}

// The first `share` (0 to 1) of what the pen writes.
export function beginning(strokes, share) {
  let left = share * strokes.reduce((sum, stroke) => sum + lengthOf(stroke), 0);
  const begun = [];
  for (const stroke of strokes) {
    const length = lengthOf(stroke);
    const count = left >= length ? stroke.points.length : Math.floor((left / length) * stroke.points.length);
    if (count > 0) begun.push({ points: stroke.points.slice(0, count), erase: stroke.erase });
    left -= length;
    if (left <= 0) break;
  }
  return begun;
}
