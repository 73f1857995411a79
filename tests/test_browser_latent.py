"""The latent page in a real browser: walking on the maps with mouse, finger and arrow keys."""

import pytest
from app_server import settle
from browser_page import draw, is_blank, painted, wait_for_answers
from playwright.sync_api import Page, expect

from aemodels import strokes

pytestmark = pytest.mark.browser
DIGIT = '[aria-label="Decoded digit"] >> nth=0'


def open_map(page: Page, address: str) -> Page:
    """The latent page, settled."""
    page.goto(f"{address}/latent")
    page.locator(DIGIT).wait_for()
    settle(page)
    return page


@pytest.fixture
def page(window: Page, address: str) -> Page:
    """The latent page on a wide screen."""
    return open_map(window, address)


def at(page: Page, x: float, y: float, map_number: int = 0) -> tuple[float, float]:
    """A place on a map in the window, x and y from 0 to 1."""
    box = page.locator('[aria-label="Latent map"]').nth(map_number).bounding_box()
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def test_dragging_decodes_the_digit_under_the_pointer(page):
    page.mouse.move(*at(page, 0.5, 0.5))
    page.mouse.down()
    page.mouse.move(*at(page, 0.6, 0.4), steps=8)
    page.mouse.up()
    expect(page.locator(DIGIT)).to_have_attribute("data-z", "1.10,1.10")
    assert not is_blank(painted(page, DIGIT))
    here = painted(page, DIGIT)
    page.mouse.move(*at(page, 0.35, 0.65, 1), steps=8)
    expect(page.locator(DIGIT)).not_to_have_attribute("data-z", "1.10,1.10")
    assert painted(page, DIGIT) != here


def test_arrow_keys_walk(page):
    page.locator('[aria-label="Latent map"]').first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator(DIGIT)).to_have_attribute("data-z", "0.10,0.50")


def test_a_digit_can_be_shown_alone(page):
    button = page.get_by_role("button", name="7", exact=True)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_the_drawing_is_a_star_on_both_maps(window, address):
    window.goto(address)
    window.locator("[data-model]").first.wait_for()
    settle(window)
    draw(window, strokes.digit(7)[0]["points"])
    wait_for_answers(window)
    window.get_by_role("link", name="Latent", exact=True).click()
    expect(window.locator("path.star")).to_have_count(2)
    expect(window.locator("ellipse.cloud")).to_have_count(2)


def test_a_finger_walks_on_a_phone_and_nothing_is_cut_off(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = open_map(context.new_page(), address)
    devtools = context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in places]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", at(page, 0.5, 0.5))
    for step in range(1, 6):
        touch("touchMove", at(page, 0.5 + 0.02 * step, 0.5))
    touch("touchEnd")
    expect(page.locator(DIGIT)).to_have_attribute("data-z", "1.10,0.00")
    scrolled, wider = page.locator("[data-testid=stMain]").evaluate("m => [m.scrollTop, m.scrollWidth - m.clientWidth]")
    assert scrolled == 0
    assert wider <= 0
    context.close()
