"""What the browser tests of several pages do: draw, wait for the answers, read the pictures."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from app_server import settle
from playwright.sync_api import Page, expect

from aemodels.data import strokes

DRAWING = 'canvas[aria-label="Drawing canvas"]'


def open_page(page: Page, address: str, part: str = "[data-model]") -> Page:
    """Go to a page of the app and wait until `part` is there, by default its models, and its script has run."""
    page.goto(address)
    page.locator(part).first.wait_for()
    page.locator("#early").wait_for(state="hidden")
    settle(page)
    return page


def points_of(label: int) -> list[list[float]]:
    """Where the first stroke of a digit goes: every fourth point, each of which costs up to a tenth of a second."""
    points = strokes.digit(label)[0]["points"]
    return [*points[:-1:4], points[-1]]


def canvas_point(page: Page, point: list[float], canvas: str = DRAWING) -> tuple[float, float]:
    """Where a point of the canvas, coordinates in [0, 1], lies in the window."""
    box = page.locator(canvas).first.bounding_box()  # of two, while one hands over to the other in the same place
    return box["x"] + point[0] * box["width"], box["y"] + point[1] * box["height"]


def draw(page: Page, points: list[list[float]], lift: bool = True, canvas: str = DRAWING) -> None:
    """One stroke with the mouse."""
    page.mouse.move(*canvas_point(page, points[0], canvas))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*canvas_point(page, point, canvas))
    if lift:
        page.mouse.up()


def error_of(page: Page, name: str) -> float:
    """The squared error that the row of model `name` carries."""
    return float(page.locator(f'[data-model="{name}"]').get_attribute("data-error"))


def wait_for_answers(page: Page, canvas: str = DRAWING, seconds: float = 20) -> None:
    """Wait until the answers belong to what the canvas last sent."""
    sent = page.locator(canvas).get_attribute("data-sent")
    expect(page.locator(f'.answers[data-sent="{sent}"]')).to_be_attached(timeout=1000 * seconds)


# Resolves when no script has run for a second.
IDLE = """() => new Promise((done) => {
  const app = document.querySelector('[data-testid=stApp]');
  let since = performance.now();
  const look = () => {
    if (app.dataset.testScriptState !== 'notRunning') since = performance.now();
    performance.now() - since > 1000 ? done() : requestAnimationFrame(look);
  };
  look();
})"""


def wait_until_idle(page: Page) -> None:
    """Wait until Python has heard all that the page had to say, which may come in several runs."""
    page.evaluate(IDLE)


# Holds back what the page says to Python, which therefore runs nothing, and counts what it runs meanwhile.
HOLD = """app => {
  const send = WebSocket.prototype.send, held = [];
  WebSocket.prototype.send = function (data) { held.push([this, data]); };
  window.release = () => {
    window.told = 0;
    WebSocket.prototype.send = function (data) { window.told += 1; send.call(this, data); };
    for (const [socket, data] of held) socket.send(data);
  };
  window.runs = 0;
  new MutationObserver(() => (window.runs += 1)).observe(app, { attributeFilter: ['data-test-script-state'] });
}"""


@contextmanager
def no_script_runs(page: Page) -> Iterator[None]:
    """What happens meanwhile happens without Python's pages, which hear of it afterwards and have run then."""
    page.locator("[data-testid=stApp]").evaluate(HOLD)
    yield
    assert page.evaluate("window.runs") == 0
    page.evaluate("window.release()")
    page.wait_for_function("window.told")
    wait_until_idle(page)


# Resolves when a canvas has sent nothing for so many frames that no hand, and no program, can be writing on it.
REST = """canvas => new Promise((done) => {
  let sent = canvas.dataset.sent, frames = 0;
  const look = () => {
    frames = canvas.dataset.sent === sent ? frames + 1 : 0;
    sent = canvas.dataset.sent;
    frames > 20 ? done() : requestAnimationFrame(look);
  };
  look();
})"""


def write(page: Page, button: str) -> None:
    """Press a button that makes a digit write itself, and wait until it has and the answers belong to all of it."""
    canvas = page.locator(DRAWING)
    before = canvas.get_attribute("data-sent")
    page.get_by_role("button", name=button).click()
    expect(canvas).not_to_have_attribute("data-sent", before or "")
    canvas.evaluate(REST)
    wait_for_answers(page)


def model_input(page: Page) -> list[int]:
    """What the models see, as painted."""
    return painted(page, '[aria-label="Model input"]')


def painted(page: Page, canvas: str) -> list[int]:
    """The red channel of a canvas of 28 x 28 pixels."""
    script = "canvas => [...canvas.getContext('2d').getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 0)"
    return page.locator(canvas).evaluate(script)


def is_blank(values: list[int]) -> bool:
    """Whether a picture shows no ink."""
    return max(values) < 40


def count_messages(page: Page) -> None:
    """From now on count in `messages` what the page says to Python, each of which runs a script."""
    page.evaluate("""() => {
      const send = WebSocket.prototype.send;
      window.messages = 0;
      WebSocket.prototype.send = function (data) {
        window.messages += 1;
        return send.call(this, data);
      };
    }""")


def messages(page: Page) -> int:
    """How often the page has spoken to Python since `count_messages`."""
    return page.evaluate("window.messages")


def move(page: Page, steps: Iterable[tuple[float, float]], look: Callable[[], object]) -> tuple[list[object], int]:
    """Move the mouse through points of the window, never at rest; what `look` saw after each step.

    Gives besides how often it was at rest for as long as Python waits for after all: on a busy machine.
    """
    seen, rests, last = [], 0, time.monotonic()
    for x, y in steps:
        page.mouse.move(x, y)
        page.wait_for_timeout(50)
        seen.append(look())
        rests += time.monotonic() - last > 0.2
        last = time.monotonic()
    return seen, rests


def expect_nothing_beside(page: Page) -> None:
    """The page is no wider than the screen."""
    assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollWidth - main.clientWidth") <= 0


def expect_nothing_cut_off(page: Page, parts: str = "button:visible, [role=button]:visible") -> None:
    """The page is no wider than the screen, and neither is what is seen of `parts` outside the row of pages."""
    expect_nothing_beside(page)
    for part in page.locator(parts).all():
        if part.evaluate("node => Boolean(node.closest('.st-key-navigation'))"):
            continue
        box = part.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= page.viewport_size["width"] + 0.5


def touch(page: Page, points: list[tuple[float, float]]) -> None:
    """Move a finger through points of the window."""
    devtools = page.context.new_cdp_session(page)
    for i, (x, y) in enumerate(points):
        kind = "touchMove" if i else "touchStart"
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def without_python(page: Page) -> None:
    """From now on nothing that the page says reaches its session, so that no script can run for it."""
    page.evaluate("WebSocket.prototype.send = () => {}")


def pick_network(page: Page, title: str) -> None:
    """Choose another network where a page shows one."""
    page.get_by_role("combobox", name="Network").click()
    page.get_by_role("option", name=title, exact=True).click()


def expect_no_answers(page: Page) -> None:
    """All models at rest."""
    expect(page.locator("[data-model][data-error]")).to_have_count(0)
