// Messages to Python, numbered by the clock; `done` says that the hand has let go.
// Where Python answers while the hand moves: at a steady pace, at most one in `every` ms, and the last state always goes
// out. Streamlit drops a run for the next message, so less than 30 ms would starve what is to be painted.
// Where the door answers (`settleFor` is set), `publish` hears of every change at once, and Python of what stands when the
// hand has rested so long, or does something else: a press elsewhere may be one that leaves the page.
// compose() gives the content, or nothing where there is nothing to say.

const ELSEWHERE = ["pointerdown", "keydown", "pagehide", "visibilitychange"];

class Sender {
  sent = 0;
  told = 0;

  constructor(node, compose, every = 50) {
    this.node = node;
    this.compose = compose;
    this.every = every;
    this.flush = (event) => this.timer && !this.isHeld(event) && this.emit(true);
  }

  // Whether an event is the hand's on this part.
  isHeld(event) {
    return event.composedPath?.().includes(this.node.getRootNode());
  }

  send(done = false) {
    if (this.settleFor) {
      this.announce();
      this.stop();
      this.timer = setTimeout(() => this.emit(true), this.settleFor);
    } else if (done) {
      this.stop();
      this.emit(true);
    } else this.timer ??= setTimeout(() => this.emit(false), Math.max(0, this.told + this.every - Date.now()));
  }

  // From now on Python hears only of what stands after so many milliseconds, and publish(number, content) of every change;
  // with 0 it hears at its usual pace again.
  settle(milliseconds, publish) {
    const [before, now] = [this.settleFor, milliseconds].map(Boolean);
    if (before !== now) for (const kind of ELSEWHERE) window[now ? "addEventListener" : "removeEventListener"](kind, this.flush, true);
    this.settleFor = milliseconds;
    this.publish = publish;
  }

  // Tells the other parts of the page how this one stands, and Python nothing new.
  announce() {
    if (!this.settleFor) return;
    this.number();
    this.publish(this.sent, this.compose());
  }

  // Says again how the part stands, which the hand may still be moving.
  repeat() {
    this.announce();
    this.stop();
    this.emit(false);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = null;
  }

  end() {
    this.stop();
    this.settle(0);
  }

  number() {
    this.sent = Math.max(this.sent + 1, Date.now());
    this.node.dataset.sent = this.sent;
  }

  emit(done) {
    this.stop();
    const content = this.compose();
    if (!content) return;
    if (!this.settleFor) this.number();
    this.told = Date.now();
    this.tell({ ...content, sent: this.sent, done });
  }
}
