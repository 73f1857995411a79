// What stands on the canvas, what a model redraws, and what its error and its code say about it, by the door.

import { Follower } from "../../../shared/js/door.js";
import { mount } from "../../../shared/js/mounting.js";
import { bytes, element, paintInk } from "../../../shared/js/pictures.js";

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Judge(data),
    (judge) => judge.follow(data),
  );
}

class Judge {
  follower;

  constructor({ gauges }) {
    this.node = element(`<div class="judge">
      <figure><canvas width="28" height="28" role="img" aria-label="Model input"></canvas><figcaption class="whose"></figcaption></figure>
      <figure><canvas width="28" height="28" role="img" aria-label="Reconstruction"></canvas><figcaption class="title"></figcaption></figure>
      <div class="said"><div class="headline" role="status"></div><p class="reason"></p></div><div class="gauges"></div><p class="line" role="status"></p></div>`);
    this.find = (selector) => this.node.querySelector(selector);
    this.find(".gauges").append(
      ...gauges.map(() =>
        element(
          `<div class="gauge"><span class="name"></span><b></b><div class="scale"><i></i><i></i><em hidden></em></div><span class="note"></span></div>`,
        ),
      ),
    );
    this.gauges = [...this.find(".gauges").children];
  }

  follow(data) {
    const before = JSON.stringify(this.data?.ask);
    this.data = data;
    this.node.style.setProperty("--hue", Number(data.hue));
    this.find(".title").textContent = `Reconstruction: ${data.title}`;
    this.gauges.forEach((gauge, i) => {
      gauge.querySelector(".name").textContent = data.gauges[i];
      data.limits.forEach((limit, k) => (gauge.querySelectorAll(".scale i")[k].style.left = `${100 * along(limit)}%`));
    });
    this.follower ??= new Follower(data.ask.path, {
      question: (drawing) => ({ drawing, network: this.data.ask.network, instead: this.data.ask.instead }),
      take: (answer, stamp) => this.take(answer, stamp),
      say: (sentence) => (this.find(".line").textContent = sentence),
    });
    if (before && before !== JSON.stringify(data.ask)) this.follower.renew();
  }

  dispose() {
    this.follower.end();
  }

  take({ own, pictures, verdict, headline, reason, gauges }, stamp) {
    this.node.dataset.verdict = verdict;
    this.node.querySelectorAll("canvas").forEach((canvas, i) => paintInk(canvas, bytes(pictures[i])));
    this.find(".whose").textContent = own ? "Your picture" : this.data.until;
    this.find(".headline").textContent = headline;
    this.find(".reason").textContent = reason;
    this.gauges.forEach((gauge, i) => {
      const { value, place, note } = gauges[i],
        mark = gauge.querySelector("em");
      gauge.querySelector("b").textContent = value;
      gauge.querySelector(".note").textContent = note;
      mark.hidden = false;
      mark.style.left = `${100 * along(place)}%`;
      gauge.dataset.place = place;
    });
    this.node.dataset.sent = stamp;
  }
}

// The last hundredths are what matters, so they get room: half of the scale is for the last tenth.
function along(place) {
  return place < 0.9 ? place / 1.8 : 0.5 + 5 * (place - 0.9);
}
