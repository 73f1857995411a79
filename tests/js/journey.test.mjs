// The arithmetic of one number's journey: node --test tests/js/

import assert from "node:assert/strict";
import { test } from "node:test";
import { bars, bell, curve, figure, gaussian, waterfall } from "../../aemodels/ui/pages/activations/journey/drawn.js";
import { moved } from "../../aemodels/ui/pages/activations/journey/journey.js";
import { stagesOf } from "../../aemodels/ui/pages/activations/journey/stages.js";

test("contributions begin where the one before has ended, and end at their sum", () => {
  assert.deepEqual(waterfall([1, 2, -4]), [
    [0, 1],
    [1, 3],
    [3, -1],
  ]);
  assert.deepEqual(waterfall([]), []);
});

test("a figure has a minus of its own, and no minus before a nothing", () => {
  assert.equal(figure(-1.239), "−1.24");
  assert.equal(figure(-0.001), "0.00");
  assert.equal(figure(0.1235, 3), "0.123");
});

test("a pixel moves by rows and columns and stays in the picture", () => {
  assert.equal(moved(0, [-1, 0]), 0);
  assert.equal(moved(27, [0, 1]), 27);
  assert.equal(moved(28, [1, 1]), 57);
  assert.equal(moved(783, [1, 0]), 783);
});

test("a bell is 1 at its middle and exp(-1/2) one sigma away", () => {
  assert.equal(bell(2, 2, 0.1), 1);
  assert.ok(Math.abs(bell(2.1, 2, 0.1) - Math.exp(-0.5)) < 1e-12);
});

test("plots of extreme numbers hold no number that is none", () => {
  const size = { width: 320, height: 176, row: 18 };
  for (const value of [0, 1e6, -1e6, 1e-9]) {
    const drawn =
      bars(
        [
          { name: "a", value },
          { name: "b", value: -value },
        ],
        { name: "c", value: 0 },
        size,
      ) +
      curve({ reach: 6, values: [0, 1, 2] }, value, value, size) +
      gaussian({ mu: value, sigma: Math.abs(value), z: value }, size);
    assert.ok(!/NaN|Infinity|undefined/.test(drawn), String(value));
  }
});

test("only a variational network has the step of its chance", () => {
  assert.deepEqual(
    stagesOf({ sampled: false }).map(({ name }) => name),
    ["input", "sum", "activation", "code", "output"],
  );
  assert.equal(stagesOf({ sampled: true }).length, 6);
});
