"""A server that ends and comes back, and a line that is cut, in a real browser: the page goes on by itself."""

import re
import signal
import socket
import threading
import time
from contextlib import suppress

import pytest
from app_server import App, settle
from browser_page import (
    DRAWING,
    canvas_point,
    draw,
    error_of,
    expect_no_answers,
    model_input,
    no_script_runs,
    open_page,
    wait_for_answers,
    wait_until_idle,
    write,
)
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
ONE = [[0.5, 0.15 + 0.1 * step] for step in range(8)]
SPOILED = 'canvas[aria-label="Corrupted input"]'


class Proxy:
    """A line to a local port that can be cut: what goes through breaks off, and nothing comes through till `mend`."""

    def __init__(self, port: int) -> None:
        self.port, self.open, self.ends = port, True, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                browser = self.listener.accept()[0]
                if not self.open:
                    browser.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self.port))
                self.ends += [browser, server]
                for source, target in ((browser, server), (server, browser)):
                    threading.Thread(target=self.pass_on, args=(source, target), daemon=True).start()

    def pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):  # one end was closed
            while content := source.recv(65536):
                target.sendall(content)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        self.open = False
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.ends.clear()

    def mend(self) -> None:
        self.open = True

    def close(self) -> None:
        self.cut()
        self.listener.close()


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """An app of this module's own, to be ended and started again."""
    app = App(tmp_path_factory.mktemp("app") / "log")
    app.start()
    yield app
    app.end()


@pytest.fixture
def proxy(app):
    """A line to the app that can be cut."""
    proxy = Proxy(app.port)
    yield proxy
    proxy.close()


def restart(app: App, how: signal.Signals = signal.SIGKILL) -> None:
    """End the app and start it again where it was."""
    app.end(how)
    app.start()


def sent_by(page: Page, part: str = DRAWING) -> int:
    """The number of the message that a part of the page last sent, 0 while it sent none."""
    return int(page.locator(part).get_attribute("data-sent") or 0)


def wait_until_said_again(page: Page, before: int, part: str = DRAWING) -> str:
    """Wait until a part of the page, untouched, has said more than its message `before`; gives its new message."""
    node = page.locator(part)
    expect(node).to_have_attribute("data-sent", re.compile(rf"^(?!{before}$)\d"), timeout=30_000)
    return node.get_attribute("data-sent")


def wait_until_answered_again(page: Page, before: int) -> None:
    """The same for the canvas, and until the answers belong to what it has said by then, perhaps more than once."""
    wait_until_said_again(page, before)
    end = time.monotonic() + 20
    while (answered := sent_by(page, ".answers")) != sent_by(page) and time.monotonic() < end:
        page.wait_for_timeout(100)
    assert answered == sent_by(page)
    settle(page)


def errors(page: Page) -> list[float]:
    """The squared errors of two models' answers."""
    return [error_of(page, name) for name in ("ae", "vae")]


def test_drawings_are_answered_after_the_server_was_killed(window, app):
    drawn = open_page(window, app.address)
    draw(drawn, ONE)
    wait_for_answers(drawn)
    before, sent = errors(drawn), sent_by(drawn)
    untouched = open_page(window.context.new_page(), app.address)
    restart(app)
    wait_until_answered_again(drawn, sent)
    assert errors(drawn) == before
    wait_until_answered_again(untouched, 0)
    draw(untouched, ONE)
    wait_for_answers(untouched)
    assert errors(untouched) == before


def test_a_stroke_that_ends_while_the_server_is_away_is_answered_when_it_is_back(window, app):
    page = open_page(window, app.address)
    draw(page, ONE)
    wait_for_answers(page)
    before = errors(page)
    write(page, "Example 8")  # so that page and new session do not count alike what Python put on the canvas
    page.get_by_role("button", name="Clear").click()
    draw(page, ONE[:5], lift=False)
    wait_for_answers(page)
    app.end(signal.SIGTERM)
    for point in ONE[5:]:
        page.mouse.move(*canvas_point(page, point))
    page.mouse.up()
    sent = sent_by(page)
    app.start()
    wait_until_answered_again(page, sent)
    assert errors(page) == before


def test_a_drawing_that_ends_while_the_line_is_cut_is_answered_when_it_is_mended(window, proxy):
    page = open_page(window, proxy.address)
    app_itself = page.locator("[data-testid=stApp]")
    proxy.cut()
    expect(app_itself).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    draw(page, ONE)
    expect_no_answers(page)
    page.wait_for_timeout(2000)
    proxy.mend()
    expect(app_itself).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=20_000)
    wait_for_answers(page)
    assert len(errors(page)) == 2


def test_what_was_chosen_on_other_pages_holds_after_a_restart(window, app):
    noise = open_page(window, f"{app.address}/noise")
    with no_script_runs(noise):  # and it hears of it afterwards
        noise.get_by_role("radio", name="Masking").click()
        wait_for_answers(noise, SPOILED)
    noise.get_by_role("link", name="Models", exact=True).click()
    noise.get_by_role("table").first.wait_for()
    noise.get_by_role("link", name="Noise", exact=True).click()
    settle(noise)
    expect(noise.get_by_role("radio", name="Masking")).to_be_checked()
    wait_for_answers(noise, SPOILED)
    corrupted = model_input(noise)

    board = open_page(window.context.new_page(), f"{app.address}/masking", ".gaze[data-asked]")
    board.locator(".board").focus()
    board.keyboard.press("ArrowRight")
    board.keyboard.press("Enter")
    expect(board.locator(".gaze")).to_have_attribute("data-asked", "25")

    latent = open_page(window.context.new_page(), f"{app.address}/latent", ".decoded[data-sent]")
    latent.mouse.click(*canvas_point(latent, [0.6, 0.4], '[aria-label^="Latent map"] >> nth=0'))
    latent.wait_for_url("**z=1.10**")  # where it was let go; the arrow key leaves the link behind
    latent.keyboard.press("ArrowRight")
    expect(latent.locator("[data-z]").first).to_have_attribute("data-z", "1.20,1.10")
    cross = latent.locator("path.cross").first.get_attribute("d")

    unit = open_page(window.context.new_page(), f"{app.address}/activations?unit=sparse:3", ".story[data-unit]")
    unit.get_by_role("button", name="Full").click()
    draw(unit, ONE)
    expect(unit.get_by_text("what your digit makes of it")).to_be_visible()
    expect(unit.locator(".story")).to_have_attribute("data-level", "1")

    parts = {noise: SPOILED, board: ".board", latent: ".latent", unit: ".story"}
    before = {page: sent_by(page, part) for page, part in parts.items()}
    restart(app)
    sent = {page: wait_until_said_again(page, before[page], part) for page, part in parts.items()}
    wait_for_answers(noise, SPOILED, 20)
    assert model_input(noise) == corrupted
    answered = board.locator(f'.gaze[data-sent="{sent[board]}"]')
    expect(answered).to_have_attribute("data-asked", "25", timeout=20_000)
    expect(latent.locator(f'.decoded[data-sent="{sent[latent]}"]')).to_be_attached(timeout=20_000)
    expect(latent.locator("[data-z]").first).to_have_attribute("data-z", "1.20,1.10")
    expect(latent.locator("path.cross").first).to_have_attribute("d", cross)
    wait_until_idle(unit)
    # To a page from where only the session can bring it back; it needs few networks of a server that has just begun.
    unit.get_by_role("link", name="Pretraining", exact=True).click()
    unit.locator(".stages").wait_for()
    settle(unit)
    unit.get_by_role("link", name="Activations", exact=True).click()
    expect(unit.locator('.story[data-unit="sparse:3"]')).to_have_attribute("data-level", "1", timeout=40_000)
    expect(unit.get_by_text("what your digit makes of it")).to_be_visible(timeout=40_000)
