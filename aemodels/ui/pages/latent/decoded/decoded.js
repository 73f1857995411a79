// The digits that the networks decode from the point of the maps, and how each redraws the nearest test digit.

import { POINT } from "../codes.js";
import { Files, inkOf, readDecoder } from "../decoder.js";
import { digit, paintDigit } from "../digits.js";
import { Follower } from "../../../shared/js/door.js";
import { mount } from "../../../shared/js/mounting.js";
import { element, named } from "../../../shared/js/pictures.js";

export default function ({ parentElement, data: [data] }) {
  return mount(parentElement, () => new Decoded(), (decoded) => decoded.show(data));
}

class Decoded {
  constructor() {
    this.node = element(`<div class="decoded"><p class="line" role="status"></p></div>`);
    this.line = this.node.querySelector(".line");
    this.files = new Files(this.node, () => this.follower.inquire());
    this.digits = new Map();
  }

  dispose() {
    this.follower.end();
    this.files.want([]);
  }

  follow() {
    return new Follower("live/decode", {
      topics: [POINT],
      question: ({ z, maps }) => ({ parts: maps.map(({ network, near }) => ({ network, codes: [z, near.code] })) }),
      here: (point) => this.decode(point),
      take: (answer, stamp, _, point) => this.take(answer, stamp, point),
      say: (sentence) => (this.line.textContent = sentence),
    });
  }

  show({ digits }) {
    const plan = JSON.stringify(digits);
    if (plan === this.plan) return;
    this.plan = plan;
    for (const node of this.digits.values()) node.remove();
    this.digits = new Map(digits.map((one) => [one.name, digit({ ...one, small: true })]));
    this.line.before(...this.digits.values());
    if (this.follower) this.follower.inquire();
    else this.follower = this.follow();
  }

  // The door's answer without the door, once all the decoders are here.
  decode({ z, maps }) {
    const decoders = maps.map(({ files }) => files && this.files.get(files.decoder));
    return decoders.every(Boolean) ? { pictures: decoders.map((decoder, i) => [z, maps[i].near.code].map((code) => decoder.ink(code))) } : null;
  }

  take({ pictures }, stamp, { z, maps }) {
    maps.forEach(({ name, near }, i) => {
      const node = this.digits.get(name), [picture, small] = pictures[i].map(inkOf);
      if (node) paintDigit(node, z, { picture, small, note: `Nearest test digit: ${named(near.label)}, ${near.distance.toFixed(2)} away, reconstructed:` });
    });
    this.node.dataset.sent = stamp;
    this.files.want(maps.flatMap(({ files }) => (files ? [[files.decoder, readDecoder]] : [])));
  }
}
