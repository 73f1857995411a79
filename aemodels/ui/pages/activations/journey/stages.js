// The steps of the journey: for each its title, what it shows at a glance, and what it unfolds, to be seen and to be read.
// fill(find, told, data, now) writes an answer of the door into it; find(name) finds its parts. `now` holds what is followed.

import { bytes, paintDifference, paintInk } from "../../../shared/js/pictures.js";
import { weightPixels } from "../units.js";
import { bars, curve, figure, gaussian } from "./drawn.js";

const WIDE = 320,
  MINI = 112; // px of a plot

const pixels = (name, label, kind = "") =>
  `<div class="pixels ${name} ${kind}"><canvas width="28" height="28" tabindex="0" role="application" aria-label="${label}"></canvas><i></i></div>`;
const glance = (kind = "") =>
  `<div class="pixels mini-picture ${kind}"><canvas width="28" height="28" aria-hidden="true"></canvas><i></i></div>`;
const line = (name, words) => `<div class="row"><span>${words}</span><output class="${name}"></output></div>`;
const chooser = (name, words) =>
  `<div class="chooser"><label>${words} <input type="number" class="${name}" step="1" inputmode="numeric"></label><button type="button" class="strongest">Strongest now</button></div>`;
const place = (pixel) => `row ${Math.floor(pixel / 28) + 1}, column ${(pixel % 28) + 1}`;

// What a number of the code is called: a variational network's code layer tells its mean.
const codeName = ({ sampled }, number) => `${sampled ? "mu" : "z"} ${number}`;

const input = {
  name: "input",
  title: "Input",
  next: "what a unit makes of it",
  mini: glance(),
  sight: pixels("seen", "Input, pick a pixel"),
  words: `<p>The digit is 784 numbers, from 0 (black) to 1 (ink). Point at one of them: it is marked in every step.</p>${line("value", '<span class="place"></span>')}`,
  fill(find, { picture, pixel }, _, now) {
    for (const canvas of [find(".seen canvas"), find(".mini-picture canvas")]) paintInk(canvas, bytes(picture));
    find(".place").textContent = `Pixel in ${place(now.pixel)}`;
    find(".value").textContent = figure(pixel.value);
    return `pixel ${figure(pixel.value)}`;
  },
};

const sum = {
  name: "sum",
  title: "Weighted sum",
  next: "what it answers",
  mini: glance("signed"),
  sight: pixels("products", "Products of pixels and weights, pick a pixel", "signed"),
  words: `<p>A unit of the first layer multiplies each pixel by a weight of its own and adds the products up. Red adds, blue takes away.</p>${chooser("unit", "Unit")}
    ${line("product", '<span class="place"></span>')}${line("total", "<b>All 784 products</b>")}`,
  fill(find, { unit, pixel }, _, now) {
    const products = new Int8Array(bytes(unit.products).buffer);
    for (const canvas of [find(".products canvas"), find(".mini-picture canvas")])
      canvas.getContext("2d").putImageData(weightPixels(products, 28, 2), 0, 0);
    find(".place").textContent = `At ${place(now.pixel)}`;
    find(".product").textContent = `${figure(pixel.value)} × ${figure(pixel.weight, 3)} = ${figure(pixel.product, 3)}`;
    find(".total").textContent = figure(unit.sum, 3);
    return `sum ${figure(unit.sum)}`;
  },
};

const activation = {
  name: "activation",
  title: "Activation function",
  next: "its part in the code",
  mini: `<div class="mini-plot"></div>`,
  sight: `<div class="plot"></div>`,
  words: `<p class="said"></p>${line("total", "Weighted sum")}${line("bias", "+ bias")}${line("before", "= pre-activation")}
    <div class="norm">${line("mean", "− mean of the layer")}${line("spread", "÷ its standard deviation")}${line("gain", "× gain")}${line("shift", "+ shift")}${line("after", "= normalised")}</div>
    ${line("answer", '<b class="function"></b>')}`,
  fill(find, { unit }, data) {
    const { norm } = unit,
      at = norm ? norm.after : unit.before;
    find(".said").textContent = norm
      ? `A bias is added. Layer normalisation then measures the result by those of all ${data.units} units of the layer, and the activation function bends it.`
      : "A bias is added, and the activation function bends the result.";
    find(".norm").hidden = !norm;
    for (const [name, value] of Object.entries({ total: unit.sum, ...unit, ...norm }))
      if (find(`output.${name}`)) find(`output.${name}`).textContent = figure(value, 3);
    find(".function").textContent = `${data.function}(${figure(at, 3)})`;
    find(".plot").innerHTML = curve(data.curve, at, unit.answer, { width: WIDE, height: 192 });
    find(".mini-plot").innerHTML = curve(data.curve, at, unit.answer, { width: MINI, height: MINI, mini: true });
    return `answer ${figure(unit.answer)}`;
  },
};

const code = {
  name: "code",
  title: "Code",
  next: "what it is in the picture",
  mini: `<div class="mini-plot"></div>`,
  sight: `<div class="plot"></div>`,
  words: `<p class="said"></p>${chooser("number", "Number of the code")}<div class="ending">${line("bent", '<b class="function"></b>')}</div><p class="quiet part"></p>`,
  fill(find, { code }, data, now) {
    const name = codeName(data, now.number),
      from = data.layers > 1 ? "last hidden layer" : "hidden layer";
    find(".said").textContent =
      `A number of the code is a weighted sum again, now of the answers of the ${from}'s ${data.answering} units: here are the largest, each times its weight.`;
    const parts = code.parts.map(({ unit, part }) => ({
      name: `unit ${unit}`,
      value: part,
      own: code.direct && unit === now.unit,
    }));
    const others = code.others ? [{ name: `${code.others} others`, value: code.rest }] : [];
    const all = [...parts, ...others, { name: "bias", value: code.bias }],
      total = { name: data.ending ? "sum" : name, value: code.sum };
    find(".plot").innerHTML = bars(all, total, { width: WIDE, row: 18 });
    find(".mini-plot").innerHTML = bars(all, total, { width: MINI, row: MINI / (all.length + 1), mini: true });
    find(".ending").hidden = !data.ending;
    find(".function").textContent = `${name} = ${data.ending}(${figure(code.sum, 3)})`;
    find(".bent").textContent = figure(code.value, 3);
    const way = code.direct
      ? "is one of them"
      : `gets here through ${data.layers - 1} more hidden layers, so its part cannot be read from one weight`;
    find(".part").textContent =
      `Unit ${now.unit} of the first layer ${way}. Were its activation 0, ${name} would be ${figure(code.without, 4)} instead of ${figure(code.value, 4)}.`;
    return `${name} = ${figure(code.value)}`;
  },
};

const sample = {
  name: "sample",
  title: "Repara­meterisation",
  next: "what it is in the picture",
  mini: `<div class="mini-plot"></div>`,
  sight: `<div class="plot"></div><p class="quiet">Line: the posterior, where this digit's number may fall. Dashed: the prior N(0, 1). Both are drawn equally high.</p>`,
  words: `<p>The encoder gives each number a mean mu and a standard deviation sigma. The code is drawn from there: epsilon is chance, from N(0, 1).</p>
    <div class="sampling"><span class="formula">z = mu + sigma × epsilon</span><output class="arithmetic"></output></div><p class="quiet logvar"></p>
    <div class="buttons"><button type="button" class="throw">Throw the die</button><button type="button" class="mean">Use the mean</button></div><p class="quiet thrown"></p>`,
  fill(find, { posterior }, _, now) {
    const { mu, logvar, sigma, epsilon, z } = posterior;
    find(".plot").innerHTML = gaussian(posterior, { width: WIDE, height: 176 });
    find(".mini-plot").innerHTML = gaussian(posterior, { width: MINI, height: MINI, mini: true });
    find(".arithmetic").textContent =
      `${figure(z, 3)} = ${figure(mu, 3)} + ${figure(sigma, 3)} × ${epsilon < 0 ? `(${figure(epsilon, 3)})` : figure(epsilon, 3)}`;
    find(".logvar").textContent =
      `The code layer tells log sigma² = ${figure(logvar, 3)}, another weighted sum of the same units.`;
    find(".mean").disabled = now.seed === null;
    find(".thrown").textContent =
      now.seed === null
        ? "Not thrown yet: epsilon is 0, so z is the mean."
        : `Thrown with seed ${now.seed}, for every number of the code.`;
    return `z ${now.number} = ${figure(z)}`;
  },
};

const output = {
  name: "output",
  title: "Recon­struction",
  next: "",
  mini: glance(),
  sight: `<div class="trio">
    <figure><figcaption>Reconstruction</figcaption>${pixels("made", "Reconstruction, pick a pixel")}</figure>
    <figure><figcaption class="zero"></figcaption>${pixels("without", "Reconstruction without the number, pick a pixel")}</figure>
    <figure><figcaption>Difference</figcaption>${pixels("difference", "Difference, pick a pixel", "signed")}</figure></div>`,
  words: `<p class="said"></p><p class="place quiet"></p>${line("now", "With the number")}${line("gone", "Without it")}${line("change", "<b>Its part</b>")}`,
  fill(find, { output }, data, now) {
    const [made, without] = [bytes(output.picture), bytes(output.without)];
    for (const canvas of [find(".made canvas"), find(".mini-picture canvas")]) paintInk(canvas, made);
    paintInk(find(".without canvas"), without);
    paintDifference(find(".difference canvas"), made, without);
    find(".said").textContent =
      `The decoder makes the picture of all ${data.numbers} numbers. Set z ${now.number} to 0 instead of ${figure(output.value)}, and the difference is its part: red is ink that it adds, blue is ink that it takes away.`;
    find(".zero").textContent = `With z ${now.number} = 0`;
    find(".place").textContent = `Pixel in ${place(now.pixel)}`;
    const { now: here, without: gone } = output.pixel;
    for (const [name, value] of Object.entries({ now: here, gone, change: here - gone }))
      find(`output.${name}`).textContent = figure(value, 3);
    return `pixel ${figure(here)}`;
  },
};

// The steps of a network, in order.
export function stagesOf({ sampled }) {
  return sampled
    ? [input, sum, activation, { ...code, next: "the chance in it" }, sample, output]
    : [input, sum, activation, code, output];
}
