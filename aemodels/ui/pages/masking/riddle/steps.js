// What is expected of a digit after each revealed patch: the latest large with its votes, the way there below. The door is
// asked only for the steps that are not known yet.

import { Follower } from "../../../shared/js/door.js";
import { EXPECTED, REVEALING } from "../hidden.js";
import { mount } from "../../../shared/js/mounting.js";
import { forgetNews, tellNews } from "../../../shared/js/news.js";
import { bytes, element, paintInk } from "../../../shared/js/pictures.js";

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Steps(data),
    (steps) => steps.follow(data),
  );
}

class Steps {
  known = { of: "", revealed: [], steps: [] };
  begun = new WeakMap(); // question -> the steps that go before those it asks for

  constructor(data) {
    this.node = build(data);
    this.line = this.node.querySelector(".line");
  }

  follow(data) {
    const before = JSON.stringify(this.data?.ask);
    this.data = data;
    if (this.follower) {
      if (before !== JSON.stringify(data.ask)) this.follower.renew();
      return;
    }
    this.follower = new Follower(data.ask.path, {
      topics: [REVEALING],
      question: ({ number, revealed, guess }) => this.question({ ...this.data.ask.about, number, revealed, guess }),
      take: (answer, stamp, asked) => this.take(answer, stamp, asked),
      say: (sentence) => (this.line.textContent = sentence),
    });
  }

  dispose() {
    this.follower.end();
    forgetNews(EXPECTED);
  }

  question(about) {
    const { of, revealed, steps } = this.known;
    const apart = about.revealed.findIndex((place, i) => place !== revealed[i]);
    const begun = of === digitOf(about) ? steps.slice(0, 1 + (apart < 0 ? about.revealed.length : apart)) : [];
    const question = { ...about, votes: begun.map(({ vote }) => vote) };
    this.begun.set(question, begun);
    return question;
  }

  take(answer, stamp, asked) {
    const steps = [...this.begun.get(asked), ...answer.steps];
    this.known = { of: digitOf(asked), revealed: asked.revealed, steps };
    show(this.node, steps);
    this.node.dataset.sent = stamp;
    tellNews(EXPECTED, stamp, answer);
  }
}

function digitOf({ number, drawing, network }) {
  return JSON.stringify([drawing ?? number, network]);
}

function build({ title, hue, colours }) {
  const node =
    element(`<div class="steps"><div class="now"><figure><canvas width="28" height="28" role="img" aria-label="Completion"></canvas><figcaption></figcaption></figure>
    <div class="votes"><p>How the ten nearest test digits vote</p></div></div><div class="way" role="group" aria-label="Step by step"></div><p class="line" role="status"></p></div>`);
  node.querySelector(".votes").append(
    ...colours.map((colour, digit) => {
      const bar = element(`<div class="vote"><span>${digit}</span><i><b></b></i><em></em></div>`);
      bar.querySelector("b").style.background = colour;
      return bar;
    }),
  );
  node.style.setProperty("--hue", Number(hue));
  node.querySelector(".now figcaption").textContent = `${title}: what it expects`;
  return node;
}

function show(node, steps) {
  const latest = steps.at(-1),
    way = node.querySelector(".way");
  paintInk(node.querySelector(".now canvas"), bytes(latest.picture));
  [...node.querySelectorAll(".vote")].forEach((bar, digit) => {
    bar.querySelector("b").style.width = `${10 * latest.votes[digit]}%`;
    bar.querySelector("em").textContent = latest.votes[digit] || "";
    bar.classList.toggle("first", digit === latest.vote);
  });
  while (way.childElementCount > steps.length) way.lastChild.remove();
  while (way.childElementCount < steps.length)
    way.append(
      element(
        `<figure><canvas width="28" height="28" role="img"></canvas><figcaption><b></b><span></span></figcaption></figure>`,
      ),
    );
  steps.forEach(({ picture, vote, votes, patches }, i) => {
    const frame = way.children[i];
    paintInk(frame.querySelector("canvas"), bytes(picture));
    frame.querySelector("canvas").setAttribute("aria-label", `After ${patches} patches: ${votes[vote]} of 10 vote ${vote}`);
    frame.querySelector("b").textContent = vote;
    frame.querySelector("span").textContent = `${votes[vote]} of 10`;
  });
  node.dataset.vote = latest.vote;
}
