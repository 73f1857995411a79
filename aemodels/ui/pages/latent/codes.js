// Codes as they come to the page, and the test digit whose code is nearest to another.

import { bytes } from "../../shared/js/pictures.js";

export const POINT = "point"; // topic of news: the point of each map, and the test digit nearest to it
export const SLID = "slid"; // topic of news: the code at which the sliders stand

// Numbers as they lie in memory, in base64.
export const halves = (text) => fromHalves(new Uint16Array(bytes(text).buffer));
export const floats = (text) => new Float32Array(bytes(text).buffer);

let patterns; // the values of all 65,536 patterns of float16

export function fromHalves(bits) {
  patterns ??= new Float32Array(65536).map((_, pattern) => {
    const sign = pattern >> 15 ? -1 : 1,
      exponent = (pattern >> 10) & 31,
      fraction = pattern & 1023;
    if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
    return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
  });
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = patterns[bits[i]];
  return values;
}

// The codes (count, size) of test digits, in one list, and their labels.
export class Known {
  labels;
  size;
  codes;

  constructor(codes, size, labels) {
    Object.assign(this, { codes, size, labels });
  }

  // The number of the one nearest to a code.
  place(code) {
    let best = 0,
      least = Infinity;
    for (let k = 0, at = 0; k < this.labels.length; k++, at += this.size) {
      let off = 0;
      for (let i = 0; i < this.size && off < least; i++) off += (this.codes[at + i] - code[i]) ** 2;
      if (off < least) [best, least] = [k, off];
    }
    return best;
  }

  code(place) {
    return Array.from(this.codes.subarray(place * this.size, (place + 1) * this.size));
  }

  nearest(code) {
    return this.labels[this.place(code)];
  }
}
