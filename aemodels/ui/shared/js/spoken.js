// What is heard of a part when the hand has rested; a screen reader speaks it, nobody sees it.

import { element } from "./pictures.js";

const QUIET = 900; // ms

export class Spoken {
  node = element(`<p class="heard" aria-live="polite"></p>`);
  timer;

  // The newest words alone are spoken.
  /** @param {() => string} words */
  say(words) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.node.textContent = words()), QUIET);
  }

  end() {
    clearTimeout(this.timer);
  }
}
