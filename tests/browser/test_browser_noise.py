"""The noise page in a real browser: the slider, the kinds, the seeds, marks by hand, and the way there."""

import re

import pytest
from browser_page import (
    draw,
    expect_nothing_beside,
    expect_nothing_cut_off,
    model_input,
    no_script_runs,
    open_page,
    painted,
    points_of,
    wait_for_answers,
    wait_until_idle,
)
from page_data import SHOWN
from playwright.sync_api import Page, expect

from aemodels.store import pretrained

pytestmark = pytest.mark.browser
SPOILED = 'canvas[aria-label="Corrupted input"]'
ANSWERED = "[data-model][data-error]"


@pytest.fixture
def page(window: Page, address: str) -> Page:
    """The noise page on a wide screen, with its example."""
    return open_page(window, f"{address}/noise", ANSWERED)


MOVE = "(input, v) => { input.value = v; input.dispatchEvent(new Event('input')); }"


def set_amount(page: Page, amount: float) -> None:
    """Move the slider and wait for the answers."""
    page.get_by_role("slider", name="Amount of noise").evaluate(MOVE, amount)
    wait_for_answers(page, SPOILED)


def click(page: Page, name: str, role: str = "button") -> None:
    """Click a control and wait for the answers."""
    page.get_by_role(role, name=name, exact=True).click()
    wait_for_answers(page, SPOILED)


def test_the_drawing_follows_and_comes_back(window, address):
    page = open_page(window, address)
    draw(page, points_of(7))
    wait_for_answers(page)
    drawn = model_input(page)
    page.get_by_role("link", name="Noise", exact=True).click()
    expect(page.get_by_text("Your digit", exact=True)).to_be_visible()
    assert painted(page, '[aria-label="Clean digit"]') == drawn
    page.get_by_role("link", name="Draw", exact=True).click()
    expect(page.get_by_text("What the networks see")).to_be_visible()
    expect(page.locator("[data-model][data-error]")).to_have_count(len(SHOWN))
    assert model_input(page) == drawn
    expect(page.get_by_text("Draw a digit here")).to_be_hidden()


def test_the_slider_spoils_and_the_answers_follow(page):
    set_amount(page, 0)
    clean = painted(page, '[aria-label="Clean digit"]')
    assert model_input(page) == clean
    set_amount(page, 0.8)
    assert model_input(page) != clean
    expect(page.locator("[data-model] em:visible")).to_have_count(1)
    expect(page.locator('[data-model="dae"] em')).to_be_visible()


def test_answers_curves_and_the_picture_follow_the_slider_while_no_script_runs(page):
    slider = page.get_by_role("slider", name="Amount of noise")
    main, dot = page.locator('[data-model="dae"] .main'), page.locator('.point[data-name="dae"]')
    corrupted, figures, levels, places = set(), set(), set(), set()
    with no_script_runs(page):
        for step in range(8):  # never at rest for long
            slider.evaluate(MOVE, 0.2 + 0.08 * step)
            page.wait_for_timeout(80)
            corrupted.add(tuple(painted(page, SPOILED)))
            figures.add(main.inner_text())
            levels.add(dot.get_attribute("data-value"))
            places.add(dot.get_attribute("cx"))
    assert min(map(len, (corrupted, figures, levels, places))) > 3
    wait_for_answers(page, SPOILED)
    assert model_input(page) == painted(page, SPOILED)
    expect(page.locator(SPOILED)).to_have_attribute("data-painted", page.locator(SPOILED).get_attribute("data-sent"))


def test_the_chart_is_that_of_the_chosen_kind_before_the_script_has_heard_of_it(page):
    with no_script_runs(page):
        page.get_by_role("radio", name="Salt and pepper").click()
        expect(page.locator(".curves .x")).to_have_text(re.compile("Salt and pepper"))
        expect(page.locator(".point:not([hidden])")).to_have_count(len(SHOWN) + 1)
    expect(page.locator(".curves .x")).to_have_text(re.compile("Salt and pepper"))


# Ten amounts in one breath.
RUSH = """(input) => {
  for (let step = 1; step <= 10; step++) {
    input.value = 0.09 * step;
    input.dispatchEvent(new Event('input'));
  }
}"""


def test_the_film_follows_when_the_hand_rests(page):
    film, sent = page.locator(".film"), page.locator(SPOILED).get_attribute("data-sent")
    expect(film).to_have_attribute("data-sent", sent)
    before = painted(page, '[aria-label$="step 8"] >> nth=0')
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/live/again" in request.url else None)
    slider = page.get_by_role("slider", name="Amount of noise")
    slider.evaluate(RUSH)
    wait_for_answers(page, SPOILED)
    expect(film).to_have_attribute("data-sent", page.locator(SPOILED).get_attribute("data-sent"))
    assert 1 <= len(asked) <= 2  # for the first answer and the last one, of ten amounts
    assert painted(page, '[aria-label$="step 0"] >> nth=0') == model_input(page)
    assert painted(page, '[aria-label$="step 8"] >> nth=0') != before


def test_a_mark_is_seen_before_it_is_answered(page):
    held, holding = [], [True]
    page.route("**/live/denoise", lambda route: held.append(route) if holding else route.continue_())
    before = painted(page, SPOILED)
    draw(page, [[0.1, 0.05], [0.9, 0.05]], lift=False, canvas=SPOILED)
    assert sum(painted(page, SPOILED)) > sum(before) + 20 * 255
    holding.clear()
    for route in held:
        route.continue_()
    page.mouse.up()
    wait_for_answers(page, SPOILED)
    assert painted(page, SPOILED) == model_input(page)
    assert sum(model_input(page)) > sum(before) + 20 * 255


def test_while_the_server_is_away_the_page_says_so_and_catches_up(page):
    before = model_input(page)
    page.route("**/live/denoise", lambda route: route.abort())
    page.get_by_role("slider", name="Amount of noise").evaluate(MOVE, 0.9)
    status = page.get_by_role("status").filter(has_text="does not answer")
    expect(status).to_be_in_viewport()
    assert model_input(page) == before
    page.unroute("**/live/denoise")
    wait_for_answers(page, SPOILED)
    expect(status).to_have_count(0)
    assert model_input(page) != before


def test_the_slider_answers_to_the_keyboard(page):
    slider = page.get_by_role("slider", name="Amount of noise")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("output")).to_have_text("0.51")
    expect(page.locator(SPOILED)).to_have_attribute("data-sent", re.compile(r"\d+"))
    wait_for_answers(page, SPOILED)


def test_each_kind_of_noise_can_be_chosen(page):
    seen = [model_input(page)]
    for kind in ("Masking", "Salt and pepper", "Erased patches"):
        click(page, kind, "radio")
        expect(page.get_by_role("img", name="PSNR on 10,000 test digits")).to_be_visible()
        assert model_input(page) not in seen
        seen.append(model_input(page))


def test_new_noise_and_the_same_noise_again(page):
    before = model_input(page)
    click(page, "New noise")
    assert model_input(page) != before
    click(page, "Same noise again")
    assert model_input(page) == before


def test_marks_are_made_rubbed_out_and_taken_away_by_hand(page):
    click(page, "By hand only", "radio")
    clean = model_input(page)
    draw(page, [[0.1, 0.15], [0.9, 0.15]], canvas=SPOILED)
    wait_for_answers(page, SPOILED)
    scribbled = model_input(page)
    assert sum(scribbled) > sum(clean)
    click(page, "Eraser")
    draw(page, [[0.5, 0.1], [0.5, 0.9]], canvas=SPOILED)
    wait_for_answers(page, SPOILED)
    assert sum(model_input(page)) < sum(scribbled)
    click(page, "Take marks away")
    assert model_input(page) == clean


def test_an_example_changes_the_clean_digit_and_keeps_the_noise(page):
    set_amount(page, 0.3)
    before = painted(page, '[aria-label="Clean digit"]')
    page.get_by_role("button", name="Example 5").click()
    expect(page.get_by_text("Your digit", exact=True)).to_be_visible()
    assert painted(page, '[aria-label="Clean digit"]') != before
    expect(page.locator("output")).to_have_text("0.30")


def test_nothing_is_cut_off_on_a_phone(phone, address):
    page = open_page(phone, f"{address}/noise", ".strip")
    expect_nothing_cut_off(page)
    page.get_by_role("button", name="Codes and differences").click()
    expect_nothing_cut_off(page)


# Presses two things in one breath, as a keyboard or a program may.
BOTH = """(radio, page) => {
  radio.click();
  [...document.querySelectorAll('a')].find((link) => link.textContent.includes(page)).click();
}"""


def test_the_curves_are_a_table_that_a_phone_scrolls_by_itself_and_that_can_be_copied(phone, address):
    open_page(phone, f"{address}/noise?noise=masking", ".curves svg")
    phone.get_by_text("The curves in numbers, to read and to copy").tap()
    table = phone.locator(".st-key-curves-numbers table")
    expect(table.get_by_role("columnheader")).to_have_text(
        [re.compile("."), *(pretrained.card(name).title for name in SHOWN), "Do nothing"]
    )
    expect(table.locator("tbody tr")).to_have_count(21)
    expect(phone.get_by_text("Masking noise: PSNR in dB")).to_be_visible()
    expect_nothing_beside(phone)
    first, last = table.locator("tbody tr").first.inner_text(), table.locator("tbody tr").last.inner_text()
    assert "\t" in first
    assert first.endswith("exact")
    assert last.split("\t")[0] != first.split("\t")[0]  # tabs part the cells, as a spreadsheet wants them
    box = phone.locator(".st-key-curves-numbers [data-testid=stMarkdownContainer]:has(table)")
    assert box.evaluate("node => node.scrollWidth - node.clientWidth") > 0


def test_what_is_chosen_just_before_another_page_is_opened_is_kept(window, address):
    page = open_page(window, f"{address}/noise")
    page.get_by_role("radio", name="Masking").evaluate(BOTH, "Models")
    page.get_by_role("table").first.wait_for()
    wait_until_idle(page)
    page.get_by_role("link", name="Noise", exact=True).click()
    expect(page.get_by_role("radio", name="Masking")).to_be_checked()
    page.get_by_role("radio", name="Gaussian").click()  # and what was left behind does not come again
    wait_for_answers(page, SPOILED)
    wait_until_idle(page)
    page.get_by_role("link", name="Models", exact=True).click()
    page.get_by_role("table").first.wait_for()
    page.get_by_role("link", name="Noise", exact=True).click()
    expect(page.get_by_role("radio", name="Gaussian")).to_be_checked()
