// The canvas that the document brings with it, which can be drawn on while the page is on its way.

import { Bench } from "../canvas/canvas.js";
import { welcome } from "../js/handover.js";

const host = document.getElementById("early");
if (host?.shadowRoot) {
  const bench = new Bench(host.shadowRoot),
    [pen, ...pens] = host.dataset.pens.split(" ").map(Number);
  bench.sender.speaks("drawing", () => {}); // Python hears of it from the page's own
  bench.take({ revision: -1, strokes: [], picture: null, pen, pens, animate: false });
  welcome(bench);
}
