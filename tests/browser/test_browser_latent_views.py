"""Road, samples and betas in a real browser."""

import re
from io import BytesIO
from pathlib import Path

import pytest
import torch
from app_server import settle
from browser_page import count_messages, is_blank, messages, move, no_script_runs, open_page, painted
from PIL import Image
from playwright.sync_api import Page, expect

from aemodels import load
from aemodels.evaluation import mixtures
from aemodels.store import pretrained

pytestmark = pytest.mark.browser
NOW = '[aria-label="Decoded digit"] >> nth=0'


def open_view(page: Page, address: str, link: str) -> Page:
    """A view of the latent page by its link, settled."""
    return open_page(page, f"{address}/latent?{link}", ".road[data-ready], .sheets[data-painted], .betas[data-at]")


def test_the_road_stops_anywhere_and_plays(window, address):
    page = open_view(window, address, "view=road&models=vae&from=example-3&to=example-8")
    hero = '.row[data-road="vae"] .hero'
    page.get_by_role("slider", name="Position on the path").focus()
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


def test_no_script_runs_while_the_road_or_beta_is_walked_along_and_one_when_the_slider_rests(window, address):
    page = open_view(window, address, "view=beta&example=3")
    count_messages(page)
    page.get_by_role("slider", name="Beta").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    assert messages(page) == 1
    page.wait_for_url("**beta=16*")
    page = open_view(window, address, "view=road&models=vae&from=example-3&to=example-8")
    count_messages(page)
    page.get_by_role("slider", name="Position on the path").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(page.locator('.row[data-road="vae"] .hero')).to_have_attribute("data-step", "35")
    page.wait_for_url("**at=0.70**")
    assert messages(page) < 4  # one, or a few where ten presses took long


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
        expect_painted(page)

    click("New samples")
    assert painted(page, tile) != first
    click("The ones before")
    assert painted(page, tile) == first


SAMPLE = ".sheet >> nth=1 >> canvas >> nth=5"


def test_samples_follow_the_temperature_while_no_script_runs(window, address):
    page = open_view(window, address, "view=sample&seed=7&temperature=0.20")
    count_messages(page)
    box = page.get_by_role("slider", name="Temperature").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    page.mouse.down()
    way_there = [(box["x"] + 20 + 8 * step, box["y"] + box["height"] / 2) for step in range(20)]
    seen, rests = move(page, way_there, lambda: tuple(painted(page, SAMPLE)))
    assert len(set(seen)) > 8
    assert messages(page) <= rests
    page.mouse.up()
    page.wait_for_url("**temperature=1**")
    assert messages(page) <= rests + 1
    expect_painted(page)
    assert painted(page, SAMPLE) == pytest.approx(sampled("ae", 1, 7, temperature_of(page), 5), abs=2)


def test_while_the_server_is_away_the_samples_stay_the_page_says_so_and_catches_up(window, address):
    page = open_view(window, address, "view=sample&seed=7")
    before, status = painted(page, SAMPLE), page.locator(".sheets .line")
    page.route("**/live/sample", lambda route: route.abort())
    page.get_by_role("button", name="New samples").click()
    expect(status).to_have_text(re.compile("does not answer"))
    assert painted(page, SAMPLE) == before
    page.unroute("**/live/sample")
    expect_painted(page)
    expect(status).to_have_text("")
    assert painted(page, SAMPLE) == pytest.approx(sampled("ae", 1, 8, 1.0, 5), abs=2)


def expect_painted(page: Page) -> None:
    """The sheets belong to what their controls last said."""
    sent = page.locator(".sheets").get_attribute("data-sent")
    expect(page.locator(f'.sheets[data-painted="{sent}"]')).to_be_attached()


def temperature_of(page: Page) -> float:
    """Where the temperature stands."""
    return float(page.get_by_role("slider", name="Temperature").input_value())


def sampled(name: str, parts: int, seed: int, temperature: float, number: int) -> list[int]:
    """What is painted of one of the digits that the library draws from a law."""
    law = mixtures.kept(pretrained.load_statistics(name), parts)
    z = law.sample(30, torch.Generator().manual_seed(seed), temperature)
    return (11 + 244 * load(name, "cpu").decode(z)[number].flatten()).tolist()


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
    page.locator(".compact[data-sent]").wait_for()
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
    variational = window.locator('[aria-label="Decoded digit"]').nth(1)
    home = variational.get_attribute("data-z")
    window.get_by_role("button", name="Sample its posterior").click()
    expect(variational).not_to_have_attribute("data-z", home)
    expect(window.locator(NOW)).to_have_attribute("data-z", "0.00,0.00")


def test_the_price_of_a_nat_follows_the_slider_at_once(window, address):
    open_view(window, address, "view=beta&example=3")
    slider, redrawn = window.get_by_role("slider", name="Beta"), '[aria-label="Reconstruction"]'
    cheap = painted(window, redrawn)
    slider.focus()
    window.keyboard.press("End")
    expect(window.locator(".betas")).to_have_attribute("data-at", "5")
    assert painted(window, redrawn) != cheap
    assert not is_blank(painted(window, redrawn))


def test_a_dot_of_the_curve_tells_its_figures_and_chooses_its_beta_at_once(window, address):
    open_view(window, address, "view=beta&example=3")
    by_beta = pretrained.card("beta-vae").metrics["by_beta"]
    dots = window.locator(".betas .dot")
    told = [
        f"Beta {beta}: rate {round(row['kl'], 2):g} nats, distortion {round(row['reconstruction'], 2):g} nats"
        for beta, row in by_beta.items()
    ]
    assert dots.locator("title").all_text_contents() == told
    with no_script_runs(window):
        dots.nth(4).click()
        expect(window.locator(".betas")).to_have_attribute("data-at", "4")
        expect(dots.nth(4)).to_have_class(re.compile("here"))
    window.wait_for_url(f"**beta={float(list(by_beta)[4]):g}*")


def test_rows_keep_their_places_while_beta_grows_and_a_sentence_says_how_well_they_match(window, address):
    open_view(window, address, "view=beta&example=3")
    rows, matched = window.locator(".rows .row"), window.locator(".matched")
    letters = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"]
    assert rows.locator(".name").all_text_contents() == letters
    window.get_by_role("slider", name="Beta").press("End")
    expect(window.locator(".betas")).to_have_attribute("data-at", "5")
    assert rows.locator(".name").all_text_contents() == letters
    expect(matched).to_have_text(re.compile(r"^1 of 1 match a row of beta 8: correlation 0\.\d\d\.$"))
    expect(window.locator(".row.collapsed")).to_have_count(9)
    expect(rows.first).not_to_have_class(re.compile("collapsed"))
    window.get_by_role("slider", name="Beta").press("ArrowLeft")
    expect(rows.last.locator(".name")).to_have_text("J new")
