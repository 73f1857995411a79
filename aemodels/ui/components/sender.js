// Messages to Python at a steady pace: at most one in `every` ms, and the last state always goes out.
// Streamlit drops a run for the next message, so less than 30 ms would starve what is to be painted.
// Messages are numbered by the clock; `done` says that the hand has let go.

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

  stop() {
    clearTimeout(this.timer);
    this.timer = null;
  }

  emit(done) {
    this.timer = null;
    this.sent = Math.max(this.sent + 1, Date.now());
    this.node.dataset.sent = this.sent;
    this.tell({ ...this.compose(), sent: this.sent, done });
  }
}
