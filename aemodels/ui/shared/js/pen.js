// A pen on a canvas.
// A stroke is {points: [[x, y], ...], erase}, coordinates in [0, 1] of the canvas, y down.

const STEP = 0.004; // least distance between two points kept
export const ERASER = 0.08; // width as a share of the side, as in drawing.py
const MOST_POINTS = 3500; // Python takes 4,000
export const MOST_STROKES = 190; // Python takes 200

// Turns pointer events on `canvas` into strokes: begin() may refuse one or say whether it erases, change() follows it.
export class Pen {
  constructor(canvas, { begin, change, end }) {
    this.canvas = canvas;
    canvas.onpointerdown = (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      this.stroke = begin({ points: [this.point(event)], erase: false });
      if (!this.stroke) return;
      canvas.setPointerCapture(event.pointerId);
      change();
    };
    canvas.onpointermove = (event) => {
      if (!this.stroke || !event.isPrimary) return;
      const points = this.stroke.points;
      for (const move of event.getCoalescedEvents?.() ?? [event]) {
        const next = this.point(move),
          last = points.at(-1);
        if (Math.hypot(next[0] - last[0], next[1] - last[1]) >= STEP) points.push(next);
      }
      change();
    };
    canvas.onpointerup = canvas.onpointercancel = (event) => {
      if (!this.stroke || !event.isPrimary) return;
      this.stroke = null;
      end();
    };
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const share = (value) => Math.round(Math.min(1, Math.max(0, value)) * 1e3) / 1e3; // as links have it
    return [share((event.clientX - box.left) / box.width), share((event.clientY - box.top) / box.height)];
  }
}

// A copy of strokes that can be sent, thinned when there are more points than Python takes.
export function copied(strokes) {
  const copy = strokes.map(({ points, erase }) => ({ points: [...points], erase }));
  const count = copy.reduce((sum, stroke) => sum + stroke.points.length, 0);
  return count > MOST_POINTS ? copied(copy.map(thinned)) : copy;
}

function thinned(stroke) {
  return { ...stroke, points: stroke.points.filter((_, i) => i % 2 === 0 || i === stroke.points.length - 1) };
}
