// The digit where the sliders stand and the one where they started, and how far apart they are.

import { SLID } from "../codes.js";
import { Files, inkOf, readDecoder, readKnown, toInk } from "../decoder.js";
import { digit, paintDigit } from "../digits.js";
import { Follower } from "../../../shared/js/door.js";
import { mount } from "../../../shared/js/mounting.js";
import { element } from "../../../shared/js/pictures.js";

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Slid(),
    (slid) => slid.show(data),
  );
}

class Slid {
  follower;

  constructor() {
    this.node = element(`<div class="decoded compact"></div>`);
    this.files = new Files(this.node, () => this.follower.inquire());
  }

  follow() {
    return new Follower("live/slide", {
      topics: [SLID],
      question: ({ network, code, start }) => ({ network, code, start }),
      here: (slid) => this.decode(slid),
      take: (answer, stamp, _, slid) => this.take(answer, stamp, slid),
      say: () => {}, // the sliders say how the line stands
    });
  }

  dispose() {
    this.follower.end();
    this.files.want([]);
  }

  show({ begun_as, hue }) {
    this.begunAs = begun_as;
    if (!this.digits) this.node.append(...(this.digits = ["Now", "Start"].map((title) => digit({ title, hue }))));
    for (const node of this.digits) node.style.setProperty("--hue", Number(hue));
    if (this.note) this.tellStart();
    this.follower ??= this.follow();
  }

  // The door's answer without the door, once the decoder and the codes of the test digits are here.
  decode({ files, code, start }) {
    const [decoder, known] = files ? [files.decoder, files.known].map((file) => this.files.get(file)) : [];
    if (!decoder || !known) return null;
    const pixels = [code, start].map((one) => decoder.decode(one));
    return {
      digits: [code, start].map((one, i) => ({ picture: toInk(pixels[i]), label: known.nearest(one) })),
      error: pixels[0].reduce((sum, value, at) => sum + (value - pixels[1][at]) ** 2, 0),
    };
  }

  take({ digits: [here, then], error }, stamp, { files, code, start }) {
    this.note = `nearest test digit: ${then.label}`;
    paintDigit(this.digits[0], code, {
      picture: inkOf(here.picture),
      main: figure(error),
      note: `squared error to the start; nearest test digit: ${here.label}`,
    });
    paintDigit(this.digits[1], start, { picture: inkOf(then.picture), note: "" });
    this.tellStart();
    this.node.dataset.sent = stamp;
    this.files.want(
      files
        ? [
            [files.decoder, readDecoder],
            [files.known, readKnown],
          ]
        : [],
    );
  }

  // Another start may come with words alone.
  tellStart() {
    this.digits[1].querySelector(".note").textContent = `${this.begunAs}; ${this.note}`;
  }
}

// A squared error in three digits.
function figure(error) {
  return Number.isFinite(error) ? error.toFixed(error < 10 ? 2 : 1) : "–";
}
