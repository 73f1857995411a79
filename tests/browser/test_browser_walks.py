"""A student's walk with a phone, and a teacher's page on a projector: what follows the hand is seen beside it."""

import pytest
from app_server import settle
from browser_page import (
    DRAWING,
    count_messages,
    draw,
    is_blank,
    model_input,
    open_page,
    points_of,
    wait_for_answers,
    wait_until_idle,
)
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
CORRUPTED = 'canvas[aria-label="Corrupted input"]'
# The smallest words in the window: [their size in px as seen, the words].
SMALLEST = """() => {
  const sizes = [], look = { opacityProperty: true, visibilityProperty: true };
  const walk = (root) => root.querySelectorAll('*').forEach((node) => {
    if (node.shadowRoot) walk(node.shadowRoot);
    const box = node.getBoundingClientRect(), style = getComputedStyle(node);
    const seen = box.width && box.top < innerHeight && box.bottom > 0 && node.checkVisibility(look);
    const words = [...node.childNodes].filter((child) => child.nodeType === 3).map((child) => child.textContent.trim());
    if (seen && words.join('') && style.clipPath === 'none')
      sizes.push([parseFloat(style.fontSize) * node.currentCSSZoom, words.join('')]);
  });
  walk(document.querySelector('[data-testid=stMainBlockContainer]'));
  return sizes.sort(([a], [b]) => a - b)[0];
}"""


def in_view(part: Locator) -> bool:
    """Whether all of a part lies inside the window."""
    box = part.bounding_box()
    size = part.page.viewport_size
    return (
        box is not None
        and box["x"] >= 0
        and box["y"] >= 0
        and box["x"] + box["width"] <= size["width"] + 1
        and box["y"] + box["height"] <= size["height"] + 1
    )


def cell(page: Page, title: str) -> Locator:
    """What the strip shows of a network."""
    return page.locator(".strip .cell").filter(has_text=title)


def test_on_a_phone_the_answers_follow_the_pen_without_scrolling(phone, address):
    page = open_page(phone, address, ".strip")
    assert in_view(page.locator(DRAWING))
    draw(page, points_of(3))
    wait_for_answers(page)
    for title in ("Plain", "Denoising", "Sparse", "Variational"):
        assert in_view(cell(page, title))
    before = cell(page, "Plain").inner_text()
    draw(page, [[0.2, 0.8], [0.8, 0.2]])
    wait_for_answers(page)
    assert cell(page, "Plain").inner_text() != before
    assert page.evaluate("scrollY") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_codes_and_differences_are_one_press_away(phone, address):
    page = open_page(phone, address, ".strip")
    draw(page, points_of(3))
    wait_for_answers(page)
    expect(page.locator('[data-model="ae"]')).to_be_hidden()
    page.get_by_role("button", name="Codes and differences").click()
    expect(page.locator('[data-model="ae"]')).to_be_visible()
    expect(page.get_by_role("button", name="Codes and differences")).to_have_attribute("aria-expanded", "true")


def test_on_a_phone_slider_corrupted_digit_and_answers_are_seen_together(phone, address):
    page = open_page(phone, f"{address}/noise?example=3", ".strip")
    slider = page.get_by_role("slider", name="Amount of noise")
    expect(cell(page, "Denoising").locator("b")).to_contain_text("+")
    assert all(map(in_view, (page.locator(CORRUPTED), slider, cell(page, "Denoising"), cell(page, "Variational"))))
    before = cell(page, "Plain").inner_text()
    slider.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    wait_for_answers(page, CORRUPTED)
    assert cell(page, "Plain").inner_text() != before
    expect(page.locator(".cell.best")).to_contain_text("Denoising")
    assert page.evaluate("scrollY") == 0


def test_on_a_phone_one_s_own_3_becomes_an_8_in_one_screen(phone, address):
    page = open_page(phone, address, ".strip")
    draw(page, points_of(3))
    wait_for_answers(page)
    page.wait_for_url("**d=*")
    wait_until_idle(page)
    page.goto(f"{address}/latent?view=road&d={page.url.partition('d=')[2]}")
    page.locator(".road[data-ready]").wait_for()
    settle(page)
    slider, hero = page.get_by_role("slider", name="Position on the path"), page.locator(".row .hero").first
    assert in_view(slider)
    assert in_view(hero)


def test_the_networks_are_behind_one_quiet_control(window, address):
    page = open_page(window, f"{address}/?example=3")
    expect(page.get_by_role("button", name="Masked")).to_be_hidden()
    page.get_by_role("button", name="4 of 15 networks").click()
    page.get_by_role("button", name="Masked").click()
    page.locator('[data-model="masked"]').wait_for()
    expect(page.get_by_role("button", name="Masked")).to_be_visible()  # it stays open for the next one
    expect(page.get_by_role("button", name="5 of 15 networks")).to_be_visible()


def test_the_answers_are_spoken_when_the_hand_has_rested(window, address):
    page = open_page(window, address)
    draw(page, points_of(3))
    wait_for_answers(page)
    spoken = page.locator(".heard")
    expect(spoken).to_contain_text("Variational: ")
    error = page.locator('[data-model="ae"] .main').inner_text()
    expect(spoken).to_contain_text(f"Plain: {error} squared error")


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_on_a_projector_a_row_is_one_screen_and_nothing_is_small(window, address, size):
    window.set_viewport_size({"width": size[0], "height": size[1]})
    page = open_page(window, f"{address}/?big", ".strip")
    draw(page, points_of(3))
    wait_for_answers(page)
    assert not is_blank(model_input(page))
    parts = [page.locator(DRAWING), *(cell(page, title) for title in ("Plain", "Denoising", "Sparse", "Variational"))]
    assert all(map(in_view, parts))
    expect(page.get_by_role("link", name="Noise")).not_to_be_in_viewport(ratio=1.01)
    size, text = page.evaluate(SMALLEST)
    assert size >= 19.9, text
    assert page.evaluate("document.documentElement.scrollWidth") <= window.viewport_size["width"]


def test_p_makes_the_page_large_and_small_again_on_every_page(window, address):
    page = open_page(window, f"{address}/?example=3")
    root = page.locator("html")
    page.keyboard.press("p")
    expect(root).to_have_attribute("data-big", "")
    page.mouse.move(700, 2)
    page.get_by_role("link", name="Noise").click()
    page.locator(CORRUPTED).wait_for()
    expect(root).to_have_attribute("data-big", "")
    page.get_by_role("button", name="Present").click()
    expect(root).not_to_have_attribute("data-big", "")


def test_a_page_that_could_not_be_finished_is_run_anew(window, address):
    page = open_page(window, f"{address}/?example=3")
    wait_until_idle(page)
    count_messages(page)
    page.evaluate("window.dispatchEvent(new ErrorEvent('error', { message: 'Bad delta path index 2' }))")
    page.wait_for_function("window.messages === 1")
    wait_until_idle(page)
    assert page.evaluate("window.messages") == 1
    wait_for_answers(page)
    assert not is_blank(model_input(page))
