// What browser_bench.py measures inside the page: each probe acts as a hand would and waits for the painted answer.

window.probes = (() => {
  const inside = (selector) => [...document.querySelectorAll("*")].map((node) => node.shadowRoot?.querySelector(selector)).find(Boolean);
  const frame = () => new Promise(requestAnimationFrame);
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  // Notes when `part` was painted for what the canvas sent at pen-up.
  function watch(part) {
    const board = inside(part), canvas = inside('canvas[aria-label="Drawing canvas"]');
    const watch = (window.watch = { frames: 0, blank: 0, remounted: 0, painted: {} });
    new MutationObserver(() => requestAnimationFrame(() => (watch.painted[board.dataset.sent] ??= performance.now())))
      .observe(board, { attributes: true, attributeFilter: ["data-sent"] });
    canvas.addEventListener("pointerup", () => {
      watch.up = performance.now();
      watch.upSent = canvas.dataset.sent;
    });
    return { board, canvas, watch };
  }

  // As `watch`; counts besides, at every frame, whether a canvas of the answers shows nothing or is another element.
  function watchAnswers() {
    const { board, canvas, watch: seen } = watch(".answers");
    const pictures = [...board.querySelectorAll("canvas.answer")];
    const blank = (picture) => picture.getContext("2d").getImageData(0, 0, 28, 28).data.every((value, i) => i % 4 === 3 || value < 40);
    const look = () => {
      seen.frames += 1;
      if (![board, canvas, ...pictures].every((node) => node.isConnected)) seen.remounted += 1;
      if (seen.started && pictures.some(blank)) seen.blank += 1;
      requestAnimationFrame(look);
    };
    look();
    return pictures.length;
  }

  // When the answer to what was sent at pen-up was painted, in ms after it; null before. The answer to a later message
  // counts as well: on a busy machine it may be painted in the same frame.
  function afterPenUp() {
    const at = Object.entries(window.watch.painted).filter(([sent]) => +sent >= +window.watch.upSent).map(([, when]) => when);
    return at.length ? Math.min(...at) - window.watch.up : null;
  }

  // Moves the noise slider to a share of its way; resolves with the ms until all answers to that are painted.
  async function noise(share) {
    const slider = inside('input[aria-label="Amount of noise"]'), canvas = slider.getRootNode().querySelector("canvas"), board = inside(".answers");
    const before = canvas.dataset.sent, start = performance.now();
    slider.value = share;
    slider.dispatchEvent(new Event("input"));
    for (;;) {
      const now = await frame();
      if (canvas.dataset.sent !== before && board.dataset.sent === canvas.dataset.sent) return now - start;
    }
  }

  // Clicks a tile of the first wall; resolves with the ms until that unit's story is painted.
  async function unit(place) {
    const canvas = inside(".wall canvas"), box = canvas.getBoundingClientRect();
    const before = inside(".story")?.dataset.unit, start = performance.now();
    canvas.dispatchEvent(new MouseEvent("click", { clientX: box.x + box.width * (0.05 + 0.9 * place), clientY: box.y + box.height * (0.9 - 0.8 * place), bubbles: true }));
    for (;;) {
      const now = await frame(), story = inside(".story");
      if (story && !story.hidden && story.dataset.unit !== before) return now - start; // all of it is painted at once
    }
  }

  // Walks over a map for three seconds; pictures a second, and the ms after the last step until its digit is painted.
  async function walk() {
    const maps = inside(".latent"), digits = inside(".decoded"), field = maps.querySelector(".field"), box = field.getBoundingClientRect();
    let painted = 0;
    new MutationObserver(() => (painted += 1)).observe(digits, { attributes: true, attributeFilter: ["data-sent"] });
    const start = performance.now();
    for (let now = start; now - start < 3000; now = await frame()) {
      const turn = (now - start) / 300, reach = 0.1 + 0.0001 * (now - start);
      const place = { clientX: box.x + box.width * (0.5 + reach * Math.cos(turn)), clientY: box.y + box.height * (0.5 + reach * Math.sin(turn)) };
      field.dispatchEvent(new PointerEvent("pointermove", { ...place, buttons: 1, pointerType: "touch" }));
    }
    const rate = painted / 3, last = performance.now();
    await pause(20);
    while (digits.dataset.sent !== maps.dataset.sent) await frame();
    return { rate, lag: performance.now() - last };
  }

  // Moves one of a code's sliders to a share of its way; resolves with the ms until the digit belongs to it.
  async function slide(number, share) {
    const rack = inside(".rack"), digits = inside(".decoded"), input = rack.querySelectorAll("input")[number], start = performance.now();
    input.value = Number(input.min) + share * (input.max - input.min);
    input.dispatchEvent(new Event("input"));
    await pause(0);
    while (digits.dataset.sent !== rack.dataset.sent) await frame();
    return performance.now() - start;
  }

  // Clicks a patch of the masking board; resolves with the ms until `part` is painted for it.
  async function patch(place, part) {
    const board = inside(".board"), answer = inside(part), box = board.getBoundingClientRect(), before = board.dataset.sent;
    const side = box.width / 7, at = { clientX: box.x + side * ((place % 7) + 0.5), clientY: box.y + side * (Math.floor(place / 7) + 0.5), button: 0, isPrimary: true, pointerId: 1, bubbles: true };
    board.setPointerCapture = () => {}; // there is no such pointer
    const start = performance.now();
    board.dispatchEvent(new PointerEvent("pointerdown", at));
    board.dispatchEvent(new PointerEvent("pointerup", at));
    for (;;) {
      const now = await frame();
      if (board.dataset.sent !== before && answer.dataset.sent === board.dataset.sent) return now - start;
    }
  }

  return { watch: (part) => void watch(part), watchAnswers, afterPenUp, noise, unit, walk, slide, patch };
})();
