// One unit's story. Its weights and histograms stay; the mark of the drawing, the pictures and the slider follow the hand.

const PLOT = { width: 300, row: 22, left: 20, right: 8, bottom: 34 };
const STRONGER = 3; // what a unit adds is faint beside the picture

export default function ({ parentElement, data, setStateValue }) {
  return mount(parentElement, () => new Story(), (story) => {
    story.sender.tell = (message) => setStateValue("level", message);
    story.take(data);
  });
}

class Story {
  constructor() {
    this.node = element(`<section class="story" aria-label="One unit">
      <header><h3></h3><span class="model"></span><span class="facts"></span></header>
      <div class="body"><div class="figures">
        ${figure("looks", "Looks for", "signed")}${figure("adds", "Adds", "signed")}${figure("before", "As it answers", "")}${figure("turned", "Turned", "")}
        <div class="turn"><span>Turn the unit</span><input type="range" aria-label="Activation of the unit"/><output></output>
          <div class="buttons"><button type="button" class="off">Off</button><button type="button" class="let">Let it answer</button><button type="button" class="up">Full</button></div></div>
      </div><div class="answers"><b>Whom it answers</b><div class="plot"></div><div class="quiet">All test digits by class, heights as square roots. Line: <span class="whose"></span>.</div></div>
      <div class="digits"><b>The test digits that fire it most, as the network redraws them</b><div class="strip"></div></div></div></section>`);
    this.find = (selector) => this.node.querySelector(selector);
    this.sender = new UnitSender(this.node);
    this.slider = this.find("input");
    this.slider.oninput = () => this.turn(Number(this.slider.value));
    this.find(".off").onclick = () => this.turn(0);
    this.find(".let").onclick = () => this.turn(null);
    this.find(".up").onclick = () => this.turn(this.data.slider[1]);
  }

  dispose() {
    this.deafen?.();
  }

  turn(level) {
    if (level !== null) this.show(level);
    this.sender.send({ unit: this.data.id, level });
  }

  show(level) {
    this.slider.value = level;
    this.find("output").textContent = level.toFixed(2);
  }

  // ---- what stays while the hand moves

  take(data) {
    const name = `${data.layer} ${data.id}`;
    if (name === this.name) return;
    this.name = name;
    this.data = data;
    this.node.style.setProperty("--hue", Number(data.hue));
    this.find("h3").textContent = `Unit ${data.unit}`;
    this.find(".model").textContent = `${data.title}, ${data.layer}`;
    this.find(".facts").textContent = data.silent
      ? "never answers any test digit"
      : `answers the ${data.favourite}s most · selectivity ${data.selectivity.toFixed(2)} · mean activation ${data.mean.toFixed(3)}`;
    this.paintWeights(data);
    this.find(".plot").innerHTML = this.histogram(data);
    this.find(".digits").hidden = !data.top.length;
    this.find(".strip").replaceChildren(...data.top.map((top, i) => topDigit(top, data.labels[i], i)));
    [this.slider.min, this.slider.max] = data.slider;
    this.slider.step = (data.slider[1] - data.slider[0]) / 200;
    this.find(".figures").hidden = !data.weights && !data.steerable;
    this.find(".body").classList.toggle("bare", this.find(".figures").hidden);
    for (const part of [".turn", ".adds", ".before", ".turned"]) this.find(part).hidden = !data.steerable;
    this.deafen?.();
    this.deafen = hearUnits((news) => this.follow(news));
    if (this.node.dataset.unit) this.node.scrollIntoView({ block: "nearest" });
    this.node.dataset.unit = data.id;
  }

  paintWeights({ weights, direct }) {
    this.find(".looks").hidden = !weights;
    if (!weights) return;
    this.find(".looks canvas").getContext("2d").putImageData(weightPixels(new Int8Array(bytes(weights).buffer), 28), 0, 0);
    this.find(".looks figcaption").textContent = direct
      ? "Red: ink wakes it. Blue: ink quiets it."
      : "Its weights, multiplied out through the layers below.";
  }

  histogram({ shares, range, colours, favourite }) {
    const { width, row, left, right, bottom } = PLOT, values = thousandths(shares), bins = values.length / 10, height = 10 * row + bottom;
    const x = (share) => left + share * (width - left - right);
    const rows = colours.map((colour, digit) => {
      const base = (digit + 1) * row, heights = [...values.slice(digit * bins, (digit + 1) * bins)].map((share) => Math.sqrt(share) * (row - 3));
      const bars = heights.map((up, i) => (up ? `M${x(i / bins).toFixed(1)} ${base}v${(-up).toFixed(1)}H${(x((i + 1) / bins) - 1).toFixed(1)}V${base}Z` : "")).join("");
      return `<path class="base" d="M${left} ${base}H${width - right}"/><path fill="${colour}" d="${bars}"/><text x="6" y="${base - 4}" class="${digit === favourite ? "favourite" : ""}">${digit}</text>`;
    });
    return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Activations of the unit over the test digits, by digit">${rows.join("")}<path class="now"/>
      <text x="${left}" y="${10 * row + 16}">${range[0].toFixed(2)}</text><text x="${width - right}" y="${10 * row + 16}" text-anchor="end">${range[1].toFixed(2)}</text>
      <text x="${(left + width) / 2}" y="${10 * row + 16}" text-anchor="middle">its activation</text></svg>`;
  }

  // ---- what follows the hand

  follow(news) {
    const told = news.layer === this.data.layer && news.models[this.data.name], about = news.unit;
    this.find(".whose").textContent = news.own ? "your digit" : "this example";
    this.mark(told ? thousandths(told)[this.data.unit] : null);
    if (news.layer !== this.data.layer || about?.id !== this.data.id) return;
    paintInk(this.find(".before canvas"), bytes(about.as_it_is));
    paintInk(this.find(".turned canvas"), bytes(about.turned));
    const off = bytes(about.off), adds = bytes(about.full).map((value, at) => 128 + Math.max(-127, Math.min(127, value - off[at])));
    this.find(".adds canvas").getContext("2d").putImageData(weightPixels(Int8Array.from(adds, (value) => value - 128), 28, STRONGER / 2), 0, 0);
    this.find(".adds figcaption").textContent = `The picture with it, less the one without, ${STRONGER} times as strong.`;
    this.find(".before figcaption").textContent = `at ${about.answer.toFixed(2)}, what ${news.own ? "your digit" : "this example"} makes of it`;
    this.find(".turned figcaption").textContent = about.steered ? `set to ${about.level.toFixed(2)}` : "not turned yet";
    if (news.sent >= this.sender.sent) this.show(about.level);
    this.find(".let").disabled = !about.steered;
    this.node.dataset.painted = news.sent;
    this.node.dataset.level = about.level;
  }

  mark(answer) {
    const line = this.find(".now"), [low, high] = this.data.range;
    if (answer == null) return line.removeAttribute("d");
    const share = Math.min(1, Math.max(0, (answer - low) / Math.max(1e-6, high - low)));
    line.setAttribute("d", `M${PLOT.left + share * (PLOT.width - PLOT.left - PLOT.right)} 0V${10 * PLOT.row}`);
  }
}

function figure(name, title, kind) {
  return `<figure class="${name}"><b>${title}</b><canvas width="28" height="28" role="img" aria-label="${title}" class="${kind}"></canvas><figcaption></figcaption></figure>`;
}

function topDigit(picture, label, i) {
  const node = element(`<figure><canvas width="28" height="28" role="img"></canvas><figcaption></figcaption></figure>`);
  node.querySelector("canvas").setAttribute("aria-label", `Test digit ${i + 1}, a ${label}, as redrawn`);
  node.querySelector("figcaption").textContent = `a ${label}`;
  paintInk(node.querySelector("canvas"), bytes(picture));
  return node;
}
