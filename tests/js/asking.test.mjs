// What is asked at the door, and what is not asked again.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Asker } from "../../aemodels/ui/shared/js/door.js";

/** @type {any} */ (globalThis).window = new EventTarget();
const rest = () => new Promise((done) => setTimeout(done, 0));
let asked, taken;

// A door that answers what was asked, when `answer` is called.
beforeEach(() => {
  asked = [];
  taken = [];
  globalThis.fetch = /** @type {any} */ (
    (_, { body }) =>
      new Promise((done) => {
        asked.push({ body: JSON.parse(body), answer: (status = 200) => done(Response.json(JSON.parse(body), { status })) });
      })
  );
});

const asker = () =>
  new Asker(
    "live/anything",
    (answer, { stamp }) => taken.push([answer.drawn, stamp]),
    () => {},
  );

test("one question is under way, and of those that wait only the newest is kept", async () => {
  const one = asker();
  for (const drawn of [1, 2, 3]) one.ask({ stamp: drawn, body: { drawn } });
  assert.equal(asked.length, 1);
  asked[0].answer();
  await rest();
  assert.deepEqual(
    asked.map(({ body }) => body.drawn),
    [1, 3],
  );
  asked[1].answer();
  await rest();
  assert.deepEqual(taken, [
    [1, 1],
    [3, 3],
  ]);
});

test("the question that is under way is not asked again, and its answer is the newest one's", async () => {
  const one = asker();
  one.ask({ stamp: 1, body: { drawn: 1 } });
  one.ask({ stamp: 2, body: { drawn: 2 } });
  one.ask({ stamp: 3, body: { drawn: 1 } }); // the hand has gone back: nobody waits for 2 any more
  asked[0].answer();
  await rest();
  assert.equal(asked.length, 1);
  assert.deepEqual(taken, [[1, 3]]);
});

test("what has been answered is not asked again, until something else was", async () => {
  const one = asker();
  one.ask({ stamp: 1, body: { drawn: 1 } });
  asked[0].answer();
  await rest();
  one.ask({ stamp: 2, body: { drawn: 1 } });
  assert.deepEqual(taken, [
    [1, 1],
    [1, 2],
  ]);
  one.ask({ stamp: 3, body: { drawn: 2 } });
  asked[1].answer();
  await rest();
  one.ask({ stamp: 4, body: { drawn: 1 } });
  assert.equal(asked.length, 3);
});

test("what was forgotten is asked again, and its late answer is nobody's", async () => {
  const one = asker();
  one.ask({ stamp: 1, body: { drawn: 1 } });
  one.forget();
  one.ask({ stamp: 2, body: { drawn: 1 } });
  asked[0].answer();
  await rest();
  assert.deepEqual(taken, []);
  asked[1].answer();
  await rest();
  assert.deepEqual(taken, [[1, 2]]);
  one.forget();
  one.ask({ stamp: 3, body: { drawn: 1 } });
  assert.equal(asked.length, 3);
});

test("what was refused is asked again", async () => {
  const one = asker();
  one.ask({ stamp: 1, body: { drawn: 1 } });
  asked[0].answer(400);
  await rest();
  one.ask({ stamp: 2, body: { drawn: 1 } });
  assert.equal(asked.length, 2);
  assert.deepEqual(taken, []);
});
