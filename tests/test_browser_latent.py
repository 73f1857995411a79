"""The latent page in a real browser: walking on the maps with mouse, finger and arrow keys."""

import pytest
import torch
from browser_page import draw, expect_nothing_beside, is_blank, open_page, painted, points_of, touch, wait_for_answers
from playwright.sync_api import Locator, Page, expect

from aemodels import pretrained
from aemodels.ui import state
from aemodels.ui.latent.places import on_a_map

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


def test_the_test_digit_nearest_to_the_point_is_ringed_and_named(page):
    known = {card.name: pretrained.load_statistics(card.name) for card in pretrained.available() if on_a_map(card)}
    for z in ((1.1, 1.1), (-2.2, 0.55), (0.0, -3.3), (3.3, -1.65)):
        page.mouse.move(*at(page, 0.5 + z[0] / (2 * state.REACH), 0.5 - z[1] / (2 * state.REACH)))
        expect(page.locator(DIGIT)).to_have_attribute("data-z", f"{z[0]:.2f},{z[1]:.2f}")
        for name, statistics in known.items():
            expect_nearest(page.locator(f'[data-map="{name}"]'), torch.tensor(z), statistics)


def expect_nearest(field: Locator, z: torch.Tensor, statistics: dict[str, torch.Tensor]) -> None:
    """A map rings the code nearest to z (2,) and names its label; it knows codes in thousandths."""
    codes, ring = statistics["codes"].float(), field.locator("circle.near")
    ringed = torch.tensor([float(ring.get_attribute("cx")), -float(ring.get_attribute("cy"))])
    off = (codes - ringed).norm(dim=1)
    assert float((codes - z).norm(dim=1).min()) == pytest.approx(float((ringed - z).norm()), abs=0.003)
    assert field.locator("text.near").text_content() in map(str, statistics["labels"][off < 0.002].tolist())


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
