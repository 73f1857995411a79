"""Sliders, road and samples in a real browser."""

from io import BytesIO
from pathlib import Path

import pytest
from app_server import settle
from browser_page import expect_nothing_beside, is_blank, open_page, painted
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
NOW = '[aria-label="Decoded digit"] >> nth=0'


def open_view(page: Page, address: str, link: str) -> Page:
    """A view of the latent page by its link, settled."""
    return open_page(
        page, f"{address}/latent?{link}", ".rack, .road[data-ready], .sheets[data-painted], .betas[data-at]"
    )


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


def code(page: Page) -> list[float]:
    """The code that the digit now painted was decoded from."""
    return [float(part) for part in page.locator(NOW).get_attribute("data-z").split(",")]


def test_dragging_a_slider_redraws_the_digit_and_a_double_click_puts_it_back(window, address):
    page = open_view(window, address, "view=sliders&model=vae&start=mean-3")
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
    page = open_view(window, address, "view=sliders&model=vae")
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


def test_the_network_can_be_changed_and_all_its_sliders_shown(window, address):
    page = open_view(window, address, "view=sliders")
    page.get_by_text("Plain", exact=True).first.click()
    expect(page.locator(".rack input[type=range]")).to_have_count(30)
    expect(page.locator(".rack input[type=range]:visible")).to_have_count(12)
    page.get_by_role("button", name="Show all 30").click()
    expect(page.locator(".rack input[type=range]:visible")).to_have_count(30)
    page.wait_for_url("**model=ae**")


def test_a_finger_moves_a_slider_on_a_phone_while_the_digit_stays_in_sight(phone, address):
    page = open_view(phone, address, "view=sliders&model=vae&start=mean-5")
    slider = page.locator(".rack input[type=range]").nth(9)
    slider.scroll_into_view_if_needed()
    start, box = code(page), slider.bounding_box()
    page.touchscreen.tap(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2)
    wait_for_digits(page)
    assert code(page) != start
    digit = page.locator(NOW).bounding_box()
    assert 0 <= digit["y"] < 700
    expect_nothing_beside(page)


def test_the_road_stops_anywhere_and_plays(window, address):
    page = open_view(window, address, "view=road&models=vae&from=example-3&to=example-8")
    hero = '.row[data-road="vae"] .hero'
    page.get_by_role("slider", name="Place on the road").focus()
    page.keyboard.press("Home")
    expect(page.locator(hero)).to_have_attribute("data-step", "0")
    three = painted(page, hero)
    page.keyboard.press("End")
    expect(page.locator(hero)).to_have_attribute("data-step", "50")
    assert not is_blank(three)
    assert painted(page, hero) != three
    page.get_by_role("button", name="Play").click()
    expect(page.locator(hero)).not_to_have_attribute("data-step", "50")
    page.get_by_role("button", name="Pause").click()
    page.locator('.row[data-road="fade"] .strip canvas').nth(2).click()
    expect(page.locator(hero)).to_have_attribute("data-step", "10")
    page.wait_for_url("**at=0.20**")


def test_the_road_can_be_kept_as_gif_and_png(window, address):
    page = open_view(window, address, "view=road&from=example-3&to=example-8")
    for name, kind in (("Animation (GIF)", "GIF"), ("Film strips (PNG)", "PNG")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        content = Path(download.value.path()).read_bytes()
        assert Image.open(BytesIO(content)).format == kind
        assert download.value.suggested_filename == f"example-3-to-example-8.{kind.lower()}"


def test_new_samples_differ_and_the_ones_before_come_back(window, address):
    page = open_view(window, address, "view=sample")
    tile = ".sheet >> nth=0 >> canvas >> nth=0"
    first = painted(page, tile)
    assert not is_blank(first)

    def click(name: str) -> None:
        page.get_by_role("button", name=name, exact=True).click()
        sent = page.locator(".sheets").get_attribute("data-sent")
        expect(page.locator(f'.sheets[data-painted="{sent}"]')).to_be_attached()

    click("New samples")
    assert painted(page, tile) != first
    click("The ones before")
    assert painted(page, tile) == first


def test_new_samples_go_on_after_the_last_seed(window, address):
    page = open_view(window, address, "view=sample&seed=999")
    for seed in (0, 1, 2):
        page.get_by_role("button", name="New samples").click()
        expect(page.get_by_text(f"Seed {seed}", exact=True)).to_be_visible()


def test_a_sample_goes_to_the_sliders_and_to_the_canvas(window, address):
    page = open_view(window, address, "view=sample&seed=4")
    picked = painted(page, ".sheet >> nth=1 >> canvas >> nth=3")
    page.locator(".sheet").nth(1).locator("button").nth(3).click()
    page.get_by_role("button", name="Take it to the sliders").click()
    page.locator(".rack").wait_for()
    settle(page)
    assert painted(page, NOW) == pytest.approx(picked, abs=2)
    page.get_by_text("Sample", exact=True).first.click()
    page.locator(".sheets[data-painted]").wait_for()
    page.locator(".sheet").nth(1).locator("button").nth(3).click()
    page.get_by_role("button", name="Put it on the canvas").click()
    page.locator("[data-model][data-error]").first.wait_for()
    settle(page)
    assert painted(page, '[aria-label="Model input"]') == pytest.approx(picked, abs=2)


def test_the_maps_overlays_and_jumps(window, address):
    open_page(window, f"{address}/latent?view=map&example=3", NOW)
    field = ".field >> nth=1 >> canvas"
    pixels = "canvas => [...canvas.getContext('2d').getImageData(0, 0, 40, 40).data].join()"
    plain = window.locator(field).evaluate(pixels)
    window.get_by_role("button", name="Digit sheet").click()
    assert window.locator(field).evaluate(pixels) != plain
    window.get_by_role("button", name="To my drawing").nth(1).click()
    window.wait_for_url("**z=**")
    home = window.locator(NOW).get_attribute("data-z")
    window.get_by_role("button", name="Sample its cloud").click()
    expect(window.locator(NOW)).not_to_have_attribute("data-z", home)


def test_the_price_of_a_nat_follows_the_slider_at_once(window, address):
    open_view(window, address, "view=beta&example=3")
    slider, redrawn = window.get_by_role("slider", name="Beta"), '[aria-label="Redrawn"]'
    cheap = painted(window, redrawn)
    slider.focus()
    window.keyboard.press("End")
    expect(window.locator(".betas")).to_have_attribute("data-at", "5")
    assert painted(window, redrawn) != cheap
    assert not is_blank(painted(window, redrawn))
