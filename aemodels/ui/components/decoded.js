// The digit at a point of the map, one for each model.

const shelves = new WeakMap();

export default function ({ parentElement, data }) {
  if (!shelves.has(parentElement)) {
    const node = element(`<div class="decoded"></div>`);
    node.append(...data.digits.map(digit));
    parentElement.append(node);
    shelves.set(parentElement, node);
  }
  const node = shelves.get(parentElement);
  data.digits.forEach(({ picture, main, note }, i) => {
    const shown = node.children[i], canvas = shown.querySelector("canvas");
    paintInk(canvas, bytes(picture));
    canvas.dataset.z = data.z.map((value) => value.toFixed(2)).join();
    shown.querySelector(".main").textContent = main;
    shown.querySelector(".note").textContent = note;
  });
  node.dataset.sent = data.sent;
  return () => {
    node.remove();
    shelves.delete(parentElement);
  };
}

function digit({ title, hue }) {
  const node = element(`<div class="digit" style="--hue: ${Number(hue)}">
    <canvas width="28" height="28" role="img" aria-label="Decoded digit"></canvas>
    <div><div class="title"></div><div class="main"></div><div class="note"></div></div></div>`);
  node.querySelector(".title").textContent = title;
  return node;
}
