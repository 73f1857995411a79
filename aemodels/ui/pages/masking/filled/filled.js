// Answers to a hole, as the door gives them: the first one large, with words beside it; the error in the hole below each.

import { Follower } from "../../../shared/js/door.js";
import { DOTS } from "../../../shared/js/dots.js";
import { FILLED, HIDING } from "../hidden.js";
import { mount } from "../../../shared/js/mounting.js";
import { forgetNews, tellNews } from "../../../shared/js/news.js";
import { bytes, element, paintInk } from "../../../shared/js/pictures.js";
import { Spoken } from "../../../shared/js/spoken.js";

const NOTHING = { picture: null, error: null };

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Filled(),
    (filled) => filled.follow(data),
  );
}

class Filled {
  constructor() {
    this.node =
      element(`<div class="filled"><div class="hero"><div><p class="words"></p><p class="unit">Below each picture: squared error per hidden pixel. Shorter bars are better.</p></div></div>
      <div class="others"></div><p class="line" role="status"></p></div>`);
    this.heard = new Spoken();
    this.node.append(this.heard.node);
    this.line = this.node.querySelector(".line");
    this.words = this.node.querySelector(".words");
  }

  follow(data) {
    const before = JSON.stringify(this.data?.ask);
    this.data = data;
    this.build(data.fillers);
    if (this.follower) {
      if (before !== JSON.stringify(data.ask)) this.follower.renew();
      return;
    }
    this.follower = new Follower(data.ask.path, {
      topics: [HIDING],
      question: ({ mask }) => ({ ...this.data.ask.about, mask }),
      take: (answer, stamp) => this.take(answer, stamp),
      say: (sentence) => (this.line.textContent = sentence),
    });
  }

  dispose() {
    this.heard.end();
    this.follower.end();
    for (const topic of [FILLED, DOTS]) forgetNews(topic);
  }

  build(fillers) {
    const plan = fillers.map(({ name }) => name).join();
    if (plan === this.plan) return;
    this.plan = plan;
    this.figures = fillers.map(figureOf);
    this.node.querySelector("figure")?.remove();
    this.node.querySelector(".hero").prepend(this.figures[0]);
    this.node.querySelector(".others").replaceChildren(...this.figures.slice(1));
    if (this.last) this.show(this.last);
  }

  answersOf(answer) {
    return this.data.fillers.map(({ network }) => (network === null ? answer.mean : answer.answers[network]) ?? NOTHING);
  }

  show(answer) {
    this.last = answer;
    const found = this.answersOf(answer),
      errors = found.map(({ error }) => error).filter((error) => error !== null);
    const best = Math.min(...errors),
      most = Math.max(...errors, 1e-6);
    this.words.textContent = answer.words;
    found.forEach(({ picture, error }, i) => {
      const shown = this.figures[i];
      paintInk(shown.querySelector("canvas"), bytes(picture));
      shown.querySelector("b").textContent = error === null ? "–" : error.toFixed(3);
      shown.querySelector("i").style.width = `${error === null ? 0 : (100 * error) / most}%`;
      shown.classList.toggle("best", error !== null && error === best);
      if (error === null) delete shown.dataset.error;
      else shown.dataset.error = error;
    });
  }

  take(answer, stamp) {
    this.show(answer);
    this.node.dataset.sent = stamp;
    this.heard.say(() => answer.words);
    const errors = this.answersOf(answer).map(({ error }, i) => [this.data.fillers[i].name, error]);
    const x = [...answer.hidden].filter((bit) => bit === "1").length / answer.hidden.length;
    tellNews(FILLED, stamp, { hidden: answer.hidden });
    tellNews(DOTS, stamp, { chart: "holes", x, points: Object.fromEntries(errors.filter(([, error]) => error !== null)) });
  }
}

function figureOf({ name, title, hue }) {
  const figure =
    element(`<figure ${hue === null ? "" : `style="--hue: ${Number(hue)}"`}><canvas width="28" height="28" role="img"></canvas>
    <figcaption><span class="title"></span><b>–</b><span class="bar"><i></i></span></figcaption></figure>`);
  figure.dataset.filler = name;
  figure.querySelector(".title").textContent = title;
  figure.querySelector("canvas").setAttribute("aria-label", `Filled in by ${title}`);
  return figure;
}
