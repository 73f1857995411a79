// Attention of one patch to the visible ones: a small picture for each block (row) and head (column).

import { Follower } from "../../../shared/js/door.js";
import { ASKING, HIDING } from "../hidden.js";
import { mount } from "../../../shared/js/mounting.js";
import { bytes, element, paintInk } from "../../../shared/js/pictures.js";

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Gaze(),
    (gaze) => gaze.follow(data),
  );
}

class Gaze {
  most = 0; // blocks shown so far: their room is kept, so that nothing jumps when the other part is asked
  node = element(`<div class="gaze" role="group" aria-label="Attention"></div>`);

  follow(data) {
    const before = JSON.stringify(this.data?.ask);
    this.data = data;
    this.build(data);
    if (this.follower) {
      if (before !== JSON.stringify(data.ask)) this.follower.renew();
      return;
    }
    this.follower = new Follower(data.ask.path, {
      topics: [HIDING, ASKING],
      question: ({ mask }, { asked }) => ({ ...this.data.ask.about, mask, asked }),
      take: (answer, stamp) => this.show(answer, stamp),
    });
  }

  dispose() {
    this.follower.end();
  }

  build({ blocks, heads }) {
    const rows = Math.max(...Object.values(blocks)),
      plan = `${rows} ${heads}`;
    if (plan === this.plan) return;
    this.plan = plan;
    const counted = (count) => Array.from({ length: count }, (_, i) => i + 1);
    const tile = `<div class="tile" role="img"><canvas width="28" height="28"></canvas><canvas width="7" height="7"></canvas><i></i></div>`;
    this.node.innerHTML =
      `<span></span>${counted(heads)
        .map((head) => `<span class="head">Head ${head}</span>`)
        .join("")}` +
      counted(rows)
        .map((row) => `<span class="block">Block ${row}</span>${tile.repeat(heads)}`)
        .join("");
    this.node.style.setProperty("--heads", heads);
    this.labels = [...this.node.querySelectorAll(".block")];
    this.tiles = [...this.node.querySelectorAll(".tile")];
  }

  show({ picture, hidden, asked, part, maps }, stamp) {
    const ink = bytes(picture),
      { heads } = this.data;
    this.most = Math.max(this.most, maps.length);
    this.labels.forEach((label, block) => this.stand(label, block, maps));
    this.tiles.forEach((tile, i) => {
      const block = Math.floor(i / heads),
        map = maps[block]?.[i % heads];
      this.stand(tile, block, maps);
      if (map)
        show(
          tile,
          `${part === "encoder" ? "Encoder" : "Decoder"}, block ${block + 1}, head ${(i % heads) + 1}`,
          ink,
          hidden,
          asked,
          map,
        );
    });
    this.node.dataset.asked = asked;
    this.node.dataset.part = part;
    this.node.dataset.sent = stamp;
  }

  stand(node, block, maps) {
    node.hidden = block >= this.most;
    node.classList.toggle("none", block >= maps.length);
  }
}

function show(tile, name, ink, hidden, asked, map) {
  const [picture, overlay] = tile.querySelectorAll("canvas"),
    mark = tile.querySelector("i"),
    most = Math.max(...map, 1e-9);
  tile.setAttribute("aria-label", name);
  paintInk(picture, ink);
  const pixels = new ImageData(7, 7);
  map.forEach((weight, place) => pixels.data.set([255, 176, 0, Math.round((215 * weight) / most)], 4 * place));
  hidden.split("").forEach((bit, place) => bit === "1" && pixels.data.set([110, 116, 126, 110], 4 * place));
  overlay.getContext("2d").putImageData(pixels, 0, 0);
  mark.style.left = `${(100 * (asked % 7)) / 7}%`;
  mark.style.top = `${(100 * Math.floor(asked / 7)) / 7}%`;
  tile.dataset.most = most.toFixed(3);
}
