// Maps of two-number codes, side by side on one scale with one point for all. The dots stay; the point follows the hand.

const SEND_POINT_EVERY = 30; // ms; Streamlit drops a run for the next message, so faster would starve the picture
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const atlases = new WeakMap();

export default function ({ parentElement, data, setStateValue }) {
  if (!atlases.has(parentElement)) atlases.set(parentElement, new Atlas(parentElement, data));
  const atlas = atlases.get(parentElement);
  atlas.tell = (message) => setStateValue("point", message);
  atlas.show(data);
  return () => {
    atlas.observer.disconnect();
    clearTimeout(atlas.timer);
    cancelAnimationFrame(atlas.painting);
    atlas.node.remove();
    atlases.delete(parentElement);
  };
}

class Atlas {
  sent = 0;
  only = null; // the digit that is shown alone

  constructor(root, data) {
    this.z = data.z;
    this.node = element(`<div class="latent"><div class="maps"></div><div class="legend" role="group" aria-label="Digits"></div></div>`);
    root.append(this.node);
    this.maps = data.maps.map((map) => this.field(map));
    this.node.querySelector(".maps").append(...this.maps.map((map) => map.node));
    this.node.querySelector(".legend").append(...data.colours.map((colour, digit) => this.legend(colour, digit)));
    this.observer = new ResizeObserver(() => this.paintDots());
    this.observer.observe(this.node);
  }

  field({ name, title, hue, prior, note }) {
    const node = element(`<div class="map" style="--hue: ${Number(hue)}"><div class="title"></div><div class="note"></div>
      <div class="field" tabindex="0" role="application" aria-label="Latent map"><canvas></canvas>
      <svg preserveAspectRatio="none" aria-hidden="true"></svg></div></div>`);
    node.querySelector(".title").textContent = title;
    node.querySelector(".note").textContent = note;
    const field = node.querySelector(".field");
    field.dataset.map = name;
    field.onpointerdown = (event) => {
      field.setPointerCapture(event.pointerId);
      this.point(field, event);
    };
    field.onpointermove = (event) => (event.buttons || event.pointerType === "mouse") && this.point(field, event);
    field.onpointerup = () => this.send(true);
    field.onkeydown = (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      const size = event.shiftKey ? 0.5 : 0.1;
      this.move([this.z[0] + size * step[0], this.z[1] + size * step[1]]);
    };
    return { node, field, prior };
  }

  legend(colour, digit) {
    const button = element(`<button type="button" aria-pressed="false"><i style="background: ${colour}"></i>${digit}</button>`);
    button.title = `Show only the ${digit}s, or all again`;
    button.onclick = () => {
      this.only = this.only === digit ? null : digit;
      this.node.querySelectorAll(".legend button").forEach((other, i) => other.setAttribute("aria-pressed", String(i === this.only)));
      this.paintDots();
    };
    return button;
  }

  show(data) {
    if (JSON.stringify(data.z) !== this.told) {
      this.told = JSON.stringify(data.z);
      this.z = data.z;
    }
    this.data = data;
    this.paintDots();
    this.paintMarks();
    this.paintPoint();
  }

  point(field, event) {
    const box = field.getBoundingClientRect(), reach = this.data.reach;
    this.move([((event.clientX - box.left) / box.width) * 2 * reach - reach, reach - ((event.clientY - box.top) / box.height) * 2 * reach]);
  }

  move(z) {
    const reach = this.data.reach;
    this.z = z.map((value) => Math.round(1e3 * Math.min(reach, Math.max(-reach, value))) / 1e3);
    this.paintPoint();
    this.send();
  }

  send(done = false) {
    if (done) clearTimeout(this.timer), (this.timer = null), this.emit(true);
    else this.timer ??= setTimeout(() => this.emit(false), Math.max(0, this.sent + SEND_POINT_EVERY - Date.now()));
  }

  emit(done) {
    this.timer = null;
    this.sent = Math.max(this.sent + 1, Date.now());
    this.node.dataset.sent = this.sent;
    this.tell({ z: this.z, sent: this.sent, done });
  }

  paintDots() {
    if (!this.data) return;
    const labels = bytes(this.data.labels), { reach, colours } = this.data;
    this.data.maps.forEach((map, i) => {
      const canvas = this.maps[i].node.querySelector("canvas"), side = Math.round(canvas.clientWidth * Math.min(2, devicePixelRatio));
      const places = new Int16Array(bytes(map.codes).buffer), context = canvas.getContext("2d");
      if (!side) return;
      canvas.width = canvas.height = side;
      const dot = Math.max(1.5, side / 260);
      for (let digit = 0; digit < 10; digit++) {
        context.fillStyle = colours[digit];
        context.globalAlpha = this.only === null ? 0.55 : this.only === digit ? 0.9 : 0.05;
        for (let k = 0; k < labels.length; k++) {
          if (labels[k] !== digit) continue;
          context.fillRect(((places[2 * k] / 1e3 + reach) / (2 * reach)) * side - dot / 2, ((reach - places[2 * k + 1] / 1e3) / (2 * reach)) * side - dot / 2, dot, dot);
        }
      }
    });
  }

  // What stays while the point moves: the prior's rings, the drawing's star and its posterior.
  paintMarks() {
    const { reach, maps } = this.data;
    maps.forEach(({ prior, own, spread }, i) => {
      const rings = prior ? [1, 2, 3].map((r) => `<circle class="prior" r="${r}"/>`) : [];
      const cloud = own && spread ? [1, 2].map((k) => `<ellipse class="cloud" cx="${own[0]}" cy="${-own[1]}" rx="${k * spread[0]}" ry="${k * spread[1]}"/>`) : [];
      const star = own ? [`<path class="star" transform="translate(${own[0]} ${-own[1]}) scale(${0.045 * reach})" d="M0-1L.25-.3 .95-.3 .4.12 .6.8 0 .4-.6.8-.4.12-.95-.3-.25-.3Z"/>`] : [];
      const svg = this.maps[i].node.querySelector("svg");
      svg.setAttribute("viewBox", `${-reach} ${-reach} ${2 * reach} ${2 * reach}`);
      svg.innerHTML = [...rings, ...cloud, ...star, `<path class="cross"/>`].join("");
      this.maps[i].cross = svg.querySelector(".cross");
    });
  }

  // Once a frame is enough, however often the hand reports.
  paintPoint() {
    this.painting ??= requestAnimationFrame(() => {
      this.painting = null;
      const [x, y] = this.z, arm = 0.035 * this.data.reach;
      const cross = `M${x - 3 * arm} ${-y}H${x - arm}M${x + arm} ${-y}H${x + 3 * arm}M${x} ${-y - 3 * arm}V${-y - arm}M${x} ${-y + arm}V${-y + 3 * arm}`;
      for (const map of this.maps) map.cross.setAttribute("d", cross);
    });
  }
}
