"""The canvas that the document brings: drawn on before the page is there, which takes over what was drawn."""

import pytest
from app_server import settle
from browser_page import DRAWING, canvas_point, draw, points_of, wait_for_answers
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

EARLY = f"#early {DRAWING}"
CANVAS = "document.querySelector('#early').shadowRoot.querySelector('canvas')"
ENTRY = "**/static/js/index.*.js"  # without it Streamlit does not begin


@pytest.fixture
def begin(window: Page, address):
    """Opens the first page, and lets Streamlit come only when the function that it gives is called."""
    held = []
    window.route(ENTRY, lambda route: held.append(route))

    def come():
        window.wait_for_function("performance.getEntriesByType('resource').length > 5")
        for route in held:
            route.continue_()
        window.locator(".st-key-bench-canvas canvas").wait_for()

    window.goto(address, wait_until="commit")
    window.wait_for_function(f"{CANVAS}.onpointerdown !== null")
    return come


def strokes(page: Page) -> int:
    """How many pixels of the canvas have ink."""
    pixels = "c.getContext('2d').getImageData(0, 0, c.width, c.height).data"
    return page.locator(DRAWING).evaluate(f"c => {pixels}.filter((value, i) => i % 4 === 3 && value).length")


def test_what_is_drawn_before_the_page_is_there_is_answered_when_it_is(begin, window):
    box = window.locator(EARLY).bounding_box()
    draw(window, points_of(3), canvas=EARLY)
    drawn = strokes(window)
    assert drawn > 1000
    begin()
    expect(window.locator("#early")).to_have_count(0)
    assert window.locator(DRAWING).bounding_box() == box  # nothing moves under the hand
    assert strokes(window) == drawn
    wait_for_answers(window)
    window.wait_for_url("**d=*")
    window.get_by_role("button", name="Undo").click()
    assert strokes(window) == 0


def test_a_stroke_that_is_under_way_is_finished_first(begin, window):
    points = points_of(1)
    draw(window, points[:2], lift=False, canvas=EARLY)
    begin()
    settle(window)
    window.mouse.move(*canvas_point(window, points[-1], EARLY))
    expect(window.locator("#early")).to_have_count(1)
    window.mouse.up()
    expect(window.locator("#early")).to_have_count(0)
    wait_for_answers(window)
    assert strokes(window) > 500


def test_who_did_nothing_finds_the_page_as_it_is(begin, window):
    begin()
    expect(window.locator("#early")).to_have_count(0)
    settle(window)
    assert "d=" not in window.url
    expect(window.get_by_role("button", name="Undo")).to_be_disabled()


@pytest.mark.parametrize("path", ["/noise", "/?example=3", "/models"])
def test_elsewhere_it_makes_way_by_itself(window, address, path):
    window.goto(f"{address}{path}")
    window.locator(".st-key-opening").wait_for()
    expect(window.locator("#early")).not_to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_its_colours_are_those_of_the_page(browser, address, theme):
    context = browser.new_context(color_scheme=theme)
    page, held = context.new_page(), []
    page.route(ENTRY, lambda route: held.append(route))
    page.goto(address, wait_until="commit")
    colours = "node => [getComputedStyle(node).color, getComputedStyle(node).backgroundColor]"
    before = page.locator("#early").evaluate(colours)
    page.wait_for_function("performance.getEntriesByType('resource').length > 5")
    for route in held:
        route.continue_()
    expect(page.locator("#early")).to_have_count(0)
    assert page.locator("[data-testid=stApp]").evaluate(colours) == before
    context.close()
