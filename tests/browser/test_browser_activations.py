"""The activations page in a real browser: light that follows the pen, a unit's story, the penalty, a narrow screen."""

import re

import pytest
from app_server import settle
from browser_page import DRAWING, draw, expect_nothing_cut_off, open_page, painted, points_of, without_python
from playwright.sync_api import Page, expect

from aemodels import drawing, load
from aemodels.data import strokes
from aemodels.models import losses
from aemodels.store import pretrained

pytestmark = pytest.mark.browser
PANELS = "[data-panel][data-told=true]"  # histograms, with the drawing's figures in them
VIEWS = {"Wall of units": ".wall canvas", "Per digit": ".by-digit canvas", "Sparsity penalty": ".penalty svg"}
TURNED = '.story canvas[aria-label="Turned"]'


@pytest.fixture
def page(window: Page, address: str) -> Page:
    """The activations page on a wide screen, with its example."""
    return open_page(window, f"{address}/activations", PANELS)


def wall(page: Page, name: str = "sparse"):
    """The wall of model `name`."""
    return page.locator(f'[data-wall="{name}"] canvas')


def click_first_tile(page: Page, name: str = "sparse") -> str:
    """Click the first tile of a wall and wait for its unit's story; returns model and number of the unit."""
    unit = f"{name}:{wall(page, name).get_attribute('data-order').split(',')[0]}"
    wall(page, name).click(position={"x": 6, "y": 6})
    expect(page.locator(f'.story[data-unit="{unit}"][data-sent]')).to_be_visible()
    return unit


def set_slider(page: Page, label: str, value: float) -> None:
    """Move a range input."""
    page.get_by_role("slider", name=label).evaluate(
        "(input, v) => { input.value = v; input.dispatchEvent(new Event('input')); }", value
    )


def brightness(page: Page, name: str) -> float:
    """Mean of the wall's red channel."""
    script = """canvas => { const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        let sum = 0; for (let i = 0; i < data.length; i += 4) sum += data[i]; return 4 * sum / data.length; }"""
    return wall(page, name).evaluate(script)


def show(page: Page, view: str, selector: str) -> None:
    """Choose a view of the units."""
    page.get_by_role("radio", name=view).click()
    page.locator(selector).first.wait_for()
    settle(page)


def test_two_numbers_tell_sparse_from_plain(page):
    sparse, plain = page.locator("[data-panel] .main").all_text_contents()
    assert float(sparse) == pytest.approx(pretrained.card("sparse").metrics["mean_activation"], abs=6e-4)
    assert float(plain) > 5 * float(sparse)


def test_the_walls_follow_the_pen(page):
    expect(page.get_by_text("This example").first).to_be_visible()
    before = wall(page).evaluate("canvas => canvas.toDataURL()")
    board, stamp = page.locator(".walls"), page.locator(".walls").get_attribute("data-sent")
    points = points_of(7)
    draw(page, points[: len(points) // 2], lift=False)
    expect(board).not_to_have_attribute("data-sent", stamp)  # while the pen is still down
    page.mouse.up()
    expect(page.get_by_text("Your digit").first).to_be_visible()
    assert wall(page).evaluate("canvas => canvas.toDataURL()") != before
    assert brightness(page, "sparse-twin") > 1.5 * brightness(page, "sparse")


def test_the_drawing_comes_along_from_the_draw_page(window, address):
    open_page(window, address)
    draw(window, points_of(7))
    window.locator("[data-model][data-error]").first.wait_for()
    window.get_by_role("link", name="Activations", exact=True).click()
    expect(window.get_by_text("Your digit").first).to_be_visible()
    expect(window.locator(DRAWING)).to_have_count(1)
    expect(window.get_by_text("Draw a digit here")).to_be_hidden()


def test_tiles_sort_themselves_by_the_drawing(page):
    page.get_by_role("button", name="Your drawing").click()
    x = drawing.from_strokes(strokes.digit(3, 1))  # the example that stands there until somebody draws
    loudest = load("sparse", "cpu").activations(x)["hidden 1"][0].argmax()
    expect(wall(page)).to_have_attribute("data-order", re.compile(rf"^{loudest},"))
    page.get_by_role("button", name="Selectivity").click()
    page.get_by_label("Selective for").select_option("7")
    first = int(wall(page).get_attribute("data-order").split(",")[0])
    strengths = pretrained.load_statistics("sparse")["strength/hidden 1"].float()
    rest = (strengths.sum(1) - strengths[:, 7]) / 9
    selective = (strengths[:, 7] - rest) / (strengths[:, 7] + rest)
    assert selective[first] == pytest.approx(selective.max().item(), abs=0.05)


def test_a_unit_is_switched_off_turned_up_and_let_go(page):
    page.get_by_role("button", name="Your drawing").click()
    click_first_tile(page, "sparse-twin")
    story = page.locator(".story")
    as_it_is = painted(page, '.story canvas[aria-label="As it answers"]')
    assert painted(page, TURNED) == as_it_is
    story.get_by_role("button", name="Off", exact=True).click()
    expect(story).to_have_attribute("data-level", "0")
    off = painted(page, TURNED)
    assert off != as_it_is
    set_slider(page, "Activation of the unit", 0.5)
    expect(story).to_have_attribute("data-level", "0.5")
    assert painted(page, TURNED) not in (off, as_it_is)
    story.get_by_role("button", name="Let it answer").click()
    expect(story.get_by_text("not turned yet")).to_be_visible()
    assert painted(page, TURNED) == as_it_is


def test_a_turned_unit_stays_turned_while_the_drawing_changes(page):
    click_first_tile(page)
    story = page.locator(".story")
    story.get_by_role("button", name="Full").click()
    expect(story).to_have_attribute("data-level", "1")
    before = painted(page, TURNED)
    draw(page, points_of(7))
    expect(story.get_by_text("what your digit makes of it")).to_be_visible()
    expect(story).to_have_attribute("data-level", "1")
    assert painted(page, TURNED) != before


def test_what_the_hand_does_is_painted_while_no_script_runs(page):
    without_python(page)
    first = click_first_tile(page)  # the first story of all
    story, board = page.locator(".story"), page.locator(".walls")
    set_slider(page, "Activation of the unit", 0.5)
    expect(story).to_have_attribute("data-level", "0.5")
    wall(page).press("ArrowRight")
    expect(story).not_to_have_attribute("data-unit", first)
    before = board.get_attribute("data-sent")
    draw(page, points_of(7))
    expect(story.get_by_text("what your digit makes of it")).to_be_visible()
    expect(board).not_to_have_attribute("data-sent", before)
    sent = page.locator(DRAWING).get_attribute("data-sent")
    for part in (".histograms", ".walls", ".story"):
        expect(page.locator(part)).to_have_attribute("data-sent", sent)


def test_an_older_answer_does_not_take_the_slider_out_of_the_hand(page):
    click_first_tile(page)
    story = page.locator(".story")

    def late(route):
        page.wait_for_timeout(500)
        route.continue_()

    page.route("**/live/story", late)
    for level in (0.25, 0.75):
        set_slider(page, "Activation of the unit", level)
    expect(story).to_have_attribute("data-level", "0.25")
    assert page.get_by_role("slider", name="Activation of the unit").input_value() == "0.75"
    expect(story).to_have_attribute("data-level", "0.75")


def test_a_unit_stays_looked_at_from_view_to_view_and_from_layer_to_layer(page):
    unit = click_first_tile(page)
    story = page.locator(f'.story[data-unit="{unit}"]')
    page.get_by_role("button", name="Off", exact=True).click()
    show(page, "Per digit", ".by-digit canvas")
    expect(story).to_be_visible()
    expect(page.get_by_text(f"Unit {unit.split(':')[1]}: answers")).to_be_visible()
    show(page, "Sparsity penalty", ".penalty svg")
    expect(page.locator(".story")).to_have_count(0)
    show(page, "Wall of units", ".wall canvas")
    expect(story).to_have_attribute("data-level", "0")
    page.get_by_role("radio", name="Code", exact=True).click()
    expect(story).to_be_hidden()
    page.get_by_role("radio", name="Hidden 1", exact=True).click()
    expect(story).to_be_visible()


def test_while_the_server_is_away_the_page_says_so_in_sight_and_goes_on_by_itself(page):
    click_first_tile(page)
    page.route("**/live/*", lambda route: route.abort())
    draw(page, points_of(7))
    status = page.locator(".line")
    expect(status).to_have_text(re.compile("does not answer"))
    expect(status).to_be_in_viewport()
    page.unroute("**/live/*")
    expect(page.get_by_text("what your digit makes of it")).to_be_visible()
    expect(page.locator(".walls")).to_have_attribute("data-sent", page.locator(DRAWING).get_attribute("data-sent"))
    expect(status).to_have_text("")


def test_units_can_be_walked_by_keyboard_and_found_again_by_link(page):
    first = click_first_tile(page)
    wall(page).press("ArrowRight")
    second = f"sparse:{wall(page).get_attribute('data-order').split(',')[1]}"
    expect(page.locator(f'.story[data-unit="{second}"]')).to_be_visible()
    assert second != first
    page.wait_for_url(f"**unit={second.replace(':', '%3A')}**")
    open_page(page, page.url, PANELS)
    expect(page.locator(f'.story[data-unit="{second}"]')).to_be_visible()


def test_bins_scale_and_overlay_change_the_histograms(page):
    bars = page.locator('[data-panel="sparse-twin"] .bars')
    count = len(bars.get_attribute("d").split("M")) - 1
    shape = bars.get_attribute("d")
    page.get_by_role("button", name="Log scale").click()
    assert bars.get_attribute("d") != shape
    set_slider(page, "Bin width", 0)
    assert len(bars.get_attribute("d").split("M")) - 1 > count
    page.get_by_role("button", name="Overlay").click()
    expect(page.locator('[data-panel="sparse"] .bars')).to_have_count(2)
    expect(page.locator('[data-panel="sparse-twin"] .bars')).to_have_count(0)


def test_the_penalty_follows_rho_as_the_library_has_it(page):
    show(page, "Sparsity penalty", ".penalty svg")
    for place in (0.2, 0.8):
        set_slider(page, "Target rho", place)
        rho = float(page.locator(".penalty output").text_content())
        for name in ("sparse", "sparse-twin"):
            means = pretrained.load_statistics(name)["mean/hidden 1"]
            shown = float(page.locator(f'.penalty [data-model="{name}"]').get_attribute("data-kl"))
            assert shown == pytest.approx(float(losses.sparsity_kl(means, rho).sum()), rel=1e-3)
    expect(page.locator(".penalty .kl circle")).to_have_count(600)
    page.wait_for_url(f"**rho={rho:g}*")
    page.reload()
    expect(page.locator(".penalty output")).to_have_text(f"{rho:g}")


def test_the_map_by_digit_shows_specialists_and_leads_to_a_story(page):
    show(page, "Per digit", ".by-digit canvas")
    sparse, plain = (float(one.text_content()) for one in page.locator(".by-digit .main").all())
    assert sparse > plain
    own = page.locator('[data-map="sparse"] canvas')
    before = own.evaluate("canvas => canvas.toDataURL()")
    page.get_by_role("button", name="All on one scale").click()
    assert own.evaluate("canvas => canvas.toDataURL()") != before
    own.click(position={"x": 2, "y": 5})
    strengths = pretrained.load_statistics("sparse")["strength/hidden 1"].float()
    expect(page.locator(".story[data-unit]")).to_be_visible()
    unit = int(page.locator(".story").get_attribute("data-unit").split(":")[1])
    assert int(strengths[unit].argmax()) == 0  # the columns begin with those that answer the 0s most


def test_nothing_is_cut_off_on_a_phone(phone, address):
    open_page(phone, f"{address}/activations?unit=sparse:3", PANELS)
    for view, part in VIEWS.items():
        show(phone, view, part)
        expect_nothing_cut_off(phone, "button:visible, canvas:visible, .story:visible, table:visible")
