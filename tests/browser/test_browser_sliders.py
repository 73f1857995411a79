"""The sliders of a code in a real browser."""

import re

import pytest
import torch
from app_server import settle
from browser_page import count_messages, expect_nothing_beside, messages, move, open_page, painted, pick_network
from playwright.sync_api import Page, expect

from aemodels import load

pytestmark = pytest.mark.browser
NOW = '[aria-label="Decoded digit"] >> nth=0'


def open_view(page: Page, address: str, link: str) -> Page:
    """The sliders by their link, settled."""
    return open_page(page, f"{address}/latent?view=sliders&{link}", ".decoded[data-sent]")


def slide(page: Page, number: int, share: float) -> None:
    """Drag a slider to a share of its way."""
    box = page.locator(".rack input[type=range]").nth(number).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()


def wait_for_digits(page: Page) -> None:
    """Wait until the digits belong to what the sliders last said."""
    sent = page.locator(".rack").get_attribute("data-sent")
    expect(page.locator(f'.decoded[data-sent="{sent}"]')).to_be_attached()


def code(page: Page, number: int = 0) -> list[float]:
    """The code that the digit now painted was decoded from; number 1: the one at the start."""
    digit = page.locator('[aria-label="Decoded digit"]').nth(number)
    return [float(part) for part in digit.get_attribute("data-z").split(",")]


def test_dragging_a_slider_redraws_the_digit_and_a_double_click_puts_it_back(window, address):
    page = open_view(window, address, "model=vae&start=mean-3")
    start, picture = code(page), painted(page, NOW)
    slide(page, 0, 0.95)
    wait_for_digits(page)
    moved = [i for i, (a, b) in enumerate(zip(start, code(page), strict=True)) if abs(a - b) > 0.02]
    assert len(moved) == 1
    assert painted(page, NOW) != picture
    assert float(page.locator(".decoded .main").first.text_content()) > 0
    page.locator(".rack input[type=range]").first.dblclick()
    wait_for_digits(page)
    assert code(page) == pytest.approx(start, abs=0.011)
    expect(page.locator(".decoded .main").first).to_have_text("0.00")


def test_arrow_keys_move_a_slider_and_the_link_follows(window, address):
    page = open_view(window, address, "model=vae")
    start = code(page)
    page.locator(".rack input[type=range]").first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    wait_for_digits(page)
    settle(page)
    page.wait_for_url("**code=**")
    assert code(page) != start
    again = open_view(window, address, page.url.partition("?")[2])
    assert code(again) == pytest.approx(code(page), abs=0.011)


@pytest.mark.parametrize(("way", "network"), [("door", "vae"), ("door", "conv"), ("browser", "vae")])
def test_the_digit_follows_the_sliders_while_no_script_runs_and_the_strips_when_they_rest(
    window, address, way, network
):
    if way == "door":
        window.route("**/live/decoder**", lambda route: route.abort())
    page = open_view(window, address, f"model={network}&start=mean-3")
    page.locator(".rack[data-strips]").wait_for()
    if way == "browser":
        page.locator("[data-files=here]").wait_for()
        page.route("**/live/slide", lambda route: route.abort())  # nobody needs it any more
    count_messages(page)
    strips = page.locator(".rack").get_attribute("data-strips")
    box = page.locator(".rack input[type=range]").first.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    page.mouse.down()
    way_there = [(box["x"] + 20 + 10 * step, box["y"] + box["height"] / 2) for step in range(20)]
    seen, rests = move(page, way_there, lambda: page.locator(NOW).get_attribute("data-z"))
    assert len(set(seen)) > 10
    assert messages(page) <= rests
    assert rests or page.locator(".rack").get_attribute("data-strips") == strips
    page.mouse.up()
    page.wait_for_url("**code=**")
    wait_for_digits(page)
    expect(page.locator(".rack")).not_to_have_attribute("data-strips", strips)
    assert messages(page) <= rests + 1
    expect_the_library_s_digit(page, network)


def expect_the_library_s_digit(page: Page, name: str) -> None:
    """The digit and how far it is from the start are what the model itself makes of the code, known to a hundredth."""
    here, then = (load(name, "cpu").decode(torch.tensor([code(page, number)])) for number in (0, 1))
    shown = torch.tensor(painted(page, NOW), dtype=torch.float32)
    assert (shown - (11 + 244 * here[0, 0].flatten())).abs().max() < 8
    told = float(page.locator(".decoded .main").first.text_content())
    assert told == pytest.approx(float((here - then).square().sum()), abs=0.5)


def test_while_the_server_is_away_the_sliders_say_so_and_catch_up(window, address):
    window.route("**/live/decoder**", lambda route: route.abort())
    page = open_view(window, address, "model=vae&start=mean-3")
    page.locator(".rack[data-strips]").wait_for()
    for path in ("slide", "strips"):
        page.route(f"**/live/{path}", lambda route: route.abort())
    start = code(page)
    slide(page, 0, 0.95)
    expect(page.get_by_role("status")).to_have_text(re.compile("does not answer"))
    assert code(page) == start
    for path in ("slide", "strips"):
        page.unroute(f"**/live/{path}")
    wait_for_digits(page)
    assert code(page) != start
    expect(page.get_by_role("status")).to_have_text("")


def test_another_basis_keeps_the_code(window, address):
    page = open_view(window, address, "model=vae&start=mean-3")
    slide(page, 0, 0.9)
    wait_for_digits(page)
    moved = code(page)
    page.get_by_text("Principal directions", exact=True).first.click()
    expect(page.get_by_role("slider", name="direction 1", exact=True)).to_be_visible()
    wait_for_digits(page)
    assert code(page) == pytest.approx(moved, abs=0.011)


def test_the_network_can_be_changed_and_all_its_sliders_shown(window, address):
    page = open_view(window, address, "")
    pick_network(page, "Plain")
    expect(page.locator(".rack input[type=range]")).to_have_count(30)
    expect(page.locator(".rack input[type=range]:visible")).to_have_count(12)
    page.get_by_role("button", name="Show all 30").click()
    expect(page.locator(".rack input[type=range]:visible")).to_have_count(30)
    page.wait_for_url("**model=ae**")


def test_a_finger_moves_a_slider_on_a_phone_while_the_digit_stays_in_sight(phone, address):
    page = open_view(phone, address, "model=vae&start=mean-5")
    slider = page.locator(".rack input[type=range]").nth(9)
    slider.scroll_into_view_if_needed()
    start, box = code(page), slider.bounding_box()
    page.touchscreen.tap(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2)
    wait_for_digits(page)
    assert code(page) != start
    digit = page.locator(NOW).bounding_box()
    assert 0 <= digit["y"] < 700
    expect_nothing_beside(page)
