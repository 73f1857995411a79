// Rows of ten digits with a title and a figure each.

import { mount } from "../../../shared/js/mounting.js";
import { element, paintTile, sheetOf } from "../../../shared/js/pictures.js";

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => element(`<div class="rows"></div>`),
    (node) => show(node, data),
  );
}

function show(node, rows) {
  node.replaceChildren();
  rows.forEach(async ({ title, note, error, sheet }) => {
    const row = element(
      `<div class="row"><div><b></b><span class="note"></span></div><div class="digits" role="group"></div><div class="figure"><strong></strong><span class="note">squared error</span></div></div>`,
    );
    row.querySelector("b").textContent = title;
    row.querySelector(".note").textContent = note;
    row.querySelector("strong").textContent = error;
    const digits = row.querySelector(".digits");
    digits.setAttribute("aria-label", title);
    digits.append(
      ...Array.from({ length: 10 }, (_, digit) =>
        element(`<canvas width="28" height="28" role="img" aria-label="Digit ${digit}"></canvas>`),
      ),
    );
    node.append(row);
    const picture = await sheetOf(sheet);
    [...digits.children].forEach((canvas, i) => paintTile(canvas, picture, i, 0));
  });
}
