// A digit in the dark: every click reveals a patch. Tells the page which were revealed and what is guessed; the part that
// asks the door about it (steps.js) tells what is to be seen there and said of the guess.

import { Cells, PATCHES } from "../cells.js";
import { EXPECTED, REVEALING } from "../hidden.js";
import { mount } from "../../../shared/js/mounting.js";
import { forgetNews, hearNews, tellNews } from "../../../shared/js/news.js";
import { element } from "../../../shared/js/pictures.js";
import { Sender } from "../../../shared/js/sender.js";

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(
    parentElement,
    () => new Riddle(data),
    (riddle) => {
      riddle.sender.speaks("riddle", setStateValue);
      riddle.show(data);
    },
  );
}

class Riddle {
  revealed;
  number;
  guess;
  picture = null;
  order = [];

  constructor({ revealed, number, guess, seeds }) {
    this.node = element(`<div class="riddle"><div class="board" aria-label="Patches to reveal"></div>
      <div class="count" role="status"></div><div class="tools"><button type="button" class="one">Reveal one</button><button type="button" class="again">Cover all</button>
      <button type="button" class="other">Another digit</button></div><div class="guesses" role="group" aria-label="Your guess"><span>Your guess</span></div><p class="verdict" role="status"></p></div>`);
    const find = (selector) => this.node.querySelector(selector);
    Object.assign(this, { revealed: [...revealed], number, guess });
    this.board = find(".board");
    const message = () => ({ revealed: this.revealed, number: this.number, guess: this.guess });
    this.sender = new Sender(this.board, message, (number, said) => tellNews(REVEALING, number, said));
    this.cells = new Cells(this.board, (place, how) => how !== "over" && this.reveal(place));
    find(".one").onclick = () => this.reveal(this.order.find((place) => !this.revealed.includes(place)));
    find(".again").onclick = () => this.change({ revealed: [], guess: null });
    this.other = find(".other");
    this.other.onclick = () => this.change({ revealed: [], guess: null, number: (this.number + 1) % (seeds + 1) });
    this.guesses = Array.from({ length: 10 }, (_, digit) => {
      const button = element(`<button type="button" aria-pressed="false">${digit}</button>`);
      button.setAttribute("aria-label", `Guess ${digit}`);
      button.onclick = () => this.change({ guess: digit });
      return button;
    });
    find(".guesses").append(...this.guesses);
    this.deaf = hearNews([EXPECTED], (news) => this.hear(news));
  }

  dispose() {
    this.deaf();
    forgetNews(REVEALING);
  }

  reveal(place) {
    if (place === undefined || this.revealed.includes(place)) return;
    this.change({ revealed: [...this.revealed, place] });
  }

  change(changes) {
    Object.assign(this, changes);
    this.paint();
    this.sender.send();
  }

  show({ mystery }) {
    this.node.querySelector(".guesses").hidden = this.other.hidden = !mystery;
    this.paint();
    if (!this.sender.sent) this.sender.announce();
  }

  hear({ stamp, body }) {
    [this.picture, this.order] = [body.picture, body.order];
    this.node.querySelector(".verdict").textContent = body.words;
    this.paint();
    this.board.dataset.painted = stamp;
  }

  paint() {
    const hidden = Array.from({ length: PATCHES }, (_, place) => (this.revealed.includes(place) ? "0" : "1")).join("");
    this.cells.paint(this.picture, hidden, null, "revealed");
    this.node.querySelector(".count").textContent = `${this.revealed.length} of 49 patches revealed`;
    this.guesses.forEach((button, digit) => button.setAttribute("aria-pressed", String(this.guess === digit)));
  }
}
