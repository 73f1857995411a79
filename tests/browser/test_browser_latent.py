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
DIGIT, OTHER = ('[aria-label="Decoded digit"] >> nth=0', '[aria-label="Decoded digit"] >> nth=1')
ANSWERED = ".decoded[data-sent]"
STATUS = ".decoded .line"


@pytest.fixture
def page(window: Page, address: str) -> Page:
    """The latent page on a wide screen."""
    return open_page(window, f"{address}/latent", ANSWERED)


def at(page: Page, x: float, y: float, map_number: int = 0) -> tuple[float, float]:
    """A place on a map in the window, x and y from 0 to 1."""
    box = page.locator('[aria-label^="Latent map"]').nth(map_number).bounding_box()
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def test_dragging_decodes_the_digit_under_the_pointer(page):
    page.mouse.move(*at(page, 0.5, 0.5))
    page.mouse.down()
    page.mouse.move(*at(page, 0.6, 0.4), steps=8)
    page.mouse.up()
    expect(page.locator(DIGIT)).to_have_attribute("data-z", "1.10,1.10")
    assert not is_blank(painted(page, DIGIT))
    assert not is_blank(painted(page, OTHER))


def test_each_map_has_a_point_of_its_own_until_they_are_linked(page):
    link = page.get_by_role("button", name="Link the points")
    expect(link).to_have_attribute("aria-pressed", "false")
    page.mouse.click(*at(page, 0.6, 0.4))
    page.mouse.click(*at(page, 0.3, 0.5, 1))
    expect(page.locator(DIGIT)).to_have_attribute("data-z", "1.10,1.10")
    expect(page.locator(OTHER)).to_have_attribute("data-z", "-2.20,0.00")
    page.wait_for_url("**z=1.10%2C1.10%3B-2.20%2C0.00")
    link.click()
    expect(page.locator(DIGIT)).to_have_attribute("data-z", "-2.20,0.00")
    page.mouse.click(*at(page, 0.5, 0.2))
    for digit in (DIGIT, OTHER):
        expect(page.locator(digit)).to_have_attribute("data-z", "0.00,3.30")


def test_points_of_a_link_stand_each_on_its_map(window, address):
    open_page(window, f"{address}/latent?z=1.50,0.00;0.25,-2.00", ANSWERED)
    expect(window.locator(DIGIT)).to_have_attribute("data-z", "1.50,0.00")
    expect(window.locator(OTHER)).to_have_attribute("data-z", "0.25,-2.00")
    open_page(window, f"{address}/latent?z=0.50,-1.25", ANSWERED)
    for digit in (DIGIT, OTHER):
        expect(window.locator(digit)).to_have_attribute("data-z", "0.50,-1.25")


def test_the_test_digit_nearest_to_the_point_is_ringed_and_named(page):
    known = {card.name: pretrained.load_statistics(card.name) for card in pretrained.available() if on_a_map(card)}
    for z in ((1.1, 1.1), (-2.2, 0.55), (0.0, -3.3), (3.3, -1.65)):
        for number, (name, statistics) in enumerate(known.items()):
            page.mouse.move(*at(page, 0.5 + z[0] / (2 * session.REACH), 0.5 - z[1] / (2 * session.REACH), number))
            digit = page.locator('[aria-label="Decoded digit"]').nth(number)
            expect(digit).to_have_attribute("data-z", f"{z[0]:.2f},{z[1]:.2f}")
            expect_nearest(page.locator(f'[data-map="{name}"]'), torch.tensor(z), statistics)


def expect_nearest(field: Locator, z: torch.Tensor, statistics: dict[str, torch.Tensor]) -> None:
    """A map rings the code nearest to z (2,) and names its label."""
    codes, ring = statistics["codes"].float(), field.locator("circle.near")
    ringed = torch.tensor([float(ring.get_attribute("cx")), -float(ring.get_attribute("cy"))])
    off = (codes - ringed).norm(dim=1)
    assert float((codes - z).norm(dim=1).min()) == pytest.approx(float((ringed - z).norm()), abs=1e-4)
    assert field.locator("text.near").text_content() in map(str, statistics["labels"][off < 1e-5].tolist())


def test_arrow_keys_walk_on_the_map_that_has_the_focus_and_it_is_said_where_the_point_rests(page):
    plain, variational = [card.title for card in pretrained.available() if on_a_map(card)]
    page.get_by_label(f"Latent map: {variational}").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator(OTHER)).to_have_attribute("data-z", "0.10,0.50")
    expect(page.locator(DIGIT)).to_have_attribute("data-z", "0.00,0.00")
    said = page.locator(".latent .heard")
    near = page.locator("text.near").nth(1).text_content()
    expect(said).to_have_text(f"{variational}: at 0.1, 0.5, nearest digit {near}")
    page.get_by_label(f"Latent map: {plain}").press("ArrowDown")
    expect(said).to_have_text(re.compile(f"^{re.escape(plain)}: at 0.0, -0.1, nearest digit "))


def test_the_name_of_every_digit_is_printed_on_every_map_beside_the_others(page):
    for number in range(2):
        names = page.locator('[aria-label^="Latent map"]').nth(number).locator("text.class")
        assert names.all_text_contents() == [str(digit) for digit in range(10)]
        places = torch.tensor([[float(one.get_attribute(axis)) for axis in "xy"] for one in names.all()])
        assert torch.cdist(places, places).fill_diagonal_(9).min() > 0.3


def expect_the_library_s_digit(page: Page) -> None:
    """The digits are what the models decode from the points, and redraw of the test digits nearest to them."""
    for number, card in enumerate(filter(on_a_map, pretrained.available())):
        said = page.locator('[aria-label="Decoded digit"]').nth(number).get_attribute("data-z")
        z = torch.tensor([[float(value) for value in said.split(",")]])
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
    window.wait_for_url("**z=1.10*1.10*")
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


def test_on_a_phone_one_map_is_seen_at_a_time_and_its_digit_stays_in_sight(phone, address):
    open_page(phone, f"{address}/latent", ANSWERED)
    plain, variational = [card.title for card in pretrained.available() if on_a_map(card)]
    maps, digits = phone.locator('[aria-label^="Latent map"]'), phone.locator('[aria-label="Decoded digit"]')
    for number, title in ((1, variational), (0, plain)):
        phone.get_by_role("group", name="Map", exact=True).get_by_role("button", name=title).click()
        expect(maps.nth(number)).to_be_visible()
        expect(maps.nth(1 - number)).to_be_hidden()
        expect(digits.nth(number)).to_be_visible()
        expect(digits.nth(1 - number)).to_be_hidden()
        assert maps.nth(number).bounding_box()["width"] > 340
    maps.first.evaluate("map => map.scrollIntoView({block: 'end'})")
    map_box, digit_box = maps.first.bounding_box(), digits.first.bounding_box()
    assert 0 <= digit_box["y"] < digit_box["y"] + digit_box["height"] <= map_box["y"]
    assert map_box["y"] + map_box["height"] <= phone.viewport_size["height"]
    phone.set_viewport_size({"width": 390, "height": 560})  # where it scrolls away under the digit
    maps.first.evaluate("map => map.scrollIntoView({block: 'end'})")
    assert digits.first.bounding_box()["y"] >= 0
