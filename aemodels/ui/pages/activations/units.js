// What the parts of the activations page tell each other (news.js): which unit the hand looks at, and what the drawing
// does to all units and to that one. The big data of the parts stay as they are while small news follow the hand.

import { newestOf, tellNews } from "../../shared/js/news.js";
import { bytes } from "../../shared/js/pictures.js";

export const LOOK = "unit-look"; // {layer, model, unit, level}; no model: at no unit, no level: as the unit answers
export const UNITS = "units"; // what the door says of all units (live/units), by name of the model
export const STORY = "unit-story"; // what the door says of the unit that is looked at (live/story), null without one
export const RESTING = 0.05; // of the activation: a unit below it is at rest; as aemodels.evaluation.units has it

function tellLook(look) {
  tellNews(LOOK, Math.max((newestOf(LOOK)?.stamp ?? 0) + 1, Date.now()), look);
}

// The hand looks at a unit; the one that it has been looking at stays as far turned as it is.
export function lookAt(layer, model, unit) {
  const now = newestOf(LOOK)?.body,
    level = chosenIn(now, layer, model) === unit ? now.level : null;
  tellLook({ layer, model, unit, level });
}

// The hand turns the unit that it looks at; null: it lets it answer.
export function turnTo(level) {
  tellLook({ ...newestOf(LOOK).body, level });
}

// The number of the unit of this model and layer that is looked at, null when it is none of these.
export function chosenIn(look, layer, model) {
  return look?.layer === layer && look.model === model ? look.unit : null;
}

// Thousandths as int16 in base64 -> numbers.
export function thousandths(text) {
  return Float32Array.from(new Int16Array(bytes(text).buffer), (value) => value / 1000);
}

// What the drawing makes of a model's units, or null while what is told is of another layer or model.
export function answersOf(told, layer, name, units) {
  if (told?.layer !== layer || !told.models[name]) return null;
  const answers = thousandths(told.models[name]);
  return answers.length === units ? answers : null;
}

export const percent = (share) =>
  share > 0 && share < 0.01 ? "< 1 %" : share < 1 && share > 0.99 ? "> 99 %" : `${Math.round(100 * share)} %`;

// Weights, int8 with 127 at the strongest: red where ink wakes the unit, blue where ink quiets it, nothing where neither.
export function weightPixels(values, side, gain = 1) {
  const pixels = new ImageData(side, side);
  values.forEach((value, at) =>
    pixels.data.set([...(value > 0 ? [229, 72, 77] : [62, 123, 250]), Math.min(255, 2 * gain * Math.abs(value))], 4 * at),
  );
  return pixels;
}

// (s_d - rest) / (s_d + rest) of ten mean strengths; rest: the mean of the other nine. Morcos et al. 2018.
export function selectivityFor(strengths, digit) {
  let sum = 0;
  for (const value of strengths) sum += value;
  const rest = (sum - strengths[digit]) / (strengths.length - 1);
  return (strengths[digit] - rest) / Math.max(1e-6, strengths[digit] + rest);
}

export function favouriteOf(strengths) {
  return strengths.reduce((best, value, digit) => (value > strengths[best] ? digit : best), 0);
}
