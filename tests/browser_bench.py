"""From the hand to painted answers, in a real browser. Run with: python tests/browser_bench.py"""

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import torch
from app_server import CHROMIUM_FLAGS, running_app, settle
from playwright.sync_api import Page, sync_playwright

from aemodels import strokes
from aemodels.tables import table

STROKES = 30
MOVES = 30

# Notes, at every frame, whether each canvas of the answers is still the same element and whether it shows something.
WATCH = """() => {
  const find = (selector) => {
    const search = (root) => {
      const found = [...root.querySelectorAll(selector)];
      for (const node of root.querySelectorAll('*')) if (node.shadowRoot) found.push(...search(node.shadowRoot));
      return found;
    };
    return search(document);
  };
  const board = find('.answers')[0], canvas = find('canvas[aria-label="Drawing canvas"]')[0];
  const pictures = find('canvas.answer');
  const watch = window.watch = { frames: 0, blank: 0, remounted: 0, painted: {}, sentAt: {} };
  const values = (picture) => picture.getContext('2d').getImageData(0, 0, 28, 28).data;
  const blank = (picture) => values(picture).every((value, i) => i % 4 === 3 || value < 40);
  new MutationObserver(() => requestAnimationFrame(() => {
    watch.painted[board.dataset.sent] ??= performance.now();
  })).observe(board, { attributes: true, attributeFilter: ['data-sent'] });
  canvas.addEventListener('pointerup', () => { watch.up = performance.now(); watch.upSent = canvas.dataset.sent; });
  const look = () => {
    watch.frames += 1;
    if (![board, canvas, ...pictures].every((node) => node.isConnected)) watch.remounted += 1;
    if (watch.started && pictures.some(blank)) watch.blank += 1;
    requestAnimationFrame(look);
  };
  look();
}"""
# Moves the noise slider and tells after how many ms the frame with the answers to that move was painted.
MOVE = """async ([slider, amount]) => {
  const root = slider.getRootNode(), canvas = root.querySelector('canvas');
  const board = [...document.querySelectorAll('*')].map((n) => n.shadowRoot?.querySelector('.answers')).find(Boolean);
  const before = canvas.dataset.sent, start = performance.now();
  slider.value = amount;
  slider.dispatchEvent(new Event('input'));
  for (;;) {
    const now = await new Promise(requestAnimationFrame);
    if (canvas.dataset.sent !== before && board.dataset.sent === canvas.dataset.sent) return now - start;
  }
}"""
# Clicks a tile of the first wall and tells after how many ms the frame with that unit's story was painted.
CLICK = """async (place) => {
  const inside = (selector) => [...document.querySelectorAll('*')].map((n) => n.shadowRoot?.querySelector(selector)).find(Boolean);
  const canvas = inside('.wall canvas'), walls = inside('.walls'), box = canvas.getBoundingClientRect();
  const before = inside('.story')?.dataset.unit, start = performance.now();
  const click = { clientX: box.x + box.width * (0.05 + 0.9 * place), clientY: box.y + box.height * (0.9 - 0.8 * place), bubbles: true };
  canvas.dispatchEvent(new MouseEvent('click', click));
  for (;;) {
    const now = await new Promise(requestAnimationFrame), story = inside('.story');
    if (story && story.dataset.unit !== before && story.dataset.painted === walls.dataset.sent) return now - start;
  }
}"""  # noqa: E501
# The answer to a later message counts as well: on a busy machine it may be painted in the same frame.
ANSWERED = "Object.entries(window.watch.painted).filter(([sent]) => +sent >= +window.watch.upSent).map(([, at]) => at)"
PAINTED = f"() => Math.min(...{ANSWERED}) - window.watch.up"
IS_PAINTED = f"() => {ANSWERED}.length > 0"


def draw_stroke(page: Page, points: list[list[float]]) -> None:
    """Draw one stroke, coordinates in [0, 1], with the mouse at the speed of a hand."""
    box = page.locator('canvas[aria-label="Drawing canvas"]').bounding_box()
    place = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*place[0])
    page.mouse.down()
    for x, y in place[1:]:
        page.mouse.move(x, y)
        time.sleep(0.008)
    page.mouse.up()


def pen_up_times(page: Page) -> list[float]:
    """Milliseconds from pen-up to the frame in which all models' answers to the finished stroke are painted."""
    times = []
    generator = torch.Generator().manual_seed(0)
    while len(times) < STROKES:
        digit = strokes.digit(len(times) % 10, generator=generator)
        for stroke in digit:
            draw_stroke(page, stroke["points"])
            page.wait_for_function(IS_PAINTED)
            page.evaluate("window.watch.started = true")
            times.append(page.evaluate(PAINTED))
            time.sleep(0.15)
        page.evaluate("window.watch.started = false")
        page.get_by_role("button", name="Clear").click()
        time.sleep(0.3)
    return times[:STROKES]


def slider_times(page: Page) -> list[float]:
    """Milliseconds from a move of the noise slider to the frame in which all models' answers to it are painted."""
    slider = page.get_by_role("slider", name="Amount of noise").element_handle()
    times = []
    for move in range(MOVES):
        times.append(page.evaluate(MOVE, [slider, (move * 7 % MOVES) / MOVES]))
        time.sleep(0.15)
    return times


# Walks over a map for three seconds; tells pictures a second and how long after the last step its digit is painted.
WALK = """async () => {
  const inside = (selector) => [...document.querySelectorAll('*')].map((n) => n.shadowRoot?.querySelector(selector)).find(Boolean);
  const maps = inside('.latent'), digits = inside('.decoded'), field = maps.querySelector('.field');
  const box = field.getBoundingClientRect();
  let painted = 0;
  new MutationObserver(() => (painted += 1)).observe(digits, { attributes: true, attributeFilter: ['data-sent'] });
  const start = performance.now();
  for (let now = start; now - start < 3000; now = await new Promise(requestAnimationFrame)) {
    const turn = (now - start) / 300, reach = 0.1 + 0.0001 * (now - start);
    const place = { clientX: box.x + box.width * (0.5 + reach * Math.cos(turn)), clientY: box.y + box.height * (0.5 + reach * Math.sin(turn)) };
    field.dispatchEvent(new PointerEvent('pointermove', { ...place, buttons: 1, pointerType: 'touch' }));
  }
  const rate = painted / 3, last = performance.now();
  await new Promise((done) => setTimeout(done, 20));
  while (digits.dataset.sent !== maps.dataset.sent) await new Promise(requestAnimationFrame);
  return { rate, lag: performance.now() - last };
}"""  # noqa: E501


# Moves one of the sliders to a share of its way; resolves with the milliseconds until the digit belongs to it.
SLIDE = """async ([number, share]) => {
  const inside = (selector) => [...document.querySelectorAll('*')].map((n) => n.shadowRoot?.querySelector(selector)).find(Boolean);
  const rack = inside('.rack'), digits = inside('.decoded'), input = rack.querySelectorAll('input')[number];
  const start = performance.now();
  input.value = Number(input.min) + share * (input.max - input.min);
  input.dispatchEvent(new Event('input'));
  await new Promise((done) => setTimeout(done, 0));
  while (digits.dataset.sent !== rack.dataset.sent) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""  # noqa: E501


def latent_slider_times(page: Page) -> list[float]:
    """Milliseconds from a move of one of the code's sliders to the frame in which its digit is painted."""
    times = []
    for move in range(MOVES):
        times.append(page.evaluate(SLIDE, [move % 10, (move * 7 % MOVES) / MOVES]))
        time.sleep(0.15)
    return times


def click_times(page: Page) -> list[float]:
    """Milliseconds from a click on a unit's tile to the frame in which its story is painted."""
    times = []
    for click in range(MOVES):
        times.append(page.evaluate(CLICK, (click * 7 % MOVES) / MOVES))
        time.sleep(0.15)
    return times


def begin_to_train(page: Page, address: str) -> None:
    """Start a training that is longer than what follows, and go on to the canvas."""
    page.goto(f"{address}/train")
    page.locator(".monitor[data-state=ready]").wait_for()
    epochs = page.get_by_role("slider", name="Epochs").first
    epochs.focus()
    for _ in range(4):
        epochs.press("ArrowRight")
    settle(page)
    page.get_by_role("button", name="Train", exact=True).click()
    page.locator(".monitor[data-state=training]").wait_for()
    page.get_by_role("link", name="Draw", exact=True).click()
    page.locator("[data-model]").first.wait_for()
    settle(page)


# Notes when the part `selector` was painted for what the canvas sent at pen-up.
WATCH_PART = """(selector) => {
  const inside = (wanted) => [...document.querySelectorAll('*')].map((n) => n.shadowRoot?.querySelector(wanted)).find(Boolean);
  const part = inside(selector), canvas = inside('canvas[aria-label="Drawing canvas"]');
  const watch = window.watch = { painted: {} };
  new MutationObserver(() => requestAnimationFrame(() => (watch.painted[part.dataset.sent] ??= performance.now())))
    .observe(part, { attributes: true, attributeFilter: ['data-sent'] });
  canvas.addEventListener('pointerup', () => { watch.up = performance.now(); watch.upSent = canvas.dataset.sent; });
}"""  # noqa: E501


def search_times(page: Page, address: str, question: str, part: str) -> list[float]:
    """Milliseconds from pen-up to the frame in which a view of the search page has painted its answer."""
    page.goto(f"{address}/search?ask={question}")
    page.locator(f"{part}[data-sent]").wait_for()
    settle(page)
    page.evaluate(WATCH_PART, part)
    return pen_up_times(page)


# Clicks a patch of the board; resolves with the milliseconds until `part` is painted for it.
CLICK_PATCH = """async ([place, part]) => {
  const inside = (selector) => [...document.querySelectorAll('*')].map((n) => n.shadowRoot?.querySelector(selector)).find(Boolean);
  const board = inside('.board'), answer = inside(part), box = board.getBoundingClientRect(), before = board.dataset.sent;
  const at = { clientX: box.x + box.width * (place % 7 + 0.5) / 7, clientY: box.y + box.height * (Math.floor(place / 7) + 0.5) / 7, button: 0, isPrimary: true, pointerId: 1, bubbles: true };
  board.setPointerCapture = () => {};
  const start = performance.now();
  board.dispatchEvent(new PointerEvent('pointerdown', at));
  board.dispatchEvent(new PointerEvent('pointerup', at));
  for (;;) {
    const now = await new Promise(requestAnimationFrame);
    if (board.dataset.sent !== before && answer.dataset.sent === board.dataset.sent) return now - start;
  }
}"""  # noqa: E501


def patch_times(page: Page, address: str, view: str, part: str) -> list[float]:
    """Milliseconds from a click on a patch to the frame in which `part` of the masking page has painted its answer."""
    page.goto(f"{address}/masking?masking={view}")
    page.locator(f"{part}[data-sent]").wait_for()
    settle(page)
    times = []
    for click in range(MOVES):
        times.append(page.evaluate(CLICK_PATCH, [click * 11 % 49, part]))
        time.sleep(0.15)
    return times


def rows_of(what: str, times: list[float]) -> list[list[str]]:
    """Median and 95th percentile as two rows of the table."""
    ordered = sorted(times)
    return [
        [f"{what}, median of {len(times)}", f"{statistics.median(times):.0f}", "ms"],
        [f"{what}, p95", f"{ordered[round(0.95 * (len(times) - 1))]:.0f}", "ms"],
    ]


def main() -> None:
    """Print one table: cold start, pen-up to painted answers, blank frames, remounts, sliders, maps."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        start = time.perf_counter()
        with running_app(Path(folder) / "log") as address:
            page.goto(address)
            page.locator("[data-model]").first.wait_for()
            settle(page)
            cold = time.perf_counter() - start
            page.evaluate(WATCH)
            strokes_took = pen_up_times(page)
            watch = page.evaluate("({frames: watch.frames, blank: watch.blank, remounted: watch.remounted})")
            page.goto(f"{address}/noise")
            page.locator("[data-model]").first.wait_for()
            settle(page)
            moves_took = slider_times(page)
            page.goto(f"{address}/latent")
            page.locator("[aria-label='Decoded digit']").first.wait_for()
            settle(page)
            walk = page.evaluate(WALK)
            page.goto(f"{address}/latent?view=sliders&model=vae")
            page.locator(".rack input").first.wait_for()
            settle(page)
            slides_took = latent_slider_times(page)
            page.goto(f"{address}/activations")
            page.locator(".wall canvas").first.wait_for()
            settle(page)
            clicks_took = click_times(page)
            begin_to_train(page, address)
            page.evaluate(WATCH)
            strokes_took_in_training = pen_up_times(page)
            found_took = search_times(page, address, "alike", ".hits")
            judged_took = search_times(page, address, "odd", ".judge")
            filled_took = patch_times(page, address, "fill", ".filled")
            looked_took = patch_times(page, address, "fill", ".gaze")
            revealed_took = patch_times(page, address, "few", ".steps")
        browser.close()
    rows = [
        ["cold start to the first finished run", f"{cold:.2f}", "s"],
        *rows_of("pen-up to painted answers", strokes_took),
        [f"blank pictures in {watch['frames']} frames", str(watch["blank"]), ""],
        ["elements remounted", str(watch["remounted"]), ""],
        *rows_of("noise slider to painted answers", moves_took),
        ["dragging on the maps, pictures a second", f"{walk['rate']:.0f}", ""],
        ["dragging on the maps, lag at the end of 3 s", f"{walk['lag']:.0f}", "ms"],
        *rows_of("slider of a code to painted digit", slides_took),
        *rows_of("click on a unit to its story painted", clicks_took),
        *rows_of("pen-up while a training runs", strokes_took_in_training),
        *rows_of("pen-up to painted neighbours", found_took),
        *rows_of("pen-up to painted verdict", judged_took),
        *rows_of("patch hidden to all holes filled", filled_took),
        *rows_of("patch hidden to its looks painted", looked_took),
        *rows_of("patch revealed to completion and votes painted", revealed_took),
    ]
    print(table(["what", "value", "unit"], rows))


if __name__ == "__main__":
    main()
