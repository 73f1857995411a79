// Film strips: one row of small pictures for each model, a figure below each picture.

export default function ({ parentElement, data }) {
  return mount(parentElement, () => element(`<div class="film"></div>`), (node) => {
    const plan = data.map((strip) => `${strip.name}:${strip.frames.length}`).join();
    if (plan !== node.plan) node.replaceChildren(...data.map(row));
    node.plan = plan;
    data.forEach((strip, i) => show(node.children[i], strip));
  });
}

function row({ title, hue, frames }) {
  const strip = element(`<div class="strip" style="--hue: ${Number(hue)}"><div class="title"></div><div class="frames" role="group"></div></div>`);
  strip.querySelector(".title").textContent = title;
  strip.querySelector(".frames").setAttribute("aria-label", `${title}, mended again and again`);
  strip.querySelector(".frames").append(...frames.map(({ name }) => {
    const frame = element(`<figure><canvas width="28" height="28" role="img"></canvas><figcaption></figcaption></figure>`);
    frame.querySelector("canvas").setAttribute("aria-label", `${title}, ${name}`);
    return frame;
  }));
  return strip;
}

function show(strip, { frames }) {
  frames.forEach(({ picture, note }, i) => {
    const frame = strip.querySelectorAll("figure")[i];
    paintInk(frame.querySelector("canvas"), bytes(picture));
    frame.querySelector("figcaption").textContent = note;
  });
}
