"""The train page in a real browser: watch, pause, step, wind back, carry along, take home and bring back."""

import os

import pytest
from app_server import running_app, settle
from browser_page import (
    draw,
    error_of,
    expect_nothing_cut_off,
    is_blank,
    open_page,
    painted,
    points_of,
    wait_for_answers,
)
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
MONITOR = ".monitor"
LONG = 60_000  # ms
# Half a minute is long to wait for those who have left, and a thousand test digits to be written and measured.
QUICK = """from aemodels.lab import run, sources
run.GONE_AFTER, run.ASK_EVERY, sources.TEST_STROKES = 3, 0.5, 250"""


@pytest.fixture(scope="module")
def stroke_address(tmp_path_factory):
    """An app that finds no MNIST, trains one model at a time and soon misses those who leave."""
    nothing = tmp_path_factory.mktemp("nothing")
    environment = os.environ | {"AEMODELS_DATA": str(nothing), "AEMODELS_TRAININGS": "1"}
    with running_app(nothing / "log", environment, QUICK) as where:
        yield where


def open_train(page: Page, address: str) -> Page:
    """The train page, with its untrained network."""
    return open_page(page, f"{address}/train", f"{MONITOR}[data-state=ready]")


@pytest.fixture
def page(window: Page, stroke_address: str) -> Page:
    """The train page on a wide screen."""
    return open_train(window, stroke_address)


def slide(page: Page, name: str, steps: int) -> None:
    """Move a slider of the controls by keys, to the left where `steps` is less than nothing."""
    slider = page.get_by_role("slider", name=name).first
    slider.focus()
    for _ in range(abs(steps)):
        page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")
    settle(page)


def set_small(page: Page, epochs: int = -4, digits: int = -4, batch: int = 0) -> None:
    """A small network; the sliders are moved by so many steps, by default for a training of a second."""
    hidden = page.get_by_role("textbox", name="Hidden layers")
    hidden.fill("32")
    hidden.press("Enter")
    expect(page.locator(f"{MONITOR} .sizes")).to_contain_text("32")
    slide(page, "Batch size", batch)
    slide(page, "Training pictures", digits)
    slide(page, "Epochs", epochs)
    # A slider tells of itself a little later than it moves; Python's answer to the last one follows from them all.
    told = page.get_by_role("slider", name="Epochs").first.get_attribute("aria-valuetext")
    expect(page.locator(f"{MONITOR} .words")).to_contain_text(f"{told} epochs are set")


def press(page: Page, name: str) -> None:
    """Press one of the buttons."""
    page.get_by_role("button", name=name, exact=True).click()


def in_state(page: Page, state: str) -> None:
    """Wait until the monitor says `state`."""
    page.locator(f"{MONITOR}[data-state={state}]").wait_for(timeout=LONG)


def points(page: Page) -> int:
    """How many points the curves have."""
    return int(page.locator(MONITOR).get_attribute("data-points") or 0)


def epoch(page: Page) -> float:
    """The epoch that is shown."""
    return float(page.locator(MONITOR).get_attribute("data-epoch"))


def train(page: Page) -> None:
    """A short training, to its end."""
    set_small(page)
    press(page, "Train")
    in_state(page, "done")
    expect(page.get_by_role("button", name="Download", exact=True)).to_be_visible(timeout=LONG)


def test_curves_and_digits_move_and_pause_holds_them(page):
    set_small(page, epochs=4, digits=-2, batch=-4)  # for a quarter of a minute
    before = painted(page, '[aria-label="Reconstruction 3"]')
    press(page, "Train")
    in_state(page, "training")
    seen = points(page)
    page.wait_for_function(
        "n => [...document.querySelectorAll('*')].map(e => e.shadowRoot?.querySelector('.monitor'))"
        ".find(Boolean).dataset.points > n",
        arg=seen + 2,
    )
    press(page, "Pause")
    in_state(page, "paused")
    expect(page.get_by_role("button", name="Continue", exact=True)).to_be_visible()
    assert painted(page, '[aria-label="Reconstruction 3"]') != before
    held = epoch(page)
    press(page, "One epoch")
    expect(page.locator(MONITOR)).to_have_attribute("data-epoch", str(int(held) + 1), timeout=LONG)
    in_state(page, "paused")
    expect(page.get_by_role("button", name="Continue", exact=True)).to_be_visible()
    press(page, "Continue")
    in_state(page, "training")
    press(page, "Stop")
    in_state(page, "stopped")
    assert epoch(page) > int(held) + 1


def test_the_time_machine_winds_back(page):
    train(page)
    last = painted(page, '[aria-label="Reconstruction 0"]')
    machine = page.get_by_role("slider", name="Time machine")
    expect(machine).to_be_visible()
    machine.focus()
    page.keyboard.press("Home")
    expect(page.locator(MONITOR)).to_have_attribute("data-epoch", "0")
    assert painted(page, '[aria-label="Reconstruction 0"]') != last
    page.keyboard.press("End")
    expect(page.locator(MONITOR)).not_to_have_attribute("data-epoch", "0")
    assert painted(page, '[aria-label="Reconstruction 0"]') == last


def test_two_numbers_have_a_moving_map(page):
    page.get_by_role("radio", name="Bottleneck of 2").click()
    settle(page)
    expect(page.get_by_role("img", name="Code map")).to_be_visible()
    set_small(page)
    press(page, "Train")
    in_state(page, "done")
    ink = page.get_by_role("img", name="Code map").evaluate(
        "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v > 0)"
    )
    assert ink
    page.get_by_role("link", name="Latent", exact=True).click()
    expect(page.get_by_label("Latent map: Yours: Plain, 2")).to_be_visible(timeout=LONG)


def test_a_model_is_carried_along_taken_home_and_brought_back(page, browser, stroke_address, tmp_path):
    train(page)
    name = page.get_by_role("textbox", name="Name")
    name.fill("Small one")
    name.press("Enter")
    settle(page)
    page.get_by_role("link", name="Draw", exact=True).click()
    page.locator('[data-model="own-1"]').wait_for()
    draw(page, points_of(3))
    wait_for_answers(page)
    assert error_of(page, "own-1") > 0
    expect(page.locator('[data-model="own-1"]')).to_contain_text("Small one")
    page.get_by_role("link", name="Train", exact=True).click()
    in_state(page, "done")
    with page.expect_download() as downloading:
        press(page, "Download")
    path = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(path)
    assert path.suffix == ".zip"

    stranger = open_train(browser.new_page(), stroke_address)
    stranger.get_by_role("button", name="Upload a model").click()
    stranger.locator("input[type=file]").set_input_files(path)
    expect(stranger.get_by_role("textbox", name="Name")).to_have_value("Small one", timeout=LONG)
    stranger.get_by_role("link", name="Noise", exact=True).click()
    stranger.locator('[data-model="own-1"]').wait_for()
    stranger.close()


def test_going_to_another_page_does_not_end_a_training_and_closing_the_tab_does(browser, stroke_address):
    first = open_train(browser.new_page(), stroke_address)
    set_small(first, epochs=4, digits=1, batch=-4)  # for longer than anybody here waits
    press(first, "Train")
    in_state(first, "training")
    before = epoch(first)
    first.get_by_role("link", name="Draw", exact=True).click()
    first.locator("[data-model]").first.wait_for()

    second = open_train(browser.new_page(), stroke_address)
    set_small(second)
    press(second, "Train")
    expect(second.locator(".words")).to_contain_text("You are the first to come", timeout=LONG)

    first.get_by_role("link", name="Train", exact=True).click()
    in_state(first, "training")
    assert epoch(first) > before
    first.close()
    in_state(second, "done")  # in its turn long before the first would have been done
    second.close()


def test_a_training_that_explodes_says_what_to_change(page):
    page.get_by_role("radio", name="Far too fast").click()
    settle(page)
    slide(page, "Training pictures", -4)
    press(page, "Train")
    in_state(page, "failed")
    expect(page.locator(".words")).to_contain_text("try a smaller learning rate")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled(timeout=LONG)


def test_nothing_is_cut_off_on_a_phone(phone, stroke_address):
    page = open_train(phone, stroke_address)
    train(page)
    assert not is_blank(painted(page, '[aria-label="Digit 8"]'))
    expect_nothing_cut_off(page)
