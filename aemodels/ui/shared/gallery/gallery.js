// Ten examples, given as SVG paths, and a surprise. Says which one was chosen; Python puts it on the canvas.

import { mount } from "../js/mounting.js";
import { element, named } from "../js/pictures.js";

const PEN = (100 * 2.4) / 28;

export default function ({ parentElement, data: [data], setTriggerValue }) {
  return mount(
    parentElement,
    () => build(data),
    (node) => (node.tell = setTriggerValue),
  );
}

function build(paths) {
  const node = element(`<div class="gallery" role="group" aria-label="Examples"></div>`),
    clicks = paths.map(() => 0);
  const surprise = element(`<button type="button" class="surprise">Surprise me</button>`);
  surprise.onclick = () => node.tell("surprise", true);
  node.append(
    ...paths.map((path, label) => {
      const button =
        element(`<button type="button" class="example" title="Write ${named(label)}; click again for another handwriting" aria-label="Example ${label}">
      <svg viewBox="0 0 100 100" stroke-width="${PEN}" aria-hidden="true"><path/></svg></button>`);
      button.querySelector("path").setAttribute("d", path);
      button.onclick = () => node.tell("example", { digit: label, style: clicks[label]++ });
      return button;
    }),
    surprise,
  );
  return node;
}
