"""The pretraining page in a real browser: the film by slider, key and button; the own digit."""

import pytest
from browser_page import expect_nothing_beside, open_page, painted
from playwright.sync_api import Page, expect

from aemodels.store import pretrained
from aemodels.ui.pages.pretraining import view

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not any(map(view.was_stacked, pretrained.available())), reason="no stack is shipped to look at"),
]


def open_film(page: Page, address: str) -> Page:
    """The pretraining page with its film and its strip mounted."""
    open_page(page, f"{address}/pretraining", ".stages[data-stage]")
    page.locator(".strip[data-sent]").wait_for()
    return page


def test_the_slider_moves_through_the_stages(window, address):
    page = open_film(window, address)
    stages, slider = page.locator(".stages"), page.get_by_role("slider", name="Stage")
    titles, digits = [], []
    for _ in range(int(slider.get_attribute("max")) + 1):
        titles.append(stages.locator("h2").text_content())
        digits.append(tuple(painted(page, '.stages [aria-label="Digit 3"]')))
        slider.press("ArrowRight")
    assert titles[0] == "Level 1"
    assert titles[-2:] == ["Unrolled", "Fine-tuned"]
    assert digits[0] != digits[2] != digits[-1]
    assert digits[-3] == digits[-2]  # unrolling changes nothing


def test_the_film_plays_to_its_end(window, address):
    page = open_film(window, address)
    slider = page.get_by_role("slider", name="Stage")
    last = slider.get_attribute("max")
    for _ in range(int(last) - 2):  # each stage stands there for more than a second
        slider.press("ArrowRight")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator(".stages")).to_have_attribute("data-stage", last, timeout=20_000)
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_an_example_goes_through_the_levels(window, address):
    page = open_film(window, address)
    before = painted(page, ".strip canvas >> nth=4")
    page.get_by_role("button", name="Example 8").click()
    page.wait_for_function(
        """before => {
          const find = (node) => node.shadowRoot?.querySelector('.strip');
          const strip = [...document.querySelectorAll('*')].map(find).find(Boolean);
          const data = strip.querySelectorAll('canvas')[4].getContext('2d').getImageData(0, 0, 28, 28).data;
          return before.some((value, i) => data[4 * i] !== value);
        }""",
        arg=before,
    )


def test_nothing_is_cut_off_on_a_phone(phone, address):
    page = open_film(phone, address)
    page.get_by_role("button", name="Play").tap()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect_nothing_beside(page)
