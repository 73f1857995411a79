// Messages to Python at a steady pace: at most one in `every` ms, and the last state always goes out.
// Streamlit drops a run for the next message, so less than 30 ms would starve what is to be painted.
// Messages are numbered by the clock; `done` says that the hand has let go.
// compose() gives the content, or nothing where there is nothing to say.

class Sender {
  sent = 0;

  constructor(node, compose, every = 50) {
    this.node = node;
    this.compose = compose;
    this.every = every;
  }

  send(done = false) {
    if (done) {
      this.stop();
      this.emit(true);
    } else this.timer ??= setTimeout(() => this.emit(false), Math.max(0, this.sent + this.every - Date.now()));
  }

  // Says again how the part stands, which the hand may still be moving.
  repeat() {
    this.stop();
    this.emit(false);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = null;
  }

  emit(done) {
    this.timer = null;
    const content = this.compose();
    if (!content) return;
    this.sent = Math.max(this.sent + 1, Date.now());
    this.node.dataset.sent = this.sent;
    this.tell({ ...content, sent: this.sent, done });
  }
}
