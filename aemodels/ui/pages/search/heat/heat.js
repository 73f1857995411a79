// A table of numbers, shaded by value; the numbers themselves say what the shade says.

import { mount } from "../../../shared/js/mounting.js";
import { element } from "../../../shared/js/pictures.js";

export default function ({ parentElement, data: [data] }) {
  return mount(parentElement, () => element(`<div class="heat"></div>`), (node) => node.replaceChildren(table(data)));
}

function table({ name, heads, rows, range: [low, high] }) {
  const shade = (value) => Math.round(55 * Math.min(1, Math.max(0, (value - low) / (high - low))));
  const node = element(`<table><caption></caption><thead><tr><td></td></tr></thead><tbody></tbody></table>`);
  node.querySelector("caption").textContent = name;
  node.querySelector("thead tr").append(...heads.map((title) => cell("th", title, "col")));
  node.querySelector("tbody").append(...rows.map(({ title, hue, cells, marked }) => {
    const row = document.createElement("tr"), head = cell("th", title, "row");
    row.classList.toggle("marked", Boolean(marked));
    if (hue !== null) head.style.setProperty("--hue", Number(hue));
    row.append(head, ...cells.map((value) => {
      const box = cell("td", value === null ? "–" : value.toFixed(0));
      if (value !== null) box.style.setProperty("--shade", `${shade(value)}%`);
      return box;
    }));
    return row;
  }));
  return node;
}

function cell(tag, text, scope) {
  const node = document.createElement(tag), words = document.createElement("span");
  words.textContent = text;
  node.append(words);
  if (scope) node.scope = scope;
  return node;
}
