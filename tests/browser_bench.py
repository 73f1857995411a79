"""From the hand to painted answers, in a real browser. Run with: python tests/browser_bench.py"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import torch
from app_server import CHROMIUM_FLAGS, running_app, settle
from playwright.sync_api import Page, sync_playwright

from aemodels import strokes
from aemodels.tables import table

STROKES = 30
MOVES = 30
PROBES = Path(__file__).with_name("browser_probes.js")


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
    """Milliseconds from pen-up to the frame in which the answers to the finished stroke are painted."""
    times = []
    generator = torch.Generator().manual_seed(0)
    while len(times) < STROKES:
        digit = strokes.digit(len(times) % 10, generator=generator)
        for stroke in digit:
            draw_stroke(page, stroke["points"])
            page.wait_for_function("probes.afterPenUp() !== null")
            page.evaluate("window.watch.started = true")
            times.append(page.evaluate("probes.afterPenUp()"))
            time.sleep(0.15)
        page.evaluate("window.watch.started = false")
        page.get_by_role("button", name="Clear").click()
        time.sleep(0.3)
    return times[:STROKES]


def probe_times(page: Page, probe: Callable[[int], str]) -> list[float]:
    """Milliseconds that MOVES probes (browser_probes.js) take, one after the other; `probe(i)` is the i-th's call."""
    times = []
    for move in range(MOVES):
        times.append(page.evaluate(f"probes.{probe(move)}"))
        time.sleep(0.15)
    return times


def share(move: int) -> float:
    """The moves' places on a way from 0 to 1: all over it, none near the one before."""
    return (move * 7 % MOVES) / MOVES


def open_page(page: Page, address: str, part: str) -> None:
    """Open a page of the app and wait until `part` is there and the script has run to its end."""
    page.goto(address)
    page.locator(part).first.wait_for()
    settle(page)


def search_times(page: Page, address: str, question: str, part: str) -> list[float]:
    """Milliseconds from pen-up to the frame in which a view of the search page has painted its answer."""
    open_page(page, f"{address}/search?ask={question}", f"{part}[data-sent]")
    page.evaluate("(part) => probes.watch(part)", part)
    return pen_up_times(page)


def patch_times(page: Page, address: str, view: str, part: str) -> list[float]:
    """Milliseconds from a click on a patch to the frame in which `part` of the masking page has painted its answer."""
    open_page(page, f"{address}/masking?masking={view}", f"{part}[data-sent]")
    return probe_times(page, lambda move: f"patch({move * 11 % 49}, '{part}')")


def times_in_training(page: Page, address: str) -> list[float]:
    """As `pen_up_times` on the first page, while a training of the same visitor runs from the first stroke to the last.

    Raises RuntimeError when the training has not lasted that long.
    """
    open_page(page, f"{address}/train", ".monitor[data-state=ready]")
    page.get_by_role("slider", name="Epochs").first.press("End")
    settle(page)
    page.get_by_role("button", name="Train", exact=True).click()
    page.locator(".monitor[data-state=training]").wait_for()
    page.get_by_role("link", name="Draw", exact=True).click()
    page.locator("[data-model]").first.wait_for()
    settle(page)
    page.evaluate("probes.watchAnswers()")
    times = pen_up_times(page)
    page.get_by_role("link", name="Train", exact=True).click()
    page.locator(".monitor[data-state]").wait_for()
    state = page.locator(".monitor").get_attribute("data-state")
    if state != "training":
        raise RuntimeError(f"the training was {state} before the last stroke")
    return times


def rows_of(what: str, times: list[float]) -> list[list[str]]:
    """Median and 95th percentile as two rows of the table."""
    ordered = sorted(times)
    return [
        [f"{what}, median of {len(times)}", f"{statistics.median(times):.0f}", "ms"],
        [f"{what}, p95", f"{ordered[round(0.95 * (len(times) - 1))]:.0f}", "ms"],
    ]


def measure(page: Page, address: str, start: float) -> list[list[str]]:
    """The rows of the table; `start` is when the app was started, in seconds of time.perf_counter."""
    open_page(page, address, "[data-model]")
    rows = [["cold start to the first finished run", f"{time.perf_counter() - start:.2f}", "s"]]
    page.evaluate("probes.watchAnswers()")
    rows += rows_of("pen-up to painted answers", pen_up_times(page))
    seen = page.evaluate("({frames: watch.frames, blank: watch.blank, remounted: watch.remounted})")
    rows += [[f"blank pictures in {seen['frames']} frames", str(seen["blank"]), ""]]
    rows += [["elements remounted", str(seen["remounted"]), ""]]
    open_page(page, f"{address}/noise", "[data-model]")
    rows += rows_of("noise slider to painted answers", probe_times(page, lambda move: f"noise({share(move)})"))
    open_page(page, f"{address}/latent", "[aria-label='Decoded digit']")
    walk = page.evaluate("probes.walk()")
    rows += [["dragging on the maps, pictures a second", f"{walk['rate']:.0f}", ""]]
    rows += [["dragging on the maps, lag at the end of 3 s", f"{walk['lag']:.0f}", "ms"]]
    open_page(page, f"{address}/latent?view=sliders&model=vae", ".rack input")
    slides = probe_times(page, lambda move: f"slide({move % 10}, {share(move)})")
    rows += rows_of("slider of a code to painted digit", slides)
    open_page(page, f"{address}/activations", ".wall canvas")
    rows += rows_of("click on a unit to its story painted", probe_times(page, lambda move: f"unit({share(move)})"))
    rows += rows_of("pen-up to painted neighbours", search_times(page, address, "alike", ".hits"))
    rows += rows_of("pen-up to painted verdict", search_times(page, address, "odd", ".judge"))
    rows += rows_of("patch hidden to all holes filled", patch_times(page, address, "fill", ".filled"))
    rows += rows_of("patch hidden to its looks painted", patch_times(page, address, "fill", ".gaze"))
    rows += rows_of("patch revealed to completion and votes painted", patch_times(page, address, "few", ".steps"))
    return rows + rows_of("pen-up while a training runs", times_in_training(page, address))


def main() -> None:
    """Print one table: cold start, pen-up to painted answers, blank frames, remounts, sliders, maps."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.add_init_script(path=PROBES)
        start = time.perf_counter()
        with running_app(Path(folder) / "log") as address:
            rows = measure(page, address, start)
        browser.close()
    print(table(["what", "value", "unit"], rows))


if __name__ == "__main__":
    main()
