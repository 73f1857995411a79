// What the models see and how each of them redraws it. Builds its rows once, then paints in place.

const boards = new WeakMap();
const NET = { width: 272, height: 70, waist: 46, side: 62 };

export default function ({ parentElement, data }) {
  if (!boards.has(parentElement)) boards.set(parentElement, new Board(parentElement));
  boards.get(parentElement).show(data);
  return () => {
    boards.get(parentElement)?.node.remove();
    boards.delete(parentElement);
  };
}

class Board {
  constructor(root) {
    this.node = element(`<div class="answers"></div>`);
    root.append(this.node);
  }

  show({ seen, models, sent }) {
    const names = models.map((model) => model.name).join();
    if (names !== this.names) this.build(models);
    this.names = names;
    const x = bytes(seen);
    paintInk(this.seen, x);
    this.note.hidden = Boolean(seen);
    for (const model of models) this.rows.get(model.name).show(model.answer, x);
    this.node.dataset.sent = sent;
  }

  build(models) {
    this.node.className = models.length > 5 ? "answers many" : "answers";
    this.node.innerHTML = `
      <div class="board">
        <div class="head"><span>Encoder, code, decoder</span><span>Redrawn</span>
          <span>Difference<br><i class="less"></i>lost <i class="more"></i>added</span><span>How far off</span></div>
        <div class="seen"><canvas width="28" height="28" role="img" aria-label="Model input"></canvas>
          <span class="note">What the networks see<span class="wait">: nothing yet</span></span></div>
        ${fan(models.length)}
        <div class="rows"></div>
      </div>`;
    this.seen = this.node.querySelector(".seen canvas");
    this.note = this.node.querySelector(".wait");
    this.rows = new Map(models.map((model) => [model.name, new Row(model)]));
    this.node.querySelector(".rows").append(...[...this.rows.values()].map((row) => row.node));
  }
}

class Row {
  constructor(model) {
    this.size = model.size;
    this.node = element(`
      <div class="row resting" style="--hue: ${Number(model.hue)}">
        <div class="network"><div class="title"></div><div class="summary"></div>${network(model.size)}</div>
        <canvas class="answer" width="28" height="28" role="img"></canvas>
        <canvas class="difference" width="28" height="28" role="img"></canvas>
        <div class="figure">
          <div class="error"></div><div class="unit">squared error</div>
          <div class="scale" aria-hidden="true"><b></b></div>
          <div class="rank"></div>
        </div>
      </div>`);
    const find = (selector) => this.node.querySelector(selector);
    this.node.dataset.model = model.name;
    find(".title").textContent = model.title;
    find(".summary").textContent = model.summary;
    this.answer = find(".answer");
    this.answer.setAttribute("aria-label", `Reconstruction by ${model.title}`);
    this.difference = find(".difference");
    this.difference.setAttribute("aria-label", `Difference between the reconstruction by ${model.title} and the input`);
    this.bars = find(".bars");
    this.error = find(".error");
    this.rank = find(".rank");
    this.mark = find(".scale b");
  }

  show(answer, x) {
    this.node.classList.toggle("resting", !answer);
    const redrawn = bytes(answer?.picture);
    paintInk(this.answer, redrawn);
    paintDifference(this.difference, redrawn, x);
    this.bars.setAttribute("d", answer ? codeBars(answer.code) : "");
    this.error.textContent = answer ? figure(answer.error) : "–";
    this.rank.textContent = answer ? rank(answer.better) : "compared with 10,000 test digits";
    if (answer) {
      this.mark.style.left = `${100 * answer.better}%`;
      this.node.dataset.error = answer.error.toFixed(2);
    } else delete this.node.dataset.error;
  }
}

// ---- words

function figure(error) {
  return error < 10 ? error.toFixed(2) : error.toFixed(1);
}

function rank(better) {
  const share = better >= 0.5 ? better : 1 - better;
  const percent = Math.min(99, Math.floor(100 * share));
  if (share === 1) return better ? "closer than every test digit" : "further off than every test digit";
  return `${better >= 0.5 ? "closer" : "further off"} than ${percent} % of test digits`;
}

// ---- pictures

function bytes(text) {
  return text ? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)) : null;
}

function paintInk(canvas, values) {
  const pixels = new ImageData(28, 28);
  for (let i = 0; i < 784; i++) {
    const v = values ? values[i] / 255 : 0;
    pixels.data.set([11 + 244 * v, 13 + 242 * v, 16 + 239 * v, 255], 4 * i);
  }
  canvas.getContext("2d").putImageData(pixels, 0, 0);
}

// Red where ink was added, blue where it was lost; nothing, so the page's own background, where there is no difference.
function paintDifference(canvas, redrawn, x) {
  const pixels = new ImageData(28, 28);
  if (redrawn && x) for (let i = 0; i < 784; i++) {
    const difference = redrawn[i] - x[i];
    pixels.data.set(difference > 0 ? [229, 72, 77, difference] : [62, 123, 250, -difference], 4 * i);
  }
  canvas.getContext("2d").putImageData(pixels, 0, 0);
}

// ---- drawings of the network

function network(size) {
  const { width, height, waist, side } = NET, top = (height - waist) / 2, low = top + waist, middle = height / 2;
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
  const { width, height, waist, side } = NET, room = width - 2 * side - 20, left = side + 10;
  const bar = (value, i) => `M${(left + ((i + 0.5) * room) / code.length).toFixed(1)} ${height / 2}v${(-value * (waist / 2 - 6)).toFixed(1)}`;
  return code.map(bar).join("");
}

function fan(count) {
  const line = (_, i) => `<path d="M0 ${count * 50} C60 ${count * 50} 40 ${i * 100 + 50} 100 ${i * 100 + 50}"/>`;
  return `<svg class="fan" viewBox="0 0 100 ${count * 100}" preserveAspectRatio="none" aria-hidden="true">
    ${Array.from({ length: count }, line).join("")}</svg>`;
}

function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstChild;
}
