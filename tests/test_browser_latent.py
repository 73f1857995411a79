"""The latent page in a real browser: walking on the maps with mouse, finger and arrow keys."""

import pytest
from browser_page import draw, expect_nothing_beside, is_blank, open_page, painted, points_of, touch, wait_for_answers
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
DIGIT = '[aria-label="Decoded digit"] >> nth=0'


@pytest.fixture
def page(window: Page, address: str) -> Page:
    """The latent page on a wide screen."""
    return open_page(window, f"{address}/latent", DIGIT)


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
    open_page(window, address)
    draw(window, points_of(7))
    wait_for_answers(window)
    window.get_by_role("link", name="Latent", exact=True).click()
    expect(window.locator("path.star")).to_have_count(2)
    expect(window.locator("ellipse.cloud")).to_have_count(2)


def test_a_finger_walks_on_a_phone_and_nothing_is_cut_off(phone, address):
    open_page(phone, f"{address}/latent", DIGIT)
    touch(phone, [at(phone, 0.5 + 0.02 * step, 0.5) for step in range(6)])
    expect(phone.locator(DIGIT)).to_have_attribute("data-z", "1.10,0.00")
    assert phone.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0
    expect_nothing_beside(phone)
