// Small charts that are drawn again and again: lines on a logarithmic scale, bars, and a crowd of dots that moves.

const SVG = "http://www.w3.org/2000/svg";

/** @param {any} [text] */
export function draw(parent, tag, attributes = {}, text = "") {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== "") node.textContent = text;
  parent.append(node);
  return node;
}

export function short(value) {
  return value >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(value < 10 ? 2 : 3)));
}

// Lines over epochs, values on a logarithmic scale, each with its name and last value at its end.
export class Lines {
  constructor(svg, label) {
    this.svg = svg;
    svg.setAttribute("role", "img");
    this.label = label;
  }

  show(x, lines, end, at) {
    const width = Math.max(240, this.svg.clientWidth),
      height = 220,
      left = 40,
      right = 112,
      top = 12,
      bottom = 28;
    const values = lines.flatMap((line) => line.y).filter((v) => v > 0);
    const least = Math.min(...values),
      low = Math.log10(least) - 0.05,
      high = Math.max(Math.log10(Math.max(...values)) + 0.05, low + 0.3);
    const px = (v) => left + (Math.min(v, end) / end) * (width - left - right);
    const py = (v) => top + ((high - Math.log10(Math.max(v, least))) / (high - low)) * (height - top - bottom);
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("height", height);
    this.svg.setAttribute(
      "aria-label",
      `${this.label}: ${lines.map((line) => `${line.title} ${short(line.y.at(-1))}`).join(", ")}`,
    );
    this.svg.replaceChildren();
    for (const tick of this.ticks(low, high)) {
      draw(this.svg, "path", { class: "grid", d: `M${left} ${py(tick)}H${width - right}` });
      draw(this.svg, "text", { x: left - 6, y: py(tick) + 4, "text-anchor": "end" }, short(tick));
    }
    for (const tick of [0, end / 2, end])
      draw(this.svg, "text", { x: px(tick), y: height - 8, "text-anchor": "middle" }, short(tick));
    draw(this.svg, "text", { x: width - right + 16, y: height - 8 }, "epochs");
    if (at !== null) draw(this.svg, "path", { class: "now", d: `M${px(at)} ${top}V${height - bottom}` });
    lines.forEach((line, i) =>
      draw(this.svg, "path", {
        class: `line line-${i}`,
        d: `M${line.y.map((v, k) => `${px(x[k]).toFixed(1)} ${py(v).toFixed(1)}`).join("L")}`,
      }),
    );
    this.names(lines, py, width - right + 8, height - bottom);
  }

  ticks(low, high) {
    const found = [],
      steps = high - low > 2.5 ? [1] : high - low > 0.7 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 8];
    for (let power = Math.floor(low); power <= high; power++)
      for (const step of steps) {
        const log = power + Math.log10(step);
        if (log >= low && log <= high) found.push(step * 10 ** power);
      }
    return found;
  }

  // Pushed apart where lines end close together.
  names(lines, py, x, floor) {
    const order = lines.map((line, i) => ({ line, i, y: py(line.y.at(-1)) })).sort((a, b) => a.y - b.y);
    for (let k = 1; k < order.length; k++) order[k].y = Math.max(order[k].y, order[k - 1].y + 30);
    const over = order.length ? order.at(-1).y + 16 - floor : 0;
    for (const { line, i, y } of order) {
      const place = over > 0 ? y - over : y;
      draw(this.svg, "text", { class: `name name-${i}`, x, y: place + 2 }, line.title);
      draw(this.svg, "text", { class: "value", x, y: place + 16 }, short(line.y.at(-1)));
    }
  }
}

// Bars between two edges; heights are shares of the tallest, drawn by their root so that small ones are seen.
export class Bars {
  constructor(svg, label) {
    this.svg = svg;
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  }

  show(bars, [low, high]) {
    const width = Math.max(200, this.svg.clientWidth),
      height = 220,
      bottom = 28,
      wide = width / bars.length;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("height", height);
    this.svg.replaceChildren();
    bars.forEach((share, i) => {
      const tall = Math.sqrt(share) * (height - bottom - 12);
      draw(this.svg, "rect", {
        class: "column",
        x: (i * wide + 0.5).toFixed(1),
        y: (height - bottom - tall).toFixed(1),
        width: Math.max(1, wide - 1).toFixed(1),
        height: tall.toFixed(1),
      });
    });
    draw(this.svg, "path", { class: "grid", d: `M0 ${height - bottom}H${width}` });
    draw(this.svg, "text", { x: 0, y: height - 8 }, Number(low.toPrecision(2)));
    draw(this.svg, "text", { x: width, y: height - 8, "text-anchor": "end" }, Number(high.toPrecision(2)));
    const zero = (-low / (high - low)) * width;
    if (low < 0 && high > 0 && zero > 40 && zero < width - 40)
      draw(this.svg, "text", { x: zero, y: height - 8, "text-anchor": "middle" }, "0");
  }
}

// Dots that walk from where they stand to where they belong, with the map's scale, in a third of a second.
export class Crowd {
  labels;
  colours;

  constructor(canvas) {
    this.canvas = canvas;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  show(places, labels, colours) {
    const reach = 1.15 * (places.map(Math.abs).sort((a, b) => a - b)[Math.floor(0.985 * places.length)] || 1);
    const start =
      this.places?.length === places.length && !this.calm ? { places: this.places, reach: this.reach } : { places, reach };
    Object.assign(this, { target: places, labels, colours });
    cancelAnimationFrame(this.walking);
    const begin = performance.now();
    const step = (now) => {
      const t = Math.min(1, Math.max(0, (now - begin) / 300)),
        ease = t * t * (3 - 2 * t);
      this.places = places.map((v, i) => start.places[i] + ease * (v - start.places[i]));
      this.reach = start.reach + ease * (reach - start.reach);
      this.paint();
      if (t < 1) this.walking = requestAnimationFrame(step);
    };
    step(begin + (this.calm ? 300 : 0));
  }

  paint() {
    const side = Math.round(this.canvas.clientWidth * Math.min(2, devicePixelRatio)),
      context = this.canvas.getContext("2d");
    if (!side || !this.places) return;
    this.canvas.width = this.canvas.height = side;
    context.globalAlpha = 0.85;
    const dot = Math.max(2.5, side / 90);
    for (let k = 0; k < this.labels.length; k++) {
      context.fillStyle = this.colours[this.labels[k]];
      context.beginPath();
      context.arc(
        (0.5 + this.places[2 * k] / (2 * this.reach)) * side,
        (0.5 - this.places[2 * k + 1] / (2 * this.reach)) * side,
        dot / 2,
        0,
        7,
      );
      context.fill();
    }
  }

  stop() {
    cancelAnimationFrame(this.walking);
  }
}
