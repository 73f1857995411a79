// The canvas to draw on. Keeps the strokes, paints them, and sends them to Python while the pen moves.
// A stroke is {points: [[x, y], ...], erase}, coordinates in [0, 1] of the canvas, y down.

const SEND_EVERY = 50; // ms between messages while the pen moves
const WRITE_FOR = 600; // ms in which an example is written out
const STEP = 0.004; // least distance between two points kept
const ERASER = 0.08; // width as a share of the side, as in drawing.py
const MOST_POINTS = 3500; // Python takes 4,000
const MOST_STROKES = 190; // Python takes 200
const benches = new WeakMap();

export default function ({ parentElement, data, setStateValue }) {
  if (!benches.has(parentElement)) benches.set(parentElement, new Bench(parentElement));
  const bench = benches.get(parentElement);
  bench.tell = (message) => setStateValue("drawing", message);
  bench.take(data);
  return () => {
    bench.dispose();
    benches.delete(parentElement);
  };
}

class Bench {
  strokes = [];
  picture = null; // base64 of 784 bytes under the strokes
  history = [];
  erasing = false;
  revision = null;
  sent = 0;

  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    this.canvas = find("canvas");
    this.hint = find(".hint");
    this.undoButton = find(".undo");
    this.clearButton = find(".clear");
    this.eraserButton = find(".eraser");
    this.penInput = find(".pen");
    this.undoButton.onclick = () => this.undo();
    this.clearButton.onclick = () => this.clear();
    this.eraserButton.onclick = () => this.toggleEraser();
    this.penInput.oninput = () => this.setPen(Number(this.penInput.value));
    this.canvas.onpointerdown = (event) => this.penDown(event);
    this.canvas.onpointermove = (event) => this.penMove(event);
    this.canvas.onpointerup = this.canvas.onpointercancel = (event) => this.penUp(event);
    this.onKey = (event) => this.key(event);
    window.addEventListener("keydown", this.onKey);
  }

  dispose() {
    window.removeEventListener("keydown", this.onKey);
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
  }

  // ---- what Python says

  take(data) {
    if (data.revision === this.revision) return;
    const first = this.revision === null;
    this.revision = data.revision;
    if (first) [this.penInput.min, this.penInput.max] = data.pens;
    else {
      this.finishWriting();
      this.remember();
    }
    this.pen = data.pen;
    this.penInput.value = data.pen;
    this.picture = data.picture;
    if (data.animate) this.write(data.strokes);
    else {
      this.strokes = data.strokes;
      this.paint();
      if (!first) this.send(true);
    }
  }

  // ---- what the hand does

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const share = (value) => Math.round(Math.min(1, Math.max(0, value)) * 1e4) / 1e4;
    return [share((event.clientX - box.left) / box.width), share((event.clientY - box.top) / box.height)];
  }

  penDown(event) {
    if (event.button !== 0 || !event.isPrimary || this.strokes.length >= MOST_STROKES) return;
    this.finishWriting();
    this.canvas.setPointerCapture(event.pointerId);
    this.remember();
    this.active = { points: [this.point(event)], erase: this.erasing };
    this.strokes = [...this.strokes, this.active];
    this.paint();
    this.send();
  }

  penMove(event) {
    if (!this.active || !event.isPrimary) return;
    const points = this.active.points;
    for (const move of event.getCoalescedEvents?.() ?? [event]) {
      const next = this.point(move), last = points.at(-1);
      if (Math.hypot(next[0] - last[0], next[1] - last[1]) >= STEP) points.push(next);
    }
    this.paint();
    this.send();
  }

  penUp(event) {
    if (!this.active || !event.isPrimary) return;
    this.active = null;
    const count = this.strokes.reduce((sum, stroke) => sum + stroke.points.length, 0);
    if (count > MOST_POINTS) this.strokes = this.strokes.map(thinned);
    this.paint();
    this.send(true);
  }

  remember() {
    this.history.push({ strokes: this.strokes, picture: this.picture });
    if (this.history.length > 100) this.history.shift();
  }

  undo() {
    this.finishWriting();
    if (!this.history.length) return;
    Object.assign(this, this.history.pop());
    this.paint();
    this.send(true);
  }

  clear() {
    this.finishWriting();
    if (this.isEmpty()) return;
    this.remember();
    this.strokes = [];
    this.picture = null;
    this.paint();
    this.send(true);
  }

  toggleEraser() {
    this.erasing = !this.erasing;
    this.eraserButton.setAttribute("aria-pressed", String(this.erasing));
  }

  setPen(width) {
    this.pen = Math.min(Number(this.penInput.max), Math.max(Number(this.penInput.min), width));
    this.penInput.value = this.pen;
    this.paint();
    this.send();
  }

  key(event) {
    const target = event.composedPath()[0];
    if (target.isContentEditable || target.matches?.("input:not([type=range]), textarea, select") || event.altKey) return;
    const undo = event.key.toLowerCase() === "z";
    if ((event.ctrlKey || event.metaKey) && !undo) return;
    const actions = {
      z: () => this.undo(), e: () => this.toggleEraser(), delete: () => this.clear(), backspace: () => this.clear(),
      "[": () => this.setPen(this.pen - 0.2), "]": () => this.setPen(this.pen + 0.2),
    };
    const action = actions[event.key.toLowerCase()];
    if (!action || this.active) return;
    event.preventDefault();
    action();
  }

  // ---- writing a digit out, as a hand would

  write(strokes) {
    this.strokes = [];
    this.writing = strokes;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.finishWriting();
    const start = performance.now();
    const next = (now) => {
      const share = (now - start) / WRITE_FOR;
      if (share >= 1) return this.finishWriting();
      this.strokes = beginning(strokes, Math.max(share, 0));
      this.paint();
      this.send();
      this.frame = requestAnimationFrame(next);
    };
    this.frame = requestAnimationFrame(next);
  }

  finishWriting() {
    if (!this.writing) return;
    cancelAnimationFrame(this.frame);
    this.strokes = this.writing;
    this.writing = null;
    this.paint();
    this.send(true);
  }

  // ---- paint and send

  isEmpty() {
    return !this.strokes.length && !this.picture;
  }

  paint() {
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (this.picture) paintPicture(context, this.picture);
    paintStrokes(context, this.strokes, this.pen);
    this.hint.hidden = !this.isEmpty() || Boolean(this.writing);
    this.clearButton.disabled = this.isEmpty();
    this.undoButton.disabled = !this.history.length;
  }

  // At most one message in SEND_EVERY ms; the last state always goes out.
  send(now = false) {
    if (now) clearTimeout(this.timer), (this.timer = null), this.emit();
    else this.timer ??= setTimeout(() => { this.timer = null; this.emit(); }, Math.max(0, this.sent + SEND_EVERY - Date.now()));
  }

  emit() {
    this.sent = Math.max(this.sent + 1, Date.now());
    this.canvas.dataset.sent = this.sent;
    const strokes = this.strokes.map(({ points, erase }) => ({ points: [...points], erase }));
    this.tell({ strokes, pen: this.pen, picture: this.picture, revision: this.revision, sent: this.sent });
  }
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
  [...atob(picture)].forEach((letter, at) => pixels.data.set([255, 255, 255, letter.charCodeAt(0)], 4 * at));
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
function beginning(strokes, share) {
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

function thinned(stroke) {
  return { ...stroke, points: stroke.points.filter((_, i) => i % 2 === 0 || i === stroke.points.length - 1) };
}
