"""One number's journey in a real browser: it follows the pen, the die and the link, and fits on a phone."""

import re

import pytest
from browser_page import (
    DRAWING,
    draw,
    expect_nothing_cut_off,
    no_script_runs,
    open_page,
    painted,
    pick_network,
    points_of,
    wait_until_idle,
)
from playwright.sync_api import Page, expect

from aemodels import drawing, load
from aemodels.data import strokes

pytestmark = pytest.mark.browser
TOLD = ".journey[data-told]"
MADE = 'canvas[aria-label="Reconstruction, pick a pixel"]'
SEEN = 'canvas[aria-label="Input, pick a pixel"]'
THREE = drawing.from_strokes(strokes.digit(3, 1))  # the example that is followed until somebody draws
ALL = "step=1&reached=6"


@pytest.fixture
def journey(window: Page, address: str):
    """Opens the view on a wide screen, by what else its link says."""
    return lambda link="": open_page(window, f"{address}/activations?show=journey&{link}", TOLD)


def glances(page: Page) -> list[str]:
    """The figures below the pictures of all steps, in order."""
    return page.locator(".journey .main").all_inner_texts()


def number(text: str) -> float:
    """The last number of a text."""
    return float(re.findall(r"[−\d.]+", text)[-1].replace("−", "-"))


def test_steps_unfold_one_after_the_other(journey):
    page = journey()
    expect(page.locator(".journey li.ahead")).to_have_count(5)
    expect(page.locator(".journey .more:visible")).to_have_count(1)
    for step in ("sum", "activation", "code", "sample", "output"):
        page.get_by_role("button", name=re.compile("^Next: ")).click()
        expect(page.locator(f'[data-step="{step}"] .more')).to_be_visible()
        expect(page.locator(".journey .more:visible")).to_have_count(1)
        expect(page.locator(f'[data-step="{step}"] .title')).to_be_focused()
    expect(page.locator(".journey li.ahead")).to_have_count(0)
    page.locator('[data-step="sum"] .title').press("Enter")
    expect(page.locator('[data-step="sum"] .title')).to_have_attribute("aria-expanded", "true")
    page.wait_for_url("**step=2*reached=6**")


def test_every_step_follows_the_pen_without_python(journey):
    page = journey(ALL)
    before = glances(page)
    with no_script_runs(page):
        draw(page, points_of(7), lift=False)
        expect(page.locator('[data-step="sum"] .main')).not_to_have_text(before[1])
        page.mouse.up()
    after = glances(page)
    assert all(old != new for old, new in zip(before[1:5], after[1:5], strict=True))


def test_the_figures_are_those_of_the_network(journey):
    page = journey(f"journey=sparse&{ALL}&first_unit=17&code_number=5&pixel=0")
    model = load("sparse", "cpu")
    hidden, code = model.activations(THREE).values()
    _, total, answer, number_of_code, _ = map(number, glances(page))
    assert total == pytest.approx(float(model.encoder.blocks[0][0].weight[17] @ THREE.flatten()), abs=0.006)
    assert answer == pytest.approx(float(hidden[0, 17]), abs=0.006)
    assert number_of_code == pytest.approx(float(code[0, 4]), abs=0.006)
    page.locator('[data-step="sum"] .title').click()
    page.get_by_role("button", name="Strongest now").click()
    expect(page.get_by_label("Unit", exact=True)).to_have_value(str(int(hidden.abs().argmax())))
    expect(page.locator('[data-step="activation"] .main')).to_have_text(f"answer {float(hidden.max()):.2f}")


def test_the_pixel_follows_pointer_and_keys(journey):
    page = journey()
    value = page.locator('[data-step="input"] .value')
    canvas = page.locator(SEEN)
    box = canvas.bounding_box()
    ink = int(THREE.argmax())
    page.mouse.move(box["x"] + (ink % 28 + 0.5) * box["width"] / 28, box["y"] + (ink // 28 + 0.5) * box["height"] / 28)
    expect(value).to_have_text(f"{float(THREE.max()):.2f}")
    expect(page.locator('[data-step="input"] .place')).to_have_text(
        f"Pixel in row {ink // 28 + 1}, column {ink % 28 + 1}"
    )
    page.mouse.move(box["x"] - 20, box["y"] - 20)
    expect(page.locator('[data-step="input"] .place')).to_have_text("Pixel in row 15, column 15")
    canvas.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(page.locator('[data-step="input"] .place')).to_have_text("Pixel in row 14, column 16")
    page.wait_for_url("**pixel=379**")


def test_throwing_the_die_changes_code_and_picture_and_the_mean_brings_them_back(journey):
    page = journey("step=5&reached=6&code_number=4")
    said, picture = page.locator(".arithmetic"), painted(page, MADE)
    mean = said.text_content()
    expect(page.get_by_role("button", name="Use the mean")).to_be_disabled()
    page.get_by_role("button", name="Throw the die").click()
    expect(said).not_to_have_text(mean)
    z, mu, sigma, epsilon = (float(one.replace("−", "-")) for one in re.findall(r"−?[\d.]+", said.text_content()))
    assert z == pytest.approx(mu + sigma * epsilon, abs=0.002)
    thrown = painted(page, MADE)
    assert thrown != picture
    first = said.text_content()
    page.get_by_role("button", name="Throw the die").click()
    expect(said).not_to_have_text(first)
    page.wait_for_url("**epsilon_seed=2**")
    page.get_by_role("button", name="Use the mean").click()
    expect(said).to_have_text(mean)
    assert painted(page, MADE) == picture


def test_a_link_opens_to_the_same_elsewhere(journey, second):
    page = journey(ALL)
    draw(page, points_of(7))
    page.locator('[data-step="sample"] .title').click()
    page.get_by_role("button", name="Throw the die").click()
    page.wait_for_url("**epsilon_seed=1**")
    wait_until_idle(page)
    other = open_page(second, page.url, TOLD)
    expect(other.locator(DRAWING)).to_have_count(1)
    expect(other.locator('[data-step="sample"] .more')).to_be_visible()
    expect(other.locator(".arithmetic")).to_have_text(page.locator(".arithmetic").text_content())
    wait_until_idle(other)
    assert glances(other) == glances(page)
    assert painted(other, MADE) == painted(page, MADE)


def test_another_network_has_its_own_steps(journey):
    page = journey(ALL)
    pick_network(page, "Plain")
    expect(page.locator(".journey li")).to_have_count(5)
    expect(page.locator('[data-step="code"] .main')).to_have_text(re.compile(r"^z \d+ = "))
    page.wait_for_url("**journey=ae**")


def test_nothing_is_cut_off_on_a_phone(phone, address):
    page = open_page(phone, f"{address}/activations?show=journey", TOLD)
    for step in range(1, 7):
        expect(page.locator(".journey li:not(.ahead)")).to_have_count(step)
        expect_nothing_cut_off(page, "button:visible, canvas:visible, svg:visible, output:visible, input:visible")
        if step < 6:
            page.get_by_role("button", name=re.compile("^Next: ")).click()
