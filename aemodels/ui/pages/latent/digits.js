// Digits with a title, a figure and a note, one beside the other; perhaps with a small one beside the note.

import { element, paintInk } from "../../shared/js/pictures.js";

/** @param {any} about */
export function digit({ title, hue, small }) {
  const node = element(`<div class="digit" style="--hue: ${Number(hue)}">
    <canvas width="28" height="28" role="img" aria-label="Decoded digit"></canvas>
    <div><div class="title"></div><div class="main"></div><div class="note"></div>
    ${small ? `<canvas class="small" width="28" height="28" role="img" aria-label="Nearest test digit, redrawn"></canvas>` : ""}</div></div>`);
  node.querySelector(".title").textContent = title;
  return node;
}

// Paints what was decoded from the code z.
export function paintDigit(node, z, /** @type {any} */ { picture, main = "", note, small }) {
  const canvas = node.querySelector("canvas");
  paintInk(canvas, picture);
  canvas.dataset.z = z.map((value) => value.toFixed(2)).join();
  node.querySelector(".main").textContent = main;
  node.querySelector(".note").textContent = note;
  if (small) paintInk(node.querySelector(".small"), small);
}
