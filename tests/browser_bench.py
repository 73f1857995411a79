"""From the hand to painted answers, in a real browser. Run with: python tests/browser_bench.py"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import measured as measured_page
import psutil
import torch
from app_server import CHROMIUM_FLAGS, ROOT, App, settle
from playwright.sync_api import Page, sync_playwright

from aemodels.commands.tables import table
from aemodels.data import strokes
from aemodels.store import pretrained

STROKES = 30
MOVES = 30
DRAWING = 'canvas[aria-label="Drawing canvas"]'
SHIFTS = """window.shift = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shift += one.value;
}).observe({ type: "layout-shift", buffered: true });"""
PAGES = ("", "noise", "latent", "activations", "masking", "pretraining", "search", "train", "models")
PROBES = Path(__file__).with_name("browser_probes.js")


def draw_stroke(page: Page, points: list[list[float]]) -> None:
    """Draw one stroke, coordinates in [0, 1], with the mouse at the speed of a hand."""
    box = page.locator(DRAWING).first.bounding_box()
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
    page.locator("#early").wait_for(state="hidden")
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


def memory(app: App) -> float:
    """What the app holds, in MB."""
    return psutil.Process(app.server.pid).memory_info().rss / 1e6


def wait_for_canvas(page: Page) -> None:
    """Wait until there is a canvas that takes a stroke."""
    while not page.locator(DRAWING).evaluate_all("all => all.some((canvas) => canvas.onpointerdown !== null)"):
        time.sleep(0.01)


def cold(page: Page, app: App) -> dict[str, list[float]]:
    """Seconds from the start of the app to a canvas that takes a stroke, and to the first answer to that painted."""
    start = time.perf_counter()
    app.start()
    page.goto(app.address, wait_until="commit")
    wait_for_canvas(page)
    drawn = time.perf_counter() - start
    draw_stroke(page, strokes.digit(3)[0]["points"])
    page.locator("[data-model][data-error]").first.wait_for()
    return {
        "cold start to a canvas, s": [drawn],
        "cold start to the first answer, s": [time.perf_counter() - start],
        "memory after the first page, MB": [memory(app)],
    }


def on_draw_page(page: Page, address: str) -> dict[str, list[float]]:
    """Pen-up to painted answers, by those networks that the page opens with and by all."""
    open_page(page, address, "[data-model]")
    page.evaluate("probes.watchAnswers()")
    found = {"pen-up to painted answers, ms": pen_up_times(page)}
    seen = page.evaluate("({blank: watch.blank, remounted: watch.remounted})")
    found |= {f"pictures {what} while drawing": [seen[what]] for what in ("blank", "remounted")}
    open_page(page, f"{address}/?models={','.join(pretrained.names())}", "[data-model]")
    page.evaluate("probes.watchAnswers()")
    return found | {"the same with all networks, ms": pen_up_times(page)}


def on_other_pages(page: Page, address: str) -> dict[str, list[float]]:
    """What follows the hand there."""
    open_page(page, f"{address}/noise", "[data-model]")
    found = {"noise slider to painted answers, ms": probe_times(page, lambda move: f"noise({share(move)})")}
    open_page(page, f"{address}/latent", "[aria-label='Decoded digit']")
    walk = page.evaluate("probes.walk()")
    found |= {"dragging on the maps, pictures a second": [walk["rate"]], "lag at its end, ms": [walk["lag"]]}
    open_page(page, f"{address}/latent?view=sliders&model=vae", ".rack input")
    slides = probe_times(page, lambda move: f"slide({move % 10}, {share(move)})")
    found |= {"slider of a code to painted digit, ms": slides}
    open_page(page, f"{address}/activations", ".wall canvas")
    found |= {"click on a unit to its story, ms": probe_times(page, lambda move: f"unit({share(move)})")}
    found |= {"pen-up to painted neighbours, ms": search_times(page, address, "alike", ".hits")}
    found |= {"pen-up to painted verdict, ms": search_times(page, address, "odd", ".judge")}
    found |= {"patch hidden to all holes filled, ms": patch_times(page, address, "fill", ".filled")}
    found |= {"patch hidden to its looks painted, ms": patch_times(page, address, "fill", ".gaze")}
    return found | {"patch revealed to its votes painted, ms": patch_times(page, address, "few", ".steps")}


def on_slow_phone(page: Page, address: str) -> dict[str, list[float]]:
    """The first visit with a processor four times slower, 1.6 Mbit/s and 150 ms to the server."""
    context = page.context.browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone, fetched = context.new_page(), [0.0]
    phone.add_init_script(SHIFTS)
    devtools = context.new_cdp_session(phone)
    devtools.on("Network.loadingFinished", lambda done: fetched.append(done["encodedDataLength"]))
    devtools.send("Network.enable")
    line = {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8, "offline": False}
    devtools.send("Network.emulateNetworkConditions", line)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    start = time.perf_counter()
    phone.goto(address, wait_until="commit")
    wait_for_canvas(phone)
    drawn = time.perf_counter() - start
    phone.locator(".answers").wait_for()
    settle(phone)
    whole = time.perf_counter() - start
    phone.wait_for_timeout(5000)
    found = {"canvas, s": drawn, "whole page, s": whole, "MB": sum(fetched) / 1e6}
    found["layout shift"] = phone.evaluate("window.shift")
    context.close()
    return {f"slow phone, {what}": [value] for what, value in found.items()}


def all_pages(page: Page, app: App) -> dict[str, list[float]]:
    """What the app holds when every page has been seen."""
    for name in PAGES:
        page.goto(f"{app.address}/{name}")
        page.locator("h1").first.wait_for()
        settle(page)
    return {"memory after all pages, MB": [memory(app)]}


def measured(page: Page, root: Path, folder: Path, rows: list[str]) -> dict[str, list[float]]:
    """All figures of the app in the checkout `root`, or those whose names hold one of `rows`."""
    app, found = App(folder / "log", root=root), {}
    parts = {
        "pen-up to painted answers all networks blank": on_draw_page,
        "slider maps unit neighbours verdict patch": on_other_pages,
        "slow phone": on_slow_phone,
        "pen-up while a training runs": lambda page, at: {
            "pen-up while a training runs, ms": times_in_training(page, at)
        },
    }
    try:
        found |= cold(page, app)
        for names, part in parts.items():
            if not rows or any(row in names for row in rows):
                found |= part(page, app.address)
        found |= all_pages(page, app) if not rows else {}
    finally:
        app.end()
    return found


def quantile(values: list[float], share: float) -> float:
    """The value below which a share of the values lies."""
    return sorted(values)[round(share * (len(values) - 1))]


def compared(what: str, found: list[list[float]]) -> list[list[str]]:
    """Rows of the table: median and 95th percentile, of one app, or of two and their ratio."""
    rows = []
    for name, share in (("median", 0.5), ("p95", 0.95)):
        levels = [quantile(values, share) for values in found]
        ratio = [f"{levels[1] / levels[0]:.2f}" if levels[0] else ""] if len(levels) > 1 else []
        rows.append(
            [f"{what}, {name}", *(f"{level:.3g}" if level < 10 else f"{level:.0f}" for level in levels), *ratio]
        )
    return rows if len(found[0]) > 2 else [[what, *rows[0][1:]]]


def main() -> None:
    """Print one table: cold start, pen-up to painted answers, blank frames, remounts, sliders, maps, memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", type=Path, help="another checkout, to be measured in turns with this one")
    parser.add_argument("--rounds", type=int, default=1, help="how often")
    parser.add_argument("--rows", nargs="*", default=[], help="words of the rows to measure (default: all)")
    parser.add_argument("--write", action="store_true", help="put the table into tests/README.md")
    options = parser.parse_args()
    if options.write and (options.against or options.rows):
        parser.error("--write takes a whole table of this checkout alone")
    roots = [options.against.resolve(), ROOT] if options.against else [ROOT]
    found: list[dict[str, list[float]]] = [{} for _ in roots]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        for _ in range(options.rounds):
            for root, figures in zip(roots, found, strict=True):
                page = browser.new_page(viewport={"width": 1400, "height": 900})
                page.add_init_script(path=PROBES)
                for what, values in measured(page, root, Path(folder), options.rows).items():
                    figures.setdefault(what, []).extend(values)
                page.close()
        browser.close()
    both = [what for what in found[-1] if all(what in figures for figures in found)]
    rows = [row for what in both for row in compared(what, [figures[what] for figures in found])]
    shown = table(["what", *(["before", "now", "ratio"] if options.against else ["value"])], rows)
    print(shown)
    if options.write:
        measured_page.write("browser_bench", shown)


if __name__ == "__main__":
    main()
