// Groups of oddities, each over its reconstruction; a click says which one is wanted.

import { mount } from "../../../shared/js/mounting.js";
import { element, paintTile, sheetOf } from "../../../shared/js/pictures.js";

const SAID = { odd: "noticed", doubtful: "doubted", digit: "taken for a digit" };

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(
    parentElement,
    () => ({ node: element(`<div class="oddities"></div>`) }),
    (wall) => {
      wall.choose = (choice) => setStateValue("event", { ...choice, sent: Date.now() });
      show(wall, data);
    },
  );
}

async function show(wall, data) {
  if (wall.node.childElementCount !== data.groups.length)
    wall.node.replaceChildren(...data.groups.map((_, kind) => groupOf(wall, data.each, kind)));
  wall.data = data;
  const sheets = await Promise.all(data.groups.map(({ sheet }) => sheetOf(sheet)));
  if (wall.data !== data) return;
  data.groups.forEach(({ title, verdicts }, kind) => {
    const node = wall.node.children[kind],
      noticed = verdicts.filter((verdict) => verdict === "odd").length;
    node.querySelector("h3").textContent = title;
    node.querySelector(".count").textContent = `${noticed} of ${verdicts.length} noticed`;
    node.querySelectorAll("button").forEach((button, number) => {
      const [above, below] = button.querySelectorAll("canvas");
      paintTile(above, sheets[kind], number, 0);
      paintTile(below, sheets[kind], number, 1);
      button.dataset.verdict = verdicts[number];
      button.setAttribute("aria-label", `${title} ${number + 1}, ${SAID[verdicts[number]]}`);
      button.title = `${SAID[verdicts[number]]}; click to try it`;
      button.querySelector("span").textContent = { odd: "odd", doubtful: "?", digit: "digit" }[verdicts[number]];
    });
  });
  wall.node.dataset.painted = "true";
}

function groupOf(wall, each, kind) {
  const node = element(`<section><h3></h3><div class="count"></div><div class="pairs"></div></section>`);
  node.querySelector(".pairs").append(
    ...Array.from({ length: each }, (_, number) => {
      const button = element(
        `<button type="button"><canvas width="28" height="28"></canvas><canvas width="28" height="28"></canvas><span></span></button>`,
      );
      button.onclick = () => wall.choose({ kind, number });
      return button;
    }),
  );
  return node;
}
