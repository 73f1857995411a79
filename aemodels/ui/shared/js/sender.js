// What the hand does to a part, numbered by the clock: the other parts of the page hear of every change at once, by
// publish(number, content), and Python, as speaks() says, of what stands when the hand has rested, or does something else: a press
// elsewhere may be one that leaves the page. `done` says that the hand has let go.
// compose() gives the content, or nothing where there is nothing to say to Python.

const SETTLE = 300; // ms of rest
const JUST_NOW = 3000; // ms within which a message may still be under way
const ELSEWHERE = ["pointerdown", "keydown", "pagehide", "visibilitychange"];

// What parts have left behind, by the names of their messages: Python drops what a part that is gone says. The line
// (line.js) tells it.
let left = null,
  tell = null;

function leaveBehind(name, message) {
  left = { ...left, [name]: message };
  deliver();
}

// Calls take(messages) now, if something was left behind, and whenever something is; returns what ends it.
export function hearLeft(take) {
  tell = take;
  deliver();
  return () => {
    if (tell === take) tell = null;
  };
}

function deliver() {
  if (!left || !tell) return;
  const messages = left;
  left = null;
  tell(messages);
}

export class Sender {
  compose;
  node;
  publish;
  tell;
  sent = 0;

  /** @param {(number: number, content: any) => void} [publish] */
  constructor(node, compose, publish = () => {}) {
    Object.assign(this, { node, compose, publish });
    this.flush = (event) => this.isHeld(event) || this.finish();
    for (const kind of ELSEWHERE) window.addEventListener(kind, this.flush, true);
  }

  // Python hears of messages under this name.
  speaks(name, setStateValue) {
    this.name = name;
    this.tell = (message) => setStateValue(name, message);
  }

  // Whether an event is the hand's on this part.
  isHeld(event) {
    return event.composedPath?.().includes(this.node.getRootNode());
  }

  send() {
    this.announce();
    this.stop();
    this.timer = setTimeout(() => this.emit(true), SETTLE);
  }

  // Tells the other parts of the page how this one stands, and Python nothing new.
  announce() {
    this.sent = Math.max(this.sent + 1, Date.now());
    this.node.dataset.sent = this.sent;
    this.publish(this.sent, this.compose());
  }

  // Says again how the part stands, which the hand may still be moving.
  repeat() {
    this.announce();
    this.emit(false);
  }

  // Python hears at once of what it would hear of later.
  finish() {
    if (this.timer) this.emit(true);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = null;
  }

  end() {
    this.stop();
    for (const kind of ELSEWHERE) window.removeEventListener(kind, this.flush, true);
    const message = Date.now() - this.sent < JUST_NOW && this.message(true);
    if (message) leaveBehind(this.name, message);
  }

  emit(done) {
    this.stop();
    const message = this.message(done);
    if (message) this.tell(message);
  }

  message(done) {
    const content = this.compose();
    return content && { ...content, sent: this.sent, done };
  }
}
