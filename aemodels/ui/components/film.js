// Film strips: one row of small pictures for each model, a figure below each picture.

const films = new WeakMap();

export default function ({ parentElement, data }) {
  if (!films.has(parentElement)) {
    const node = element(`<div class="film"></div>`);
    parentElement.append(node);
    films.set(parentElement, { node, built: "" });
  }
  const film = films.get(parentElement);
  const shape = data.map((strip) => `${strip.name}:${strip.frames.length}`).join();
  if (shape !== film.built) {
    film.node.replaceChildren(...data.map(row));
    film.built = shape;
  }
  data.forEach((strip, i) => show(film.node.children[i], strip));
  return whenGone(parentElement, () => {
    film.node.remove();
    films.delete(parentElement);
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
