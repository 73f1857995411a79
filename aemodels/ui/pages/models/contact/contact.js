// Rows of pictures cut from one sheet: what all models see, then what each of them redraws.

import { mount } from "../../../shared/js/mounting.js";
import { element, paintTile, sheetOf } from "../../../shared/js/pictures.js";

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => element(`<div class="contact" role="region" aria-label="Contact sheet" tabindex="0"></div>`),
    (node) => {
      if (node.sheet !== data.sheet) paint(node, data);
    },
  );
}

async function paint(node, { sheet, rows, columns }) {
  node.sheet = sheet;
  delete node.dataset.painted;
  const picture = await sheetOf(sheet);
  if (node.sheet !== sheet) return; // a newer one has come meanwhile
  const strips = [input(columns), ...rows.map(answer)];
  strips.forEach((strip, row) =>
    strip.querySelectorAll("canvas").forEach((canvas, column) => paintTile(canvas, picture, column, row)),
  );
  node.replaceChildren(...strips);
  node.dataset.painted = rows.length;
}

function input(columns) {
  return strip(
    "Input",
    Array.from({ length: columns }, (_, label) => `Example ${label}`),
  );
}

function answer({ name, title, hue, main, errors }) {
  const row = strip(
    title,
    errors.map((error, label) => `${label}, reconstruction by ${title}: squared error ${error.toFixed(2)}`),
  );
  row.style.setProperty("--hue", Number(hue));
  row.dataset.model = name;
  row.dataset.error = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  row.querySelector(".figure").textContent = main;
  return row;
}

function strip(title, names) {
  const row = element(
    `<div class="strip"><div class="title"><span></span><span class="figure"></span></div><div class="pictures"></div></div>`,
  );
  row.querySelector(".title span").textContent = title;
  row.querySelector(".pictures").append(
    ...names.map((name) => {
      const canvas = element(`<canvas width="28" height="28" role="img"></canvas>`);
      canvas.setAttribute("aria-label", name);
      canvas.title = name;
      return canvas;
    }),
  );
  return row;
}
