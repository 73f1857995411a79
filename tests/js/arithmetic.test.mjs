// The arithmetic of the components, without a browser: node --test tests/js/

import assert from "node:assert/strict";
import { test } from "node:test";
import { logScale, roundTicks, scale } from "../../aemodels/ui/shared/js/axes.js";
import { beginning } from "../../aemodels/ui/shared/canvas/canvas.js";
import { floats, halves, Known } from "../../aemodels/ui/pages/latent/codes.js";
import { apart, holesIn, medians } from "../../aemodels/ui/pages/latent/map/places.js";
import { erf, readTensors, toInk } from "../../aemodels/ui/pages/latent/decoder.js";
import { spoken } from "../../aemodels/ui/shared/answers/answers.js";
import { settled, step } from "../../aemodels/ui/shared/js/address.js";
import { copied } from "../../aemodels/ui/shared/js/pen.js";
import { kl } from "../../aemodels/ui/pages/activations/penalty/penalty.js";
import { Lines, short } from "../../aemodels/ui/pages/train/plots.js";
import { favouriteOf, percent, selectivityFor, thousandths } from "../../aemodels/ui/pages/activations/units.js";

const close = (found, expected, off = 1e-6) => assert.ok(Math.abs(found - expected) <= off, `${found} is not ${expected}`);
const packed = (values) => Buffer.from(values.buffer).toString("base64");

test("a scale takes its ends to the ends of the axis, upside down where these are, in tenths of a pixel", () => {
  const x = scale(-1, 3, 40, 240),
    y = scale(0, 10, 300, 20);
  assert.deepEqual([-1, 0, 3].map(x), [40, 90, 240]);
  assert.deepEqual([0, 5, 10].map(y), [300, 160, 20]);
  assert.equal(scale(0, 3, 0, 1)(1), 0.3);
});

test("on a scale of multiples ten times as many are as far away", () => {
  const x = logScale(10, 1000, 0, 200);
  assert.deepEqual([10, 100, 1000].map(x), [0, 100, 200]);
});

test("round ticks lie inside and are round", () => {
  assert.deepEqual(roundTicks(0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(roundTicks(-1, 1), [-1, -0.5, 0, 0.5, 1]);
  assert.deepEqual(roundTicks(3, 52), [10, 20, 30, 40, 50]);
  assert.deepEqual(roundTicks(0, 0.004), [0, 0.001, 0.002, 0.003, 0.004]);
});

test("ticks of a logarithmic axis are sparser where it spans more", () => {
  const ticks = (low, high) => Lines.prototype.ticks(low, high).map((tick) => Number(tick.toPrecision(6)));
  assert.deepEqual(ticks(0, 3), [1, 10, 100, 1000]);
  assert.deepEqual(ticks(0, 1), [1, 2, 5, 10]);
  assert.deepEqual(ticks(Math.log10(2.5), Math.log10(4.5)), [3, 4]);
});

test("figures are short", () => {
  assert.deepEqual([0.01234, 1.26, 12.34, 123.4, 12345].map(short), ["0.012", "1.3", "12.3", "123", "12,345"]);
});

test("percentages never say all or nothing of what is not", () => {
  assert.deepEqual([0, 0.001, 0.5, 0.999, 1].map(percent), ["0 %", "< 1 %", "50 %", "> 99 %", "100 %"]);
});

test("the nearest code is found, the first of several as near", () => {
  const known = new Known(new Float32Array([0, 0, 1, 1, 1, 1, -3, 2]), 2, new Uint8Array([7, 1, 2, 9]));
  assert.equal(known.place([0.9, 0.9]), 1);
  assert.equal(known.nearest([-2, 1]), 9);
  assert.deepEqual(known.code(3), [-3, 2]);
});

test("the beginning of strokes grows with the share that is written", () => {
  const line = {
    points: [
      [0, 0],
      [0.25, 0],
      [0.5, 0],
      [0.75, 0],
    ],
    erase: false,
  };
  const strokes = [
    line,
    {
      points: [
        [0, 1],
        [0, 0.25],
      ],
      erase: true,
    },
  ];
  assert.deepEqual(beginning(strokes, 0), []);
  assert.deepEqual(beginning(strokes, 1), strokes);
  assert.deepEqual(beginning(strokes, 0.25), [{ points: line.points.slice(0, 2), erase: false }]);
  assert.equal(beginning(strokes, 0.9).length, 2);
});

test("strokes of more points than can be sent are thinned, and their ends stay", () => {
  const long = { points: Array.from({ length: 5000 }, (_, i) => [i / 5000, 0.5]), erase: false };
  const [sent] = copied([long]);
  assert.ok(sent.points.length <= 3500);
  assert.deepEqual([sent.points[0], sent.points.at(-1)], [long.points[0], long.points.at(-1)]);
  assert.equal(long.points.length, 5000);
});

test("numbers in base64 are those that were packed", () => {
  assert.deepEqual([...floats(packed(new Float32Array([1.5, -2])))], [1.5, -2]);
  assert.deepEqual(
    [...halves(packed(new Uint16Array([0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00])))],
    [1, -2, 2 ** -24, 65504, Infinity],
  );
  assert.deepEqual([...thousandths(packed(new Int16Array([500, -250])))], [0.5, -0.25]);
});

test("a file of tensors is read: what it says of itself, shapes and numbers of each kind", () => {
  const header = new TextEncoder().encode(
    JSON.stringify({
      __metadata__: { layers: "[]" },
      half: { dtype: "F16", shape: [2], data_offsets: [0, 4] },
      float: { dtype: "F32", shape: [1, 1], data_offsets: [4, 8] },
      byte: { dtype: "U8", shape: [3], data_offsets: [8, 11] },
    }),
  );
  const content = new Uint8Array(8 + header.length + 11),
    view = new DataView(content.buffer),
    start = 8 + header.length;
  view.setBigUint64(0, BigInt(header.length), true);
  content.set(header, 8);
  view.setUint16(start, 0x3800, true);
  view.setUint16(start + 2, 0xbc00, true);
  view.setFloat32(start + 4, 2.5, true);
  content.set([1, 2, 3], start + 8);
  const { about, tensors } = readTensors(content.buffer);
  assert.deepEqual(about, { layers: "[]" });
  assert.deepEqual(Object.keys(tensors), ["half", "float", "byte"]);
  assert.deepEqual(tensors.float.shape, [1, 1]);
  assert.deepEqual(
    Object.values(tensors).map(({ values }) => [...values]),
    [[0.5, -1], [2.5], [1, 2, 3]],
  );
});

test("the error function is as near to the true one as its formula", () => {
  const known = { 0: 0, 0.5: 0.5204998778, 1: 0.8427007929, 2: 0.995322265, 4: 0.9999999846 };
  for (const [x, value] of Object.entries(known)) {
    close(erf(Number(x)), value, 1.5e-7);
    close(erf(-Number(x)), -value, 1.5e-7);
  }
});

test("pixels become bytes within their bounds, and what is no number is dark", () => {
  assert.deepEqual([...toInk([-1, 0, 0.5, 1, 2, Number.NaN])], [0, 0, 128, 255, 255, 0]);
});

test("the penalty of a unit is nothing at its target, and what the formula says elsewhere", () => {
  assert.equal(kl(0.05, 0.05), 0);
  close(kl(0.5, 0.25), 0.5 * Math.log(2) + 0.5 * Math.log(2 / 3));
  assert.ok(Number.isFinite(kl(0.05, 0)) && Number.isFinite(kl(0.05, 1)));
});

test("selectivity is 1 for a unit that answers one digit alone, and 0 for one that answers all alike", () => {
  const alone = [0, 0, 0, 2, 0, 0, 0, 0, 0, 0];
  assert.equal(favouriteOf(alone), 3);
  close(selectivityFor(alone, 3), 1);
  close(selectivityFor(Array(10).fill(0.4), 6), 0);
});

test("a step of the history is one between pages and choices, not one of the hand", () => {
  const at = (rest) => `https://lab.example/class/${rest}`;
  assert.equal(step(at("latent?z=1,2&view=map"), at("latent?view=map&z=3,4"), ["z", "d"]), false);
  assert.equal(step(at("?d=AQ"), at(""), ["z", "d"]), false);
  assert.equal(step(at("latent?view=map"), at("latent?view=road&z=1,2"), ["z"]), true);
  assert.equal(step(at("latent?z=1"), at("noise?z=1"), ["z"]), true);
});

test("what is read is what stands still, or what there is when it does not", async () => {
  const looks = ["a", "b", "c", "c", "c", "c", "c"];
  assert.equal(
    await settled(
      () => (looks.length > 1 ? looks.shift() : looks[0]),
      () => false,
      async () => {},
    ),
    "c",
  );
  let count = 0;
  assert.match(
    await settled(
      () => String(count++),
      () => false,
      async () => {},
    ),
    /^\d+$/,
  );
  let time = 0; // what is read changes late, when somebody has been busy with it for long
  assert.equal(
    await settled(
      () => (time > 20 ? "new" : "old"),
      () => time < 21,
      async () => void time++,
    ),
    "new",
  );
});

test("the answers are spoken one after the other, and nothing where there is none", () => {
  const answer = (error, best, near) => ({ error, main: String(error), unit: "squared error", best, near });
  assert.equal(
    spoken([
      { title: "Plain", answer: answer(1.5, true, "nearest digit 3") },
      { title: "Sparse", answer: answer(2) },
    ]),
    "Plain: 1.5 squared error, nearest digit 3, the best. Sparse: 2 squared error",
  );
  assert.equal(spoken([{ title: "Plain", answer: answer(null) }]), "");
});

// A grid of fields, "#" for a hole, as its bits come.
function grid(rows) {
  const packed = new Uint8Array(Math.ceil(rows.length ** 2 / 8));
  [...rows.join("")].forEach((field, k) => (packed[k >> 3] |= Number(field === "#") << (k & 7)));
  return packed;
}

test("holes are found whatever their form, the largest first, and small ones are none; the middle lies inside", () => {
  const found = holesIn(
    grid([
      "..........",
      ".#######..",
      ".#.....#..",
      ".#.....###",
      ".#.....###",
      ".......###",
      "##........",
      "####....##",
      "####......",
      "####......",
    ]),
    10,
  );
  assert.deepEqual(found, [
    { size: 20, middle: [8, 4] },
    { size: 14, middle: [1, 8] },
  ]);
});

test("a hole that reaches the edge has its middle off it, and without holes there are none", () => {
  assert.deepEqual(holesIn(grid(["###...", "###...", "###...", "......", "......", "......"]), 6), [{ size: 9, middle: [1, 1] }]);
  assert.deepEqual(holesIn(new Uint8Array(512), 64), []);
});

test("each digit's middle is the median of its codes, and a digit that is not there has none", () => {
  const found = medians(new Float32Array([0, 5, 2, 6, 100, 7, 1, 1, 3, 3]), new Uint8Array([4, 4, 4, 9, 9]));
  assert.deepEqual([found[4], found[9], found[0]], [[2, 6], [2, 2], null]);
});

test("names that would lie on one another, or on the star, part; the others stay", () => {
  const found = apart([[0, 0], [0.1, 0], null, [5, 5], [1, 1], [1, 1]], 1, [0, -0.2]);
  assert.deepEqual([found[2], found[3]], [null, [5, 5]]);
  const places = [...found.filter(Boolean), [0, -0.2]];
  places.forEach((a, i) => places.slice(0, i).forEach((b) => assert.ok(Math.hypot(a[0] - b[0], a[1] - b[1]) > 0.9)));
});
