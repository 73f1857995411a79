// The digits that the networks decode, each from the point of its map, and how each redraws the nearest test digit.

import { POINT } from "../codes.js";
import { Files, inkOf, readDecoder } from "../decoder.js";
import { digit, paintDigit } from "../digits.js";
import { Follower } from "../../../shared/js/door.js";
import { mount } from "../../../shared/js/mounting.js";
import { element, named } from "../../../shared/js/pictures.js";

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Decoded(),
    (decoded) => decoded.show(data),
  );
}

class Decoded {
  constructor() {
    this.node = element(`<div class="decoded pinned"><p class="line" role="status"></p></div>`);
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
      question: ({ maps }) => ({ parts: maps.map(({ network, z, near }) => ({ network, codes: [z, near.code] })) }),
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
  decode({ maps }) {
    const decoders = maps.map(({ files }) => files && this.files.get(files.decoder));
    return decoders.every(Boolean)
      ? { pictures: decoders.map((decoder, i) => [maps[i].z, maps[i].near.code].map((code) => decoder.ink(code))) }
      : null;
  }

  take({ pictures }, stamp, { shown, maps }) {
    maps.forEach(({ name, z, near }, i) => {
      const node = this.digits.get(name),
        [picture, small] = pictures[i].map(inkOf);
      node?.classList.toggle("aside", name !== shown);
      if (node)
        paintDigit(node, z, {
          picture,
          small,
          note: `Nearest test digit: ${named(near.label)}, ${near.distance.toFixed(2)} away, reconstructed:`,
        });
    });
    this.node.dataset.sent = stamp;
    this.files.want(maps.flatMap(({ files }) => (files ? [[files.decoder, readDecoder]] : [])));
  }
}
