// Pictures in a row, each with a title and a figure.

const strips = new WeakMap();

export default function ({ parentElement, data }) {
  if (!strips.has(parentElement)) {
    const node = element(`<div class="strip"></div>`);
    parentElement.append(node);
    strips.set(parentElement, node);
  }
  const node = strips.get(parentElement);
  node.style.setProperty("--hue", Number(data.hue));
  if (node.childElementCount !== data.figures.length) node.replaceChildren(...data.figures.map(() => element(`<figure><canvas width="28" height="28" role="img"></canvas><figcaption><b></b><span class="note"></span><span class="error"></span></figcaption></figure>`)));
  data.figures.forEach(({ title, note, error, picture }, i) => {
    const figure = node.children[i];
    paintInk(figure.querySelector("canvas"), bytes(picture));
    figure.querySelector("canvas").setAttribute("aria-label", title);
    figure.querySelector("b").textContent = title;
    figure.querySelector(".note").textContent = note;
    figure.querySelector(".error").textContent = error && `squared error ${error}`;
  });
  node.dataset.sent = data.sent;
  return whenGone(parentElement, () => {
    node.remove();
    strips.delete(parentElement);
  });
}
