// A picture, what a model redraws, and what its error and its code say about it.

export default function ({ parentElement, data }) {
  return mount(parentElement, () => build(data), (node) => show(node, data));
}

function build({ gauges }) {
  const node = element(`<div class="judge">
    <figure><canvas width="28" height="28" role="img" aria-label="Model input"></canvas><figcaption class="whose"></figcaption></figure>
    <figure><canvas width="28" height="28" role="img" aria-label="Redrawn"></canvas><figcaption class="title"></figcaption></figure>
    <div class="said"><div class="headline" role="status"></div><p class="reason"></p></div><div class="gauges"></div></div>`);
  node.querySelector(".gauges").append(...gauges.map(() => element(`<div class="gauge"><span class="name"></span><b></b><div class="scale"><i></i><i></i><em></em></div><span class="note"></span></div>`)));
  return node;
}

function show(node, data) {
  node.style.setProperty("--hue", Number(data.hue));
  node.dataset.verdict = data.verdict;
  node.querySelectorAll("canvas").forEach((canvas, i) => paintInk(canvas, bytes(data.pictures[i])));
  node.querySelector(".whose").textContent = data.whose;
  node.querySelector(".title").textContent = `Redrawn: ${data.title}`;
  node.querySelector(".headline").textContent = data.headline;
  node.querySelector(".reason").textContent = data.reason;
  [...node.querySelector(".gauges").children].forEach((gauge, i) => {
    const { title, value, place, note } = data.gauges[i];
    gauge.querySelector(".name").textContent = title;
    gauge.querySelector("b").textContent = value;
    gauge.querySelector(".note").textContent = note;
    gauge.querySelector("em").style.left = `${100 * along(place)}%`;
    data.limits.forEach((limit, k) => (gauge.querySelectorAll(".scale i")[k].style.left = `${100 * along(limit)}%`));
    gauge.dataset.place = place;
  });
  node.dataset.sent = data.sent;
  node.dataset.revision = data.revision;
}

// The last hundredths are what matters, so they get room: half of the scale is for the last tenth.
function along(place) {
  return place < 0.9 ? place / 1.8 : 0.5 + 5 * (place - 0.9);
}
