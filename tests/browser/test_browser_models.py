"""The models page in a real browser: the table sorts, the sheet is painted, a phone shows all of it."""

import pytest
from app_server import settle
from browser_page import expect_nothing_beside, is_blank, open_page
from playwright.sync_api import Page, expect

from aemodels.evaluation.baselines import BASELINES
from aemodels.store import pretrained

pytestmark = pytest.mark.browser
NAMES = pretrained.names()
RED = """all => all.map((canvas) =>
  [...canvas.getContext('2d').getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 0))"""
ERRORS = {name: pretrained.card(name).metrics["squared_error"] for name in NAMES}


def open_models(page: Page, address: str, link: str = "") -> Page:
    """The models page with its sheet painted."""
    return open_page(page, f"{address}/models{link}", ".contact[data-painted]")


def order(page: Page) -> list[str]:
    """The names of the table's rows from top to bottom."""
    return page.locator("[data-row]").evaluate_all("rows => rows.map((row) => row.dataset.row)")


def test_pressing_a_heading_sorts_best_first_then_worst_first_then_as_taught(window, address):
    page = open_models(window, address)
    assert order(page) == NAMES
    head = page.locator('th[data-key="squared_error"]')
    head.get_by_role("button").click()
    assert order(page) == sorted(NAMES, key=ERRORS.get)
    expect(head).to_have_attribute("aria-sort", "ascending")
    head.get_by_role("button").click()
    assert [ERRORS[name] for name in order(page)] == sorted(ERRORS.values(), reverse=True)
    head.get_by_role("button").click()
    assert order(page) == NAMES
    expect(head).to_have_attribute("aria-sort", "none")


def test_more_comes_first_where_more_is_better_and_blanks_always_last(window, address):
    page = open_models(window, address)
    page.locator('th[data-key="psnr"] button').click()
    assert order(page)[0] == min(NAMES, key=ERRORS.get)
    bounds = {name for name in NAMES if "negative_elbo" in pretrained.card(name).metrics}
    for _ in range(2):
        page.locator('th[data-key="negative_elbo"] button').focus()
        page.keyboard.press("Enter")
        assert set(order(page)[: len(bounds)]) == bounds


def test_badges_are_shown_with_their_figures(window, address):
    page = open_models(window, address)
    badge = page.locator('[data-row="ae"] td[data-key="squared_error"] .badge')
    expect(badge).to_have_text("better than 3.00")
    baseline = next(one for one in BASELINES if one.model == "ae")
    expect(badge).to_have_attribute("title", f"{baseline.source}; {baseline.differs}")


def test_every_picture_of_the_sheet_is_painted_at_a_whole_multiple_of_its_size(window, address):
    page = open_models(window, address)
    assert page.locator(".contact [data-model]").evaluate_all("rows => rows.map((row) => row.dataset.model)") == NAMES
    pictures = page.locator(".contact canvas").evaluate_all(RED)
    assert len(pictures) == 10 * (len(NAMES) + 1)
    assert not [i for i, picture in enumerate(pictures) if is_blank(picture)]
    widths = page.locator(".contact canvas").evaluate_all("all => all.map((one) => one.getBoundingClientRect().width)")
    assert set(widths) == {84}


def test_a_title_opens_its_card_and_the_sorting_stays(window, address):
    page = open_models(window, address)
    page.locator('th[data-key="squared_error"] button').click()
    page.locator('[data-row="sparse"] button').click()
    expect(page.locator(".st-key-card code").filter(has_text="train sparse --data")).to_be_visible()
    page.wait_for_url("**card=sparse**")
    settle(page)
    assert order(page) == sorted(NAMES, key=ERRORS.get)
    again = open_models(window, address, "?card=vae")
    expect(again.locator(".st-key-card code").filter(has_text="train vae --data")).to_be_visible()


def test_a_phone_scrolls_the_wide_parts_and_not_the_page(phone, address):
    page = open_models(phone, address)
    expect_nothing_beside(page)
    for part in (".ledger", ".contact"):
        assert page.locator(part).evaluate("node => node.scrollWidth - node.clientWidth") > 0
        page.locator(part).evaluate("node => (node.scrollLeft = node.scrollWidth)")
        assert page.locator(part).evaluate("node => node.scrollLeft") > 0
    title = page.locator('[data-row="ae"] button').bounding_box()
    assert title["x"] >= 0
    assert title["height"] >= 40


def test_a_phone_shows_in_the_navigation_which_page_is_open(phone, address):
    page = open_models(phone, address)
    expect(page.get_by_role("link", name="Models", exact=True)).to_be_in_viewport()
    expect(page.get_by_role("link", name="Draw", exact=True)).not_to_be_in_viewport()
