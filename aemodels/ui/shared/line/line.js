// The line to the server, on every page; shows nothing. Where the line was cut, it asks for a run when it stands again,
// since Streamlit 1.67 asks only where a fragment ran last, and drops what parts of the page say to a session that has
// run nothing. Where the session is another than before, it lets all parts say again how they stand.

import { hearLeft } from "../js/sender.js";
import { mount, NEW_SESSION } from "../js/mounting.js";
import { element } from "../js/pictures.js";

const AFTER = 500; // ms

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(
    parentElement,
    () => new Line(),
    (line) => {
      line.ask = () => setStateValue("back", Date.now());
      line.tell = (messages) => setStateValue("left", messages);
      line.hear(data.session);
    },
  );
}

// Rarely, on a machine that is busy, Streamlit 1.67 sends a late piece of the page that was left, cannot place it, and leaves
// the new page unfinished. It runs the page anew where it hears of a step in the history.
const MISPLACED = /delta path/;
for (const kind of ["error", "unhandledrejection"]) {
  window.addEventListener(kind, (/** @type {any} */ { message, reason }) => {
    if (MISPLACED.test(message ?? reason?.message)) setTimeout(() => window.dispatchEvent(new PopStateEvent("popstate")), AFTER);
  });
}

class Line {
  ask;
  deaf;
  tell;

  constructor() {
    const app = /** @type {HTMLElement} */ (document.querySelector("[data-testid=stApp]")),
      connected = () => app.dataset.testConnectionState === "CONNECTED";
    this.node = element(`<div></div>`);
    let before = connected();
    this.observer = new MutationObserver(() => {
      const now = connected();
      if (now && !before) this.ask();
      before = now;
    });
    this.observer.observe(app, { attributeFilter: ["data-test-connection-state"] });
  }

  dispose() {
    this.deaf?.();
  }

  hear(session) {
    this.deaf ??= hearLeft((messages) => this.tell(messages));
    const another = this.session && session !== this.session;
    this.session = session;
    if (!another) return;
    window.dispatchEvent(new Event(NEW_SESSION));
    setTimeout(() => this.ask()); // of what is said at one moment, Streamlit runs a single fragment
  }
}
