// Copies the link of what is seen. The address holds it, as Python keeps it; and since it holds what the hand has moved, a
// step of the browser's history is one between pages and choices alone: Streamlit 1.67 makes one of every change.

import { mount } from "../js/mounting.js";
import { element } from "../js/pictures.js";
import { settled, step } from "../js/address.js";

const SAID_FOR = 2500; // ms

export default function ({ parentElement, data: [data] }) {
  return mount(parentElement, () => new Link(data.hand), () => {});
}

class Link {
  timer; button; said; field;

  constructor(hand) {
    this.node = element(`<div class="link"><button type="button" title="Copy the link of what you see">Copy link</button>
      <span role="status"></span><input readonly aria-label="The link of what you see" hidden></div>`);
    const find = (selector) => this.node.querySelector(selector);
    [this.button, this.said, this.field] = ["button", "span", "input"].map(find);
    this.button.onclick = () => this.copy();
    this.field.onblur = () => (this.field.hidden = true);
    stepOnlyBetweenChoices(hand);
  }

  dispose() {
    clearTimeout(this.timer);
  }

  // What the hand did last reaches the address a moment later: pressing this button has told Python to take it over.
  async copy() {
    const text = settled(() => location.href);
    try {
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": text.then((href) => new Blob([href], { type: "text/plain" })) })]);
      this.say("Link copied");
    } catch {
      this.show(await text); // a page without TLS, or a browser that does not let it
    }
  }

  say(words) {
    this.said.textContent = words;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.said.textContent = ""), SAID_FOR);
  }

  show(text) {
    this.field.hidden = false;
    this.field.value = text;
    this.field.focus();
    this.field.select();
    this.say("Copy it from here");
  }
}

// Streamlit's own steps go this way. Another session's part has other parameters: the newest counts.
function stepOnlyBetweenChoices(hand) {
  const { pushState, replaceState } = History.prototype;
  history.pushState = (state, unused, url) => {
    const way = url && step(location.href, new URL(url, location.href).href, hand) ? pushState : replaceState;
    way.call(history, state, unused, url);
  };
}
