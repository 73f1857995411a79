// What the drawing does to the units, told to every component of the page at once: the big data of the components stay
// as they are, and one small message follows the hand.

const CHANNEL = "aemodels-units";
const RESTING = 0.05; // of the activation: a unit below it is at rest; as aemodels.units.RESTING

function tellUnits(news) {
  if (news.stamp <= (globalThis[CHANNEL]?.stamp ?? 0)) return;
  globalThis[CHANNEL] = news;
  window.dispatchEvent(new Event(CHANNEL));
}

// Calls take(news) now, if there are news, and at most once a frame from now on; returns what ends it.
function hearUnits(take) {
  let frame = null;
  const paint = () => {
    frame = null;
    if (globalThis[CHANNEL]) take(globalThis[CHANNEL]);
  };
  const heard = () => (frame ??= requestAnimationFrame(paint));
  window.addEventListener(CHANNEL, heard);
  paint();
  return () => {
    window.removeEventListener(CHANNEL, heard);
    cancelAnimationFrame(frame);
  };
}

// Thousandths as int16 in base64 -> numbers.
function thousandths(text) {
  return Float32Array.from(new Int16Array(bytes(text).buffer), (value) => value / 1000);
}

// What the drawing makes of a model's units, or null while the news are of another layer or model.
function answersOf(news, layer, name, units) {
  if (news?.layer !== layer || !news.models[name]) return null;
  const answers = thousandths(news.models[name]);
  return answers.length === units ? answers : null;
}

const percent = (share) => (share > 0 && share < 0.01 ? "< 1 %" : share < 1 && share > 0.99 ? "> 99 %" : `${Math.round(100 * share)} %`);

// Weights, int8 with 127 at the strongest: red where ink wakes the unit, blue where ink quiets it, nothing where neither.
function weightPixels(values, side, gain = 1) {
  const pixels = new ImageData(side, side);
  values.forEach((value, at) => pixels.data.set([...(value > 0 ? [229, 72, 77] : [62, 123, 250]), Math.min(255, 2 * gain * Math.abs(value))], 4 * at));
  return pixels;
}

// (s_d - rest) / (s_d + rest) of ten mean strengths; rest: the mean of the other nine. Morcos et al. 2018.
function selectivityFor(strengths, digit) {
  let sum = 0;
  for (const value of strengths) sum += value;
  const rest = (sum - strengths[digit]) / (strengths.length - 1);
  return (strengths[digit] - rest) / Math.max(1e-6, strengths[digit] + rest);
}

function favouriteOf(strengths) {
  return strengths.reduce((best, value, digit) => (value > strengths[best] ? digit : best), 0);
}
