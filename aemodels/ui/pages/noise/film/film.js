// Film strips: what becomes of the corrupted picture when each model's answer goes back in; a figure below each picture.
// It is asked when the hand rests, and never keeps the answers waiting.

import { Follower } from "../../../shared/js/door.js";
import { mount } from "../../../shared/js/mounting.js";
import { bytes, element, paintInk } from "../../../shared/js/pictures.js";
import { DENOISED } from "../../../shared/js/corruption.js";

const REST = 100; // ms

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Film(),
    (film) => film.show(data),
  );
}

class Film {
  follower;
  node = element(`<div class="film"></div>`);

  show({ path, strips, frames }) {
    const plan = strips.map(({ name }) => name).join();
    if (plan !== this.plan) {
      this.plan = plan;
      this.strips = new Map(strips.map((strip) => [strip.network, row(strip, frames)]));
      this.node.replaceChildren(...this.strips.values());
      if (this.last) this.take(this.last); // who was there before
    }
    this.follower ??= new Follower(path, {
      topics: [DENOISED],
      question: ({ asked }) => asked,
      take: (answer, stamp) => {
        this.take(answer);
        this.node.dataset.sent = stamp;
      },
      rest: REST,
    });
  }

  take(answer) {
    this.last = answer;
    for (const [network, strip] of this.strips) if (answer.strips[network]) paint(strip, answer.strips[network]);
  }

  dispose() {
    this.follower?.end();
  }
}

function row({ title, hue }, frames) {
  const strip = element(
    `<div class="strip" style="--hue: ${Number(hue)}"><div class="title"></div><div class="frames" role="group"></div></div>`,
  );
  strip.querySelector(".title").textContent = title;
  strip.querySelector(".frames").setAttribute("aria-label", `${title}, denoised again and again`);
  strip.querySelector(".frames").append(
    ...Array.from({ length: frames }, (_, step) => {
      const frame = element(`<figure><canvas width="28" height="28" role="img"></canvas><figcaption>–</figcaption></figure>`);
      frame.querySelector("canvas").setAttribute("aria-label", `${title}, step ${step}`);
      return frame;
    }),
  );
  return strip;
}

function paint(strip, frames) {
  frames.forEach(({ picture, note }, i) => {
    const frame = strip.querySelectorAll("figure")[i];
    paintInk(frame.querySelector("canvas"), bytes(picture));
    frame.querySelector("figcaption").textContent = note;
  });
}
