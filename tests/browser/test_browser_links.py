"""The link of a page in a real browser: it holds what is seen, and a step back is one between pages and choices."""

import pytest
from app_server import settle
from browser_page import DRAWING, draw, model_input, open_page, painted, points_of, wait_for_answers, wait_until_idle
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
CORRUPTED = 'canvas[aria-label="Corrupted input"]'


def drawn(window: Page, address: str) -> Page:
    """The draw page after a stroke by hand, with the answers to it and the link of it."""
    page = open_page(window, address)
    draw(page, points_of(3))
    wait_for_answers(page)
    page.wait_for_url("**d=*")
    wait_until_idle(page)  # a stroke that took its time was heard of in parts
    return page


def test_a_drawing_is_in_the_link_and_comes_back_from_it_and_after_a_reload(window, second, address):
    page = drawn(window, address)
    seen = model_input(page)
    other = open_page(second, page.url, '[aria-label="Model input"]')
    wait_for_answers(other)
    assert model_input(other) == seen
    page.reload()
    page.locator(".answers[data-sent]").wait_for()
    wait_for_answers(page)
    assert model_input(page) == seen
    page.get_by_role("button", name="Clear").click()
    page.wait_for_function("!location.search.includes('d=')")


def test_an_example_is_in_the_link_by_its_name_until_the_hand_changes_it(window, address):
    page = open_page(window, address)
    page.get_by_role("button", name="Example 7", exact=True).click()
    page.wait_for_url("**example=7")
    page.wait_for_timeout(1500)  # written out, and heard of
    assert page.url.endswith("example=7")
    draw(page, [[0.1, 0.1], [0.3, 0.1]])
    page.wait_for_url("**d=*")
    assert "example" not in page.url


def test_the_noise_is_in_the_link(window, second, address):
    page = drawn(window, address)
    page.get_by_role("link", name="Noise").click()
    page.locator(CORRUPTED).wait_for()
    page.get_by_role("radio", name="Masking").click()
    page.get_by_role("button", name="New noise").click()
    slider = page.get_by_role("slider").first
    slider.focus()
    page.keyboard.press("ArrowRight")
    draw(page, [[0.2, 0.9], [0.8, 0.9]], canvas=CORRUPTED)
    page.wait_for_url("**marks=*")
    wait_until_idle(page)
    other = open_page(second, page.url)
    expect(other.get_by_role("radio", name="Masking")).to_be_checked()
    settle(other)
    wait_until_idle(other)
    assert painted(other, CORRUPTED) == painted(page, CORRUPTED)


def test_back_goes_to_the_choice_before_and_the_hand_makes_no_steps(window, address):
    page = open_page(window, f"{address}/latent", "[role=slider], canvas")
    steps = page.evaluate("history.length")
    page.get_by_role("radio", name="Sample").click()
    page.wait_for_url("**view=sample*")
    page.locator(".sheets[data-painted]").wait_for()
    for _ in range(3):
        page.get_by_role("button", name="New samples").click()
        page.wait_for_timeout(500)
    page.wait_for_url("**seed=4*")
    assert page.evaluate("history.length") == steps + 1
    page.get_by_role("radio", name="Interpolate").click()
    page.locator(".road[data-ready]").wait_for()
    page.go_back()
    page.locator(".sheets[data-painted]").wait_for()
    expect(page.get_by_role("radio", name="Sample")).to_be_checked()
    page.go_back()
    expect(page.get_by_role("radio", name="2-D map")).to_be_checked()
    page.go_forward()
    page.locator(".sheets[data-painted]").wait_for()
    expect(page.get_by_text("Seed 4")).to_be_visible()


def test_back_from_another_page_finds_the_page_as_it_was(window, address):
    page = drawn(window, address)
    page.get_by_role("radio", name="Bottleneck").click()
    page.wait_for_url("**answers=bottleneck*")
    page.get_by_role("link", name="Search").click()
    page.wait_for_url("**/search*")
    wait_until_idle(page)
    page.go_back()
    expect(page.get_by_role("radio", name="Bottleneck")).to_be_checked()
    page.locator(DRAWING).wait_for()
    page.wait_for_url("**d=*")


def test_the_button_copies_the_link_with_what_the_hand_has_just_done(window, address):
    page = open_page(window, address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    draw(page, points_of(7))
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url
    assert "d=" in copied


def test_where_the_clipboard_is_closed_the_link_can_be_copied_by_hand(window, address):
    page = drawn(window, address)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy link").click()
    field = page.get_by_label("The link of what you see")
    expect(field).to_have_value(page.url)
    assert field.evaluate("field => field.selectionEnd - field.selectionStart") == len(page.url)


def test_the_activations_page_opens_with_the_example_of_the_link(window, address):
    page = open_page(window, f"{address}/activations?example=7", DRAWING)
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    wait_until_idle(page)
    assert "example=7" in page.url
    page.get_by_role("link", name="Draw").click()
    page.wait_for_url("**example=7")
