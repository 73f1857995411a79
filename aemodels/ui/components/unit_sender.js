// Which unit is chosen, or how far it is turned, to Python. With `settles` the last message goes out once more, with
// done: true, when the hand has rested: writing the link at every click would cost a third of the time to the picture.

class UnitSender extends Sender {
  constructor(node, settles = false) {
    super(node, () => this.content, 30);
    this.settles = settles;
  }

  send(content) {
    this.content = content;
    clearTimeout(this.rest);
    super.send();
  }

  emit(done) {
    super.emit(done);
    if (this.settles && !done) this.rest = setTimeout(() => this.emit(true), 500);
  }

  stop() {
    super.stop();
    clearTimeout(this.rest);
  }
}
