// Asks the server what follows the hand, by HTTP and not by a run of the script (aemodels/live).
// One question is under way at a time; of those that come meanwhile only the newest is kept. The same question in other
// words, as when a pen is lifted that has just been moved, is not asked again: the door has no memory, so its answer would
// be the same. While the server is away or
// busy the question stands, is asked again with growing pauses, and a quiet line says so.

import { DRAWN } from "./drawn.js";
import { NEW_SESSION } from "./mounting.js";
import { hearNews, newestOf } from "./news.js";

const FIRST_PAUSE = 250,
  LONGEST_PAUSE = 5000,
  PATIENCE = 10000; // ms
const BACK = ["online", NEW_SESSION];
export const WORTH_ANOTHER_TRY = [408, 425, 429, 500, 502, 503, 504];

// The address of the app, wherever it is mounted: what serves this script.
export const APP = new URL("../../../../", import.meta.url).href;

// The same for all parts of a page load: the server gives each page a pace of its own.
export function pageName() {
  return (page ??= Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join(""));
}

let page;

export class Asker {
  // take(answer, question) paints; say(sentence or "") tells how the line stands.
  constructor(path, take, say) {
    this.path = path;
    this.take = take;
    this.say = say;
    this.back = () => this.wake?.(); // no need to wait any longer where the server, or the line, is known to be back
    for (const kind of BACK) window.addEventListener(kind, this.back);
  }

  // There is nothing to ask any more: an answer that is under way comes too late.
  forget() {
    this.waiting = this.current = this.answered = null;
    this.late = true;
    this.say("");
  }

  ask(question) {
    question.text = JSON.stringify(question.body);
    if (question.text === this.current?.text) {
      this.waiting = null;
      Object.assign(this.current, question);
      return;
    }
    if (!this.asking && question.text === this.answered?.text) {
      this.take(this.answered.answer, question);
      return;
    }
    this.waiting = question;
    if (!this.asking) this.asking = this.work().finally(() => (this.asking = null));
  }

  async work() {
    let pause = FIRST_PAUSE;
    while (this.waiting && !this.ended) {
      const question = (this.current = this.waiting);
      this.waiting = null;
      this.late = false;
      const found = await this.tell(question);
      this.current = null;
      if (this.ended) return;
      if (this.late) continue;
      if (found.again) {
        this.waiting ??= question;
        this.say(found.message);
        await this.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE);
        continue;
      }
      pause = FIRST_PAUSE;
      this.say(found.message ?? "");
      if (!found.answer) continue;
      this.answered = { text: question.text, answer: found.answer };
      this.take(found.answer, question);
    }
  }

  sleep(pause) {
    return new Promise((done) => {
      this.wake = () => done(null);
      setTimeout(this.wake, pause);
    });
  }

  async tell(question) {
    try {
      const response = await fetch(`${APP}${this.path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Page": pageName() },
        body: question.text,
        signal: AbortSignal.timeout(PATIENCE),
      });
      const said = await response.json();
      if (response.ok) return { answer: said };
      return { again: WORTH_ANOTHER_TRY.includes(response.status), message: String(said.message) };
    } catch {
      return { again: true, message: "The server does not answer at this moment. What you did is kept; it goes on by itself." };
    }
  }

  end() {
    this.ended = true;
    this.wake?.();
    for (const kind of BACK) window.removeEventListener(kind, this.back);
  }
}

// Keeps a part of the page answered: asks at `path` whenever there are news of one of `topics` (news.js), once there are
// news of all of them, and when inquire() says that the rest of the question has changed.
// question(...bodies) makes the request's body, or null where there is nothing to ask; here(...bodies) an answer without
// the door, or null where that must be asked. take(answer, stamp, asked, ...bodies) paints; answer and body of the request
// are null where nothing was asked, the stamp is that of the latest news. say(sentence or "") tells how the line stands.
// With `rest`, it asks only when there were no other news for so many ms.
export class Follower {
  topics;
  here;
  question;
  take;

  constructor(path, /** @type {any} */ { topics = [DRAWN], question, here = () => null, take, say = () => {}, rest = 0 }) {
    Object.assign(this, { topics, question, here, take });
    this.asker = new Asker(path, (answer, { stamp, body, bodies }) => take(answer, stamp, body, ...bodies), say);
    this.deaf = hearNews(topics, () => {
      clearTimeout(this.timer);
      if (rest) this.timer = setTimeout(() => this.inquire(), rest);
      else this.inquire();
    });
  }

  // What is asked has changed besides the news: what is under way is no answer any more.
  renew() {
    this.asker.forget();
    this.inquire();
  }

  inquire() {
    const news = this.topics.map(newestOf);
    if (!news.every(Boolean)) return;
    const stamp = Math.max(0, ...news.map((one) => one.stamp)),
      bodies = news.map((one) => one.body);
    const answer = this.here(...bodies),
      body = answer ? null : this.question(...bodies);
    if (body) this.asker.ask({ stamp, body, bodies });
    else {
      this.asker.forget();
      this.take(answer, stamp, null, ...bodies);
    }
  }

  end() {
    clearTimeout(this.timer);
    this.asker.end();
    this.deaf();
  }
}

// Whether anything is drawn, of a body that the canvas told.
export function isDrawn({ strokes, picture }) {
  return Boolean(strokes.length || picture);
}
