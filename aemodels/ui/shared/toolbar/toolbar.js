// Copies the link of what is seen, and shows the page as large as a projector needs it.
// The address holds what is seen, as Python keeps it; and since it holds what the hand has moved, a step of the browser's
// history is one between pages and choices alone: Streamlit 1.67 makes one of every change.

import { settled, step } from "../js/address.js";
import { mount } from "../js/mounting.js";
import { element } from "../js/pictures.js";

const SAID_FOR = 2500; // ms
const CHAIN =
  "M3.9 12a3.1 3.1 0 0 1 3.1-3.1h4V7H7a5 5 0 0 0 0 10h4v-1.9H7A3.1 3.1 0 0 1 3.9 12ZM8 13h8v-2H8v2Zm9-6h-4v1.9h4a3.1 3.1 0 0 1 0 6.2h-4V17h4a5 5 0 0 0 0-10Z";
const SCREEN =
  "M21 3H3a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1h7l-2 4h1.9l1.4-3h1.4l1.4 3H16l-2-4h7a1 1 0 0 0 1-1V4a1 1 0 0 0-1-1Zm-1 11H4V5h16v9Z";
const BIG = "aemodels-big"; // in the tab's storage while the page is large
const icon = (path) => `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`;

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Toolbar(data.hand),
    () => {},
  );
}

class Toolbar {
  timer;
  copyButton;
  bigButton;
  said;
  field;

  constructor(hand) {
    this.node = element(`<div class="toolbar">
      <button type="button" class="copy" title="Copy the link of what you see">${icon(CHAIN)}<span>Copy link</span></button>
      <button type="button" class="big" title="Large, for a projector (P)" aria-keyshortcuts="P" aria-pressed="false">${icon(SCREEN)}<span>Present</span></button>
      <span role="status"></span><input readonly aria-label="The link of what you see" hidden></div>`);
    const find = (selector) => this.node.querySelector(selector);
    [this.copyButton, this.bigButton, this.said, this.field] = [".copy", ".big", "span[role]", "input"].map(find);
    this.copyButton.onclick = () => this.copy();
    this.bigButton.onclick = () => this.enlarge(!isBig());
    this.field.onblur = () => (this.field.hidden = true);
    this.onKey = (event) => this.key(event);
    window.addEventListener("keydown", this.onKey);
    this.enlarge(isBig() || new URLSearchParams(location.search).has("big"));
    stepOnlyBetweenChoices(hand);
  }

  dispose() {
    clearTimeout(this.timer);
    window.removeEventListener("keydown", this.onKey);
  }

  // What the hand did last reaches the address a moment later: pressing this button has told Python to take it over.
  async copy() {
    const text = settled(() => location.href, isRunning);
    try {
      await navigator.clipboard.write([
        new ClipboardItem({ "text/plain": text.then((href) => new Blob([href], { type: "text/plain" })) }),
      ]);
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

  key(event) {
    const focused = event.composedPath()[0];
    if (event.key.toLowerCase() !== "p" || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (focused.closest?.("input:not([type=range]), textarea, select, [contenteditable]")) return;
    this.enlarge(!isBig());
  }

  enlarge(big) {
    document.documentElement.toggleAttribute("data-big", big);
    this.bigButton.setAttribute("aria-pressed", String(big));
    big ? sessionStorage.setItem(BIG, "1") : sessionStorage.removeItem(BIG);
    window.dispatchEvent(new Event("resize")); // charts measure their room anew
  }
}

function isRunning() {
  const app = /** @type {HTMLElement | null} */ (document.querySelector("[data-testid=stApp]"));
  return app?.dataset.testScriptState !== "notRunning";
}

function isBig() {
  return sessionStorage.getItem(BIG) !== null;
}

// Streamlit's own steps go this way. Another session's part has other parameters: the newest counts. What a page says
// before anybody has touched it belongs to the step that led there.
function stepOnlyBetweenChoices(hand) {
  const { pushState, replaceState } = History.prototype;
  let touched = true;
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, () => (touched = true), true);
  history.pushState = (state, unused, url) => {
    const next = new URL(url ?? "", location.href),
      another = next.pathname !== location.pathname,
      way = another || (touched && step(location.href, next.href, hand)) ? pushState : replaceState;
    if (another) touched = false;
    way.call(history, state, unused, url);
  };
}
