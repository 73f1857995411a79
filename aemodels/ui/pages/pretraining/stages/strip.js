// Pictures in a row, each with a title and a figure.

import { mount } from "../../../shared/js/mounting.js";
import { bytes, element, paintInk } from "../../../shared/js/pictures.js";

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => element(`<div class="strip"></div>`),
    (node) => show(node, data),
  );
}

function show(node, { figures, hue, sent }) {
  node.style.setProperty("--hue", Number(hue));
  if (node.childElementCount !== figures.length)
    node.replaceChildren(
      ...figures.map(() =>
        element(
          `<figure><canvas width="28" height="28" role="img"></canvas><figcaption><b></b><span class="note"></span><span class="error"></span></figcaption></figure>`,
        ),
      ),
    );
  figures.forEach(({ title, note, error, picture }, i) => {
    const figure = node.children[i];
    paintInk(figure.querySelector("canvas"), bytes(picture));
    figure.querySelector("canvas").setAttribute("aria-label", title);
    figure.querySelector("b").textContent = title;
    figure.querySelector(".note").textContent = note;
    figure.querySelector(".error").textContent = error && `squared error ${error}`;
  });
  node.dataset.sent = sent;
}
