"""The search page in a real browser: results that follow the pen, digits carried on, oddities tried."""

import re

import pytest
from browser_page import (
    DRAWING,
    draw,
    expect_nothing_beside,
    open_page,
    painted,
    pick_network,
    points_of,
    without_python,
)
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def open_search(page: Page, address: str, question: str = "alike") -> Page:
    """The search page with a view of it mounted."""
    part = ".hits[data-sent]" if question == "alike" else ".oddities[data-painted]"
    return open_page(page, f"{address}/search?ask={question}", part)


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
    expect(page.locator(".whose")).to_have_text("Compared with 10,000 test digits: example 3, until you draw")
    without_python(page)
    draw(page, points_of(0))
    wait_for(page, ".hits")
    expect(page.locator(".whose")).to_have_text("Compared with 10,000 test digits: your picture")
    after = numbers(page, "codes"), numbers(page, "pixels")
    assert after != before
    assert [len(one) for one in after] == [10, 10]
    expect(page.locator('[data-panel="codes"]')).to_have_attribute("data-vote", "0")
    expect(page.locator('[data-panel="codes"] .votes-said')).to_contain_text("say 0")


def test_another_network_finds_others(page):
    before = numbers(page, "codes")
    pick_network(page, "Variational")
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


@pytest.mark.parametrize("question", ["alike", "odd"])
def test_while_the_server_is_away_the_page_says_so_and_goes_on_by_itself(window, address, question):
    page, part = open_search(window, address, question), {"alike": ".hits", "odd": ".judge"}[question]
    page.route("**/live/*", lambda route: route.abort())
    draw(page, points_of(0))
    line = page.locator(".line")
    expect(line).to_have_text(re.compile("does not answer"))
    page.unroute("**/live/*")
    wait_for(page, part)
    expect(line).to_have_text("")


def test_the_verdict_follows_the_pen_while_no_script_runs(window, address):
    page = open_search(window, address, "odd")
    expect(page.locator(".judge")).to_have_attribute("data-verdict", "digit")
    without_python(page)
    draw(page, [[0.05, 0.05], [0.95, 0.95], [0.05, 0.95], [0.95, 0.05], [0.5, 0.05], [0.5, 0.95]], lift=False)
    wait_for(page, ".judge")
    expect(page.locator(".headline")).to_have_text("Not a digit")
    expect(page.locator(".whose")).to_have_text("Your picture")


def test_an_oddity_is_tried_with_one_click(window, address):
    page = open_search(window, address, "odd")
    page.get_by_role("button", name=re.compile("Noise 1, noticed")).click()
    expect(page.locator(".judge")).to_have_attribute("data-verdict", "odd")
    expect(page.locator(".headline")).to_have_text("Not a digit")
    noise = painted(page, '[aria-label="Model input"]')
    assert sum(value > 60 for value in noise) > 300
    page.get_by_role("button", name="Example 1").click()
    expect(page.locator(".judge")).to_have_attribute("data-verdict", "digit")


def test_oddities_answer_to_a_finger_and_nothing_is_cut_off(phone, address):
    page = open_search(phone, address, "odd")
    page.get_by_role("button", name=re.compile("Letters 2")).tap()
    expect(page.locator(".judge .whose")).to_have_text("Your picture")
    expect_nothing_beside(page)
    open_search(page, address)
    page.locator('[data-panel="codes"] button').nth(4).tap()
    expect(page.get_by_role("button", name="Put it on the canvas")).to_be_visible()
    expect_nothing_beside(page)
