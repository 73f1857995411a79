"""The search page in a real browser: results that follow the pen, digits carried on, oddities tried."""

import re

import pytest
from app_server import settle
from browser_page import DRAWING, draw, painted
from playwright.sync_api import Page, expect

from aemodels import strokes

pytestmark = pytest.mark.browser


def open_search(page: Page, address: str, question: str = "alike") -> Page:
    """The search page with a view of it mounted."""
    page.goto(f"{address}/search?ask={question}")
    page.locator(".hits[data-sent]" if question == "alike" else ".oddities[data-painted]").wait_for()
    settle(page)
    return page


def wait_for(page: Page, part: str) -> None:
    """Wait until a part of the page belongs to what the canvas last sent."""
    sent = page.locator(DRAWING).get_attribute("data-sent")
    expect(page.locator(f'{part}[data-sent="{sent}"]')).to_be_attached()


def numbers(page: Page, panel: str) -> list[str]:
    """Which test digits a panel shows."""
    tiles = page.locator(f'[data-panel="{panel}"] button')
    return tiles.evaluate_all("tiles => tiles.map((tile) => tile.dataset.number)")


@pytest.fixture
def page(window: Page, address: str) -> Page:
    """The search page on a wide screen."""
    return open_search(window, address)


def test_what_is_found_follows_the_pen(page):
    before = numbers(page, "codes"), numbers(page, "pixels")
    for stroke in strokes.digit(0):
        draw(page, stroke["points"])
    wait_for(page, ".hits")
    after = numbers(page, "codes"), numbers(page, "pixels")
    assert after != before
    assert [len(one) for one in after] == [10, 10]
    expect(page.locator('[data-panel="codes"]')).to_have_attribute("data-vote", "0")
    expect(page.locator('[data-panel="codes"] .votes-said')).to_contain_text("say 0")


def test_another_network_finds_others(page):
    before = numbers(page, "codes")
    page.get_by_role("radio", name="Variational", exact=True).click()
    first = page.locator('[data-panel="codes"] button').first
    expect(first).not_to_have_attribute("data-number", before[0])
    assert numbers(page, "codes") != before


def test_a_found_digit_is_put_on_the_canvas(page):
    tile = page.locator('[data-panel="pixels"] button').nth(3)
    number = tile.get_attribute("data-number")
    tile.click()
    expect(tile).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Put it on the canvas").click()
    expect(page.get_by_text("Draw a digit here")).to_be_hidden()
    # It is nearest to itself by pixels, where it comes first.
    expect(page.locator('[data-panel="pixels"] button').first).to_have_attribute("data-number", number)


def test_a_found_digit_is_taken_to_latent(page):
    page.locator('[data-panel="codes"] button').first.click()
    page.get_by_role("button", name="See its code in Latent").click()
    expect(page).to_have_url(re.compile(r"/latent"))
    expect(page.get_by_role("radio", name="The picked sample")).to_be_checked()


def test_an_oddity_is_tried_with_one_click(window, address):
    page = open_search(window, address, "odd")
    page.get_by_role("button", name=re.compile("Noise 1, noticed")).click()
    expect(page.locator(".judge")).to_have_attribute("data-verdict", "odd")
    expect(page.get_by_role("status")).to_have_text("Not a digit")
    noise = painted(page, '[aria-label="Model input"]')
    assert sum(value > 60 for value in noise) > 300
    page.get_by_role("button", name="Example 1").click()
    expect(page.locator(".judge")).to_have_attribute("data-verdict", "digit")


def test_oddities_answer_to_a_finger_and_nothing_is_cut_off(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = open_search(context.new_page(), address, "odd")
    page.get_by_role("button", name=re.compile("Letters 2")).tap()
    expect(page.locator(".judge .whose")).to_have_text("Your picture")
    wider = page.locator("[data-testid=stMain]").evaluate("m => m.scrollWidth - m.clientWidth")
    assert wider <= 0
    open_search(page, address)
    page.locator('[data-panel="codes"] button').nth(4).tap()
    expect(page.get_by_role("button", name="Put it on the canvas")).to_be_visible()
    assert page.locator("[data-testid=stMain]").evaluate("m => m.scrollWidth - m.clientWidth") <= 0
    context.close()
