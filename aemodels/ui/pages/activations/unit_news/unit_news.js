// Asks the door what the drawing does to the units, and for the story of the one that the hand looks at; tells the other
// parts of the page, and Python at rest what is looked at. Shows how the line stands.

import { Follower } from "../../../shared/js/door.js";
import { DRAWN } from "../../../shared/js/drawn.js";
import { mount } from "../../../shared/js/mounting.js";
import { forgetNews, hearNews, newestOf, tellNews } from "../../../shared/js/news.js";
import { element } from "../../../shared/js/pictures.js";
import { Sender } from "../../../shared/js/sender.js";
import { LOOK, STORY, UNITS } from "../units.js";

const HELD = ".walls, .by-digit, .story"; // where the hand looks at units

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(
    parentElement,
    () => new UnitNews(),
    (part) => {
      part.sender.speaks("look", setStateValue);
      part.follow(data);
    },
  );
}

class LookSender extends Sender {
  isHeld(event) {
    return event.composedPath?.().some((node) => node.matches?.(HELD));
  }
}

class UnitNews {
  followers;
  node = element(`<div><p class="line" role="status"></p></div>`);
  said = {};
  known = {}; // the unit of which all that stays has been told

  constructor() {
    this.sender = new LookSender(this.node, () => this.look().model && this.look());
    this.deaf = hearNews([LOOK], ({ stamp }) => stamp && this.sender.send());
  }

  look() {
    return newestOf(LOOK)?.body ?? {};
  }

  follow(data) {
    const before = JSON.stringify(this.ask);
    this.ask = data.ask;
    if (!newestOf(LOOK)) tellNews(LOOK, 0, data.look);
    this.followers ??= [
      new Follower("live/units", {
        question: (drawing) => ({ ...this.shown(drawing), networks: Object.values(this.ask.networks) }),
        take: (answer, stamp) => this.takeUnits(answer, stamp),
        say: (sentence) => this.say({ units: sentence }),
      }),
      new Follower("live/story", {
        topics: [DRAWN, LOOK],
        question: (drawing, look) => this.storyOf(drawing, look),
        take: (answer, stamp) => this.takeStory(answer, stamp),
        say: (sentence) => this.say({ story: sentence }),
      }),
    ];
    if (before && before !== JSON.stringify(data.ask)) for (const follower of this.followers) follower.renew();
  }

  dispose() {
    for (const follower of this.followers ?? []) follower.end();
    this.deaf();
    for (const topic of [LOOK, UNITS, STORY]) forgetNews(topic);
  }

  shown(drawing) {
    return { drawing, instead: this.ask.instead, layer: this.ask.layer };
  }

  takeUnits({ models, ...rest }, stamp) {
    const named = Object.entries(this.ask.networks).map(([name, network]) => [name, models[network]]);
    tellNews(UNITS, stamp, { ...rest, models: Object.fromEntries(named) });
  }

  storyOf(drawing, { layer, model, unit, level }) {
    const network = this.ask.networks[model];
    if (!this.ask.story || layer !== this.ask.layer || !network) return null;
    return { ...this.shown(drawing), network, unit, level, about: this.known.id !== idOf({ layer, network, unit }) };
  }

  takeStory(answer, stamp) {
    if (!answer) return tellNews(STORY, stamp, null);
    const id = idOf(answer);
    if (answer.about) this.known = { id, about: answer.about };
    if (this.known.id !== id) return this.followers[1].inquire(); // another unit was looked at in between
    const model = Object.keys(this.ask.networks).find((name) => this.ask.networks[name] === answer.network);
    tellNews(STORY, stamp, { ...answer, model, about: this.known.about });
  }

  say(said) {
    Object.assign(this.said, said);
    this.node.firstChild.textContent = this.said.units || this.said.story || "";
  }
}

function idOf({ layer, network, unit }) {
  return JSON.stringify([layer, network, unit]);
}
