// A network's decoder in the browser: what aemodels/live/decoders.py gives away, fetched when the page is idle and has had
// its first answer from the door. Until then, and where it does not come, the door goes on answering.

import { fromHalves, Known } from "./codes.js";
import { APP, pageName, WORTH_ANOTHER_TRY } from "../../shared/js/door.js";
import { bytes } from "../../shared/js/pictures.js";

const EPSILON = 1e-5; // of PyTorch's layer normalisation

const whenIdle = (work) =>
  globalThis.requestIdleCallback ? requestIdleCallback(work, { timeout: 1000 }) : setTimeout(work, 200);

// Files of the door by their addresses, for a node that says, data-files="here", when all that are wanted are here, which
// is when come() is called.
export class Files {
  node;
  come;
  found = new Map();

  constructor(node, come) {
    Object.assign(this, { node, come });
  }

  get(address) {
    return this.found.get(address);
  }

  // Keeps what is at these addresses, as read(buffer) gives it, and nothing else.
  want(wanted) {
    const addresses = wanted.map(([address]) => address);
    for (const address of this.found.keys()) if (!addresses.includes(address)) this.found.delete(address);
    for (const [address, read] of wanted) {
      if (this.found.has(address)) continue;
      this.found.set(address, null);
      delete this.node.dataset.files;
      whenIdle(() => this.fetch(address, read));
    }
  }

  async fetch(address, read) {
    let content;
    try {
      const response = await fetch(`${APP}${address}`, { headers: { "X-Page": pageName() } });
      if (!response.ok) return WORTH_ANOTHER_TRY.includes(response.status) ? this.found.delete(address) : false;
      content = await response.arrayBuffer();
    } catch {
      return this.found.delete(address); // whoever wants it next tries again
    }
    if (!this.found.has(address)) return; // not wanted any more
    this.found.set(address, read(content));
    if (![...this.found.values()].every(Boolean)) return;
    this.node.dataset.files = "here";
    this.come();
  }
}

// ---- safetensors: the header's length in 8 bytes, the header as JSON, the numbers of all tensors

export function readTensors(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const { __metadata__: about, ...listed } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  const tensors = {};
  for (const [
    name,
    {
      dtype,
      shape,
      data_offsets: [from, to],
    },
  ] of Object.entries(listed)) {
    const content = buffer.slice(8 + length + from, 8 + length + to);
    const values =
      dtype === "F16"
        ? fromHalves(new Uint16Array(content))
        : dtype === "F32"
          ? new Float32Array(content)
          : new Uint8Array(content);
    tensors[name] = { shape, values };
  }
  return { about, tensors };
}

// ---- the layers, each (input) => output

function linear({ shape: [outputs, inputs], values: w }, { values: b }) {
  return (x) => {
    const y = b.slice(),
      inFours = outputs - (outputs % 4);
    for (let o = 0; o < inFours; o += 4) {
      // four at once: their sums do not wait for one another
      const first = o * inputs,
        second = first + inputs,
        third = second + inputs,
        fourth = third + inputs;
      let s0 = b[o],
        s1 = b[o + 1],
        s2 = b[o + 2],
        s3 = b[o + 3];
      for (let i = 0; i < inputs; i++) {
        const value = x[i];
        s0 += w[first + i] * value;
        s1 += w[second + i] * value;
        s2 += w[third + i] * value;
        s3 += w[fourth + i] * value;
      }
      y.set([s0, s1, s2, s3], o);
    }
    for (let o = inFours; o < outputs; o++) for (let i = 0; i < inputs; i++) y[o] += w[o * inputs + i] * x[i];
    return y;
  };
}

function layerNorm({ values: gain }, { values: bias }) {
  return (x) => {
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length,
      scale = 1 / Math.sqrt(variance + EPSILON);
    return x.map((value, i) => (value - mean) * scale * gain[i] + bias[i]);
  };
}

// Abramowitz and Stegun 1964, 7.1.26: off by at most 1.5e-7.
export function erf(x) {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x);
  return x < 0 ? tail - 1 : 1 - tail;
}

const each = (formula) => () => (x) => x.map(formula);
const LAYERS = {
  linear,
  layer_norm: layerNorm,
  gelu: each((v) => 0.5 * v * (1 + erf(v * Math.SQRT1_2))),
  relu: each((v) => Math.max(0, v)),
  sigmoid: each((v) => 1 / (1 + Math.exp(-v))),
  tanh: each(Math.tanh),
};

// From a code to the 784 pixels, 0 to 1; ink() gives them as bytes.
class Decoder {
  constructor(layers) {
    this.layers = layers;
  }

  decode(code) {
    return this.layers.reduce((x, layer) => layer(x), Float32Array.from(code));
  }

  ink(code) {
    return toInk(this.decode(code));
  }
}

export function readDecoder(buffer) {
  const { about, tensors } = readTensors(buffer);
  return new Decoder(JSON.parse(about.layers).map((kind, i) => LAYERS[kind](tensors[`${i}.weight`], tensors[`${i}.bias`])));
}

export function readKnown(buffer) {
  const {
    tensors: { codes, labels },
  } = readTensors(buffer);
  return new Known(codes.values, codes.shape[1], labels.values);
}

// ---- pictures

// Pixels 0 to 1 as bytes; what is no number is 0.
export function toInk(pixels) {
  return Uint8ClampedArray.from(pixels, (value) => 255 * value);
}

// A picture from here or from the door.
export function inkOf(picture) {
  return typeof picture === "string" ? bytes(picture) : picture;
}
