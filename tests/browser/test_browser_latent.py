"""The latent page in a real browser: walking on the maps with mouse, finger and arrow keys."""

import re

import pytest
import torch
from browser_page import (
    count_messages,
    draw,
    expect_nothing_beside,
    is_blank,
    messages,
    move,
    open_page,
    painted,
    points_of,
    touch,
    wait_for_answers,
)
from playwright.sync_api import Locator, Page, expect

from aemodels import load
from aemodels.store import pretrained
from aemodels.ui import session
from aemodels.ui.shared.places import on_a_map

pytestmark = pytest.mark.browser
DIGIT = '[aria-label="Decoded digit"] >> nth=0'
ANSWERED = ".decoded[data-sent]"
STATUS = ".decoded .line"


@pytest.fixture
def page(window: Page, address: str) -> Page:
    """The latent page on a wide screen."""
    return open_page(window, f"{address}/latent", ANSWERED)


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


def test_the_test_digit_nearest_to_the_point_is_ringed_and_named(page):
    known = {card.name: pretrained.load_statistics(card.name) for card in pretrained.available() if on_a_map(card)}
    for z in ((1.1, 1.1), (-2.2, 0.55), (0.0, -3.3), (3.3, -1.65)):
        page.mouse.move(*at(page, 0.5 + z[0] / (2 * session.REACH), 0.5 - z[1] / (2 * session.REACH)))
        expect(page.locator(DIGIT)).to_have_attribute("data-z", f"{z[0]:.2f},{z[1]:.2f}")
        for name, statistics in known.items():
            expect_nearest(page.locator(f'[data-map="{name}"]'), torch.tensor(z), statistics)


def expect_nearest(field: Locator, z: torch.Tensor, statistics: dict[str, torch.Tensor]) -> None:
    """A map rings the code nearest to z (2,) and names its label."""
    codes, ring = statistics["codes"].float(), field.locator("circle.near")
    ringed = torch.tensor([float(ring.get_attribute("cx")), -float(ring.get_attribute("cy"))])
    off = (codes - ringed).norm(dim=1)
    assert float((codes - z).norm(dim=1).min()) == pytest.approx(float((ringed - z).norm()), abs=1e-4)
    assert field.locator("text.near").text_content() in map(str, statistics["labels"][off < 1e-5].tolist())


def test_arrow_keys_walk(page):
    page.locator('[aria-label="Latent map"]').first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator(DIGIT)).to_have_attribute("data-z", "0.10,0.50")


def expect_the_library_s_digit(page: Page) -> None:
    """The digits are what the models themselves decode from the point, and redraw of the test digit nearest to it."""
    z = torch.tensor([[float(value) for value in page.locator(DIGIT).get_attribute("data-z").split(",")]])
    for number, card in enumerate(filter(on_a_map, pretrained.available())):
        codes = pretrained.load_statistics(card.name)["codes"].float()
        near = codes[(codes - z).norm(dim=1).argmin()][None]
        for canvas, code in (("Decoded digit", z), ("Nearest test digit, redrawn", near)):
            shown = torch.tensor(painted(page, f'[aria-label="{canvas}"] >> nth={number}'), dtype=torch.float32)
            want = 11 + 244 * load(card.name, "cpu").decode(code)[0, 0].flatten()
            assert (shown - want).abs().max() < 2


@pytest.mark.parametrize("way", ["door", "browser"])
def test_the_digits_follow_the_hand_while_no_script_runs(window, address, way):
    if way == "door":
        window.route("**/live/decoder**", lambda route: route.abort())
        open_page(window, f"{address}/latent", ANSWERED)
    else:
        open_page(window, f"{address}/latent", ANSWERED)
        window.locator(".decoded[data-files=here]").wait_for()
        window.route("**/live/decode", lambda route: route.abort())  # nobody needs it any more
    count_messages(window)
    way_there = [at(window, 0.2 + 0.02 * step, 0.4) for step in range(21)]
    seen, rests = move(window, way_there, lambda: window.locator(DIGIT).get_attribute("data-z"))
    assert len(set(seen)) > 10
    assert messages(window) <= rests
    window.wait_for_url("**z=1.10*1.10")
    assert messages(window) <= rests + 1
    expect(window.locator(DIGIT)).to_have_attribute("data-z", "1.10,1.10")
    expect_the_library_s_digit(window)


def test_while_the_server_is_away_the_page_says_so_and_catches_up(window, address):
    window.route("**/live/decoder**", lambda route: route.abort())
    open_page(window, f"{address}/latent", ANSWERED)
    window.route("**/live/decode", lambda route: route.abort())
    window.mouse.move(*at(window, 0.6, 0.4))
    expect(window.locator(STATUS)).to_have_text(re.compile("does not answer"))
    expect(window.locator(DIGIT)).to_have_attribute("data-z", "0.00,0.00")
    window.unroute("**/live/decode")
    expect(window.locator(DIGIT)).to_have_attribute("data-z", "1.10,1.10")
    expect(window.locator(STATUS)).to_have_text("")


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
    open_page(phone, f"{address}/latent", ANSWERED)
    touch(phone, [at(phone, 0.5 + 0.02 * step, 0.5) for step in range(6)])
    expect(phone.locator(DIGIT)).to_have_attribute("data-z", "1.10,0.00")
    assert phone.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0
    expect_nothing_beside(phone)
