// Digits decoded from codes, one beside the other.

export default function ({ parentElement, data }) {
  return mount(parentElement, () => element(`<div class="decoded"></div>`), (node) => show(node, data));
}

function show(node, { digits, z, sent, compact }) {
  const plan = digits.map(({ title, small }) => `${title} ${Boolean(small)}`).join();
  if (node.plan !== plan) node.replaceChildren(...digits.map(digit));
  node.plan = plan;
  node.classList.toggle("compact", compact);
  digits.forEach(({ picture, main, note, small }, i) => {
    const shown = node.children[i], canvas = shown.querySelector("canvas");
    paintInk(canvas, bytes(picture));
    canvas.dataset.z = z.map((value) => value.toFixed(2)).join();
    shown.querySelector(".main").textContent = main;
    shown.querySelector(".note").textContent = note;
    if (small) paintInk(shown.querySelector(".small"), bytes(small));
  });
  node.dataset.sent = sent;
}

function digit({ title, hue, small }) {
  const node = element(`<div class="digit" style="--hue: ${Number(hue)}">
    <canvas width="28" height="28" role="img" aria-label="Decoded digit"></canvas>
    <div><div class="title"></div><div class="main"></div><div class="note"></div>
    ${small ? `<canvas class="small" width="28" height="28" role="img" aria-label="Nearest test digit, redrawn"></canvas>` : ""}</div></div>`);
  node.querySelector(".title").textContent = title;
  return node;
}
