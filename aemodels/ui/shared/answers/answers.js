// What the models see and how each of them redraws it. Builds its rows once, then paints in place.
// The words and figures come from the door, which `ask` says how to ask: about what stands on the canvas, or about
// `ask.drawing` as the noise bench corrupts it. The first tile is what differences are measured against, the last one what
// the networks see.

import { Follower, isDrawn } from "../js/door.js";
import { DOTS } from "../js/dots.js";
import { DRAWN } from "../js/drawn.js";
import { mount } from "../js/mounting.js";
import { forgetNews, tellNews } from "../js/news.js";
import { Spoken } from "../js/spoken.js";
import { bytes, element, paintDifference, paintInk } from "../js/pictures.js";
import { DENOISED, CORRUPTION } from "../js/corruption.js";

const NOTHING = { seen: null, answers: {} }; // what there is to say of an empty canvas
const NET = { width: 272, height: 70, waist: 46, side: 62 };

export default function ({ parentElement, data: [data] }) {
  return mount(
    parentElement,
    () => new Board(),
    (board) => board.follow(data),
  );
}

class Board {
  unfolded = false;
  heard = new Spoken();
  node = element(`<div class="answers"></div>`);
  stripped = false; // whether the strip is seen: it need not be painted where it is not
  observer = new ResizeObserver((entries) => this.resized(entries));

  follow(data) {
    // Streamlit may hand one mounted board from page to page, and another page asks something else.
    if (this.data && this.data.ask.path !== data.ask.path) this.dispose();
    const before = JSON.stringify(this.data?.ask);
    this.data = data;
    if (this.prepare(data)) this.show(this.last, this.node.dataset.sent ?? ""); // who answered stays
    if (!this.follower) this.begin(data.ask);
    else if (before !== JSON.stringify(data.ask)) this.follower.renew();
  }

  begin({ path, drawing }) {
    const about = (body) => (drawing ? { drawing: this.data.ask.drawing, ...body } : isDrawn(body) && { drawing: body });
    this.follower = new Follower(path, {
      topics: [drawing ? CORRUPTION : DRAWN],
      question: (body) => about(body) && { ...about(body), networks: Object.values(this.data.ask.networks) },
      take: (answer, stamp, asked) => this.take(answer, stamp, asked),
      say: (sentence) => (this.line.textContent = sentence),
    });
  }

  take(answer, stamp, asked) {
    this.show(answer, stamp);
    if (this.data.ask.drawing) this.tell(answer, stamp, asked);
  }

  // Tells the other parts what was painted, and where it stands on the curves.
  tell(answer, stamp, asked) {
    const { models, ask } = this.data;
    const levels = [...models.map(({ name }) => [name, answer.answers[ask.networks[name]]?.psnr]), ["nothing", answer.before]];
    tellNews(DOTS, stamp, {
      chart: asked.noise,
      x: asked.amount,
      points: Object.fromEntries(levels.filter(([, level]) => level != null)),
    });
    tellNews(DENOISED, stamp, { asked, picture: answer.seen });
  }

  dispose() {
    this.heard.end();
    this.follower?.end();
    this.data = this.follower = this.last = null;
    delete this.node.dataset.sent;
    for (const topic of [DOTS, DENOISED]) forgetNews(topic);
  }

  show(answer, sent) {
    const { tiles, models, ask } = this.data,
      { seen, note, answers } = answer ?? NOTHING,
      given = tiles.at(-1);
    this.last = answer;
    this.paint({
      tiles: [...tiles.slice(0, -1), { ...given, picture: seen, note: note ?? (seen ? given.note : ask.nothing) }],
      models: models.map((model) => ({ ...model, answer: answers[ask.networks[model.name]] ?? model.answer })),
      sent,
    });
  }

  // Builds the rows anew where they are others; whether it has.
  prepare({ tiles, heads, models }) {
    const plan = JSON.stringify([tiles.map((tile) => tile.name), heads, models.map((model) => model.name)]);
    const another = plan !== this.plan;
    if (another) this.build(tiles, heads, models);
    this.plan = plan;
    return another;
  }

  paint({ tiles, models, sent }) {
    tiles.forEach((tile, i) => {
      paintInk(this.tiles[i].querySelector("canvas"), bytes(tile.picture));
      this.tiles[i].querySelector(".note").textContent = tile.note;
    });
    const clean = bytes(tiles[0].picture);
    for (const model of models) this.rows.get(model.name).show(model.answer, clean);
    if (this.stripped) this.paintStrip(tiles.at(-1), models);
    this.node.dataset.sent = sent;
    this.heard.say(() => spoken(models));
  }

  build(tiles, heads, models) {
    this.node.classList.toggle("many", models.length > 5);
    this.node.innerHTML = `
      <div class="strip"></div>
      <button type="button" class="more" aria-expanded="false">Codes and differences</button>
      <div class="board">
        <div class="head"><span></span><span></span>
          <span>Difference<br> <i class="less"></i>lost <i class="more"></i>added</span><span></span></div>
        <div class="tiles"></div>
        ${fan(models.length)}
        <div class="rows"></div>
        <p class="line" role="status"></p>
      </div>`;
    this.node.append(this.heard.node);
    this.line = this.node.querySelector(".line");
    const spans = [...this.node.querySelectorAll(".head span")];
    [spans[0].textContent, spans[1].textContent, spans[3].textContent] = heads;
    this.tiles = tiles.map(({ name }) => {
      const tile = element(
        `<div class="tile"><canvas width="28" height="28" role="img"></canvas><span class="note"></span></div>`,
      );
      tile.querySelector("canvas").setAttribute("aria-label", name);
      return tile;
    });
    this.node.querySelector(".tiles").append(...this.tiles);
    this.seen = element(`<div class="cell"><canvas width="28" height="28"></canvas><span>Input</span></div>`);
    this.more = this.node.querySelector("button.more");
    this.more.onclick = () => this.unfold(!this.unfolded);
    this.unfold(this.unfolded);
    this.rows = new Map(models.map((model) => [model.name, new Row(model)]));
    this.node.querySelector(".rows").append(...[...this.rows.values()].map((row) => row.node));
    this.node.querySelector(".strip").append(this.seen, ...[...this.rows.values()].map((row) => row.cell));
    this.observer.disconnect();
    for (const part of [".rows", ".strip"]) this.observer.observe(this.node.querySelector(part));
  }

  paintStrip(seen, models) {
    paintInk(this.seen.querySelector("canvas"), bytes(seen.picture));
    for (const model of models) this.rows.get(model.name).showInStrip(model.answer);
  }

  resized(entries) {
    this.connect();
    const strip = entries.find(({ target }) => target.matches(".strip"));
    if (!strip) return;
    this.stripped = strip.contentRect.width > 0;
    if (this.stripped && this.data) this.show(this.last, this.node.dataset.sent ?? "");
  }

  // On a phone the strip is all there is, until more is asked for.
  unfold(more) {
    this.unfolded = more;
    this.node.classList.toggle("unfolded", more);
    this.more.setAttribute("aria-expanded", String(more));
  }

  // The lines to the networks begin at what these see, which is the last of the tiles.
  connect() {
    const fan = this.node.querySelector(".fan"),
      { top, height } = fan.getBoundingClientRect(),
      paths = [...fan.children];
    if (!height) return; // on a phone there are none
    const seen = this.tiles.at(-1).querySelector("canvas").getBoundingClientRect();
    const from = (100 * paths.length * (seen.top + seen.height / 2 - top)) / height;
    paths.forEach((path, i) =>
      path.setAttribute("d", `M0 ${from.toFixed(1)} C60 ${from.toFixed(1)} 40 ${i * 100 + 50} 100 ${i * 100 + 50}`),
    );
  }
}

class Row {
  small;
  short;
  cell;

  constructor(model) {
    this.node = element(`
      <div class="row" style="--hue: ${Number(model.hue)}">
        <div class="network"><div class="title"><span></span><em hidden>best</em></div><div class="summary"></div>${network(model.size)}</div>
        <canvas class="answer" width="28" height="28" role="img"></canvas>
        <canvas class="difference" width="28" height="28" role="img"></canvas>
        <div class="figure">
          <div class="main"></div><div class="unit"></div>
          <div class="scale" aria-hidden="true"><b></b></div>
          <div class="rank"></div>
        </div>
      </div>`);
    const find = (selector) => this.node.querySelector(selector);
    this.node.dataset.model = model.name;
    find(".title span").textContent = model.title;
    find(".summary").textContent = model.summary;
    this.answer = find(".answer");
    this.answer.setAttribute("aria-label", `Reconstruction by ${model.title}`);
    this.difference = find(".difference");
    this.difference.setAttribute("aria-label", `Difference of ${model.title}`);
    this.bars = find(".bars");
    this.best = find("em");
    this.main = find(".main");
    this.unit = find(".unit");
    this.rank = find(".rank");
    this.figure = find(".figure");
    this.scale = find(".scale");
    this.mark = find(".scale b");
    this.cell = element(
      `<div class="cell" style="--hue: ${Number(model.hue)}"><canvas width="28" height="28"></canvas><span class="name"></span><b></b></div>`,
    );
    this.cell.querySelector(".name").textContent = model.title;
    [this.small, this.short] = ["canvas", "b"].map((selector) => this.cell.querySelector(selector));
  }

  showInStrip(answer) {
    paintInk(this.small, bytes(answer.picture));
    this.short.textContent = answer.error == null ? "" : answer.short;
    this.cell.classList.toggle("best", Boolean(answer.best));
  }

  show(answer, clean) {
    const redrawn = bytes(answer.picture);
    paintInk(this.answer, redrawn);
    paintDifference(this.difference, redrawn, clean);
    this.bars.setAttribute("d", answer.code ? codeBars(answer.code) : "");
    this.main.textContent = answer.main;
    this.unit.textContent = answer.unit;
    this.rank.textContent = answer.rank;
    this.figure.title = answer.more ? `Of this network's own errors: ${answer.more}` : "";
    this.best.hidden = !answer.best;
    this.scale.hidden = answer.place === undefined;
    this.mark.hidden = answer.place == null;
    this.mark.style.left = `${100 * (answer.place ?? 0)}%`; // the same scale for all: further right is further off
    this.node.classList.toggle("resting", answer.error == null);
    if (answer.error == null) delete this.node.dataset.error;
    else this.node.dataset.error = answer.error.toFixed(2);
  }
}

// What is heard of the answers when the hand has rested.
/** @param {{title: string, answer: {error: number | null, main: string, unit: string, best?: boolean, near?: string}}[]} models */
export function spoken(models) {
  const told = models.filter(({ answer }) => answer.error != null);
  return told
    .map(
      ({ title, answer: { main, unit, best, near } }) =>
        `${title}: ${main} ${unit}${near ? `, ${near}` : ""}${best ? ", the best" : ""}`,
    )
    .join(". ");
}

// ---- drawings of the network

function network(size) {
  const { width, height, waist, side } = NET,
    top = (height - waist) / 2,
    low = top + waist,
    middle = height / 2;
  return `
    <svg class="net" viewBox="0 0 ${width} ${height}" role="img" aria-label="784 pixels to ${Number(size)} numbers and back">
      <path class="body" d="M0 0 L${side} ${top} V${low} L0 ${height} Z"/>
      <path class="body" d="M${width} 0 L${width - side} ${top} V${low} L${width} ${height} Z"/>
      <path class="zero" d="M${side + 8} ${middle} H${width - side - 8}"/>
      <path class="bars" stroke-width="${barWidth(size)}"/>
      <text x="${side / 2}" y="${middle + 4}">784</text>
      <text x="${width / 2}" y="${height - 1}">${Number(size)} numbers</text>
      <text x="${width - side / 2}" y="${middle + 4}">784</text>
    </svg>`;
}

function barWidth(size) {
  return Math.min(10, (0.72 * (NET.width - 2 * NET.side - 20)) / size);
}

function codeBars(code) {
  const { width, height, waist, side } = NET,
    room = width - 2 * side - 20,
    left = side + 10;
  const bar = (value, i) =>
    `M${(left + ((i + 0.5) * room) / code.length).toFixed(1)} ${height / 2}v${(-value * (waist / 2 - 6)).toFixed(1)}`;
  return code.map(bar).join("");
}

function fan(count) {
  return `<svg class="fan" viewBox="0 0 100 ${count * 100}" preserveAspectRatio="none" aria-hidden="true">${"<path/>".repeat(count)}</svg>`;
}
