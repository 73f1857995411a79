// Attention of one patch to the visible ones: a small picture for each block (row) and head (column).

export default function ({ parentElement, data }) {
  return mount(parentElement, () => element(`<div class="gaze" role="group" aria-label="Attention"></div>`), (node) => show(node, data));
}

function show(node, data) {
  const plan = `${data.part} ${data.maps.length} ${data.maps[0].length}`;
  if (node.plan !== plan) build(node, data);
  node.plan = plan;
  const ink = bytes(data.picture), tiles = [...node.querySelectorAll(".tile")];
  data.maps.flat().forEach((map, i) => {
    const [picture, overlay] = tiles[i].querySelectorAll("canvas"), most = Math.max(...map, 1e-9);
    paintInk(picture, ink);
    const pixels = new ImageData(7, 7);
    map.forEach((weight, place) => pixels.data.set([255, 176, 0, Math.round((215 * weight) / most)], 4 * place));
    data.hidden.split("").forEach((bit, place) => bit === "1" && pixels.data.set([110, 116, 126, 110], 4 * place));
    overlay.getContext("2d").putImageData(pixels, 0, 0);
    const mark = tiles[i].querySelector("i");
    mark.style.left = `${(100 * (data.asked % 7)) / 7}%`;
    mark.style.top = `${(100 * Math.floor(data.asked / 7)) / 7}%`;
    tiles[i].dataset.most = most.toFixed(3);
  });
  node.dataset.asked = data.asked;
  node.dataset.part = data.part;
  node.dataset.sent = data.sent;
}

function build(node, { part, maps }) {
  const heads = maps[0].map((_, head) => `<span class="head">Head ${head + 1}</span>`).join("");
  node.innerHTML = `<span></span>${heads}` + maps.map((block, k) => `<span class="block">Block ${k + 1}</span>` + block.map((_, head) => `<div class="tile" role="img" aria-label="${part === "encoder" ? "Encoder" : "Decoder"}, block ${k + 1}, head ${head + 1}"><canvas width="28" height="28"></canvas><canvas width="7" height="7"></canvas><i></i></div>`).join("")).join("");
  node.style.setProperty("--heads", maps[0].length);
}
