"""The masking page in a real browser: patches hidden by click, drag, touch and key; attention; riddles."""

import re

import pytest
from browser_page import expect_nothing_beside, no_script_runs, open_page, painted, wait_until_idle
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
BOARD = ".board"


def open_masking(page: Page, address: str, view: str = "fill") -> Page:
    """The masking page with a view of it mounted."""
    part = ".filled[data-sent]" if view == "fill" else ".steps[data-sent]"
    return open_page(page, f"{address}/masking?masking={view}", part)


@pytest.fixture
def page(window: Page, address: str) -> Page:
    """The masking page on a wide screen, with nothing hidden."""
    page = open_masking(window, address)
    page.get_by_role("button", name="Show all").click()
    wait_for(page)
    return page


def wait_for(page: Page, part: str = ".filled") -> None:
    """Wait until a part of the page belongs to what the board last sent."""
    expect(page.locator(BOARD)).to_have_attribute("data-sent", re.compile(r"\d+"))
    sent = page.locator(BOARD).get_attribute("data-sent")
    expect(page.locator(f'{part}[data-sent="{sent}"]')).to_be_attached()


def middle(page: Page, place: int) -> tuple[float, float]:
    """Where the middle of a patch lies in the window."""
    box = page.locator(BOARD).bounding_box()
    row, column = divmod(place, 7)
    return box["x"] + (column + 0.5) * box["width"] / 7, box["y"] + (row + 0.5) * box["height"] / 7


def hidden(page: Page) -> int:
    return int(page.locator(".patches").get_attribute("data-hidden"))


def test_a_click_hides_a_patch_and_another_shows_it(page):
    assert hidden(page) == 0
    page.mouse.click(*middle(page, 16))
    wait_for(page)
    assert hidden(page) == 1
    assert page.locator("[data-filler][data-error]").count() == page.locator("[data-filler]").count()
    page.mouse.click(*middle(page, 16))
    wait_for(page)
    assert hidden(page) == 0
    expect(page.locator("[data-filler][data-error]")).to_have_count(0)


def test_a_drag_hides_what_it_passes(page):
    page.mouse.move(*middle(page, 21))
    page.mouse.down()
    for place in range(22, 28):
        page.mouse.move(*middle(page, place))
    page.mouse.up()
    wait_for(page)
    assert hidden(page) == 7
    expect(page.locator("output")).to_have_text("7 of 49 patches, 14 %")


def test_holes_looks_and_dots_follow_a_drag_while_no_script_runs(page):
    filled, gaze, dot = page.locator(".filled"), page.locator(".gaze"), page.locator('.point[data-name="mean"]')
    stamps, looks, dots = set(), set(), set()
    with no_script_runs(page):
        page.mouse.move(*middle(page, 7))
        page.mouse.down()
        for place in [*range(8, 14), *range(20, 13, -1)]:  # never at rest for long
            page.mouse.move(*middle(page, place))
            page.wait_for_timeout(80)
            stamps.add(filled.get_attribute("data-sent"))
            looks.add(gaze.get_attribute("data-sent"))
            dots.add(dot.get_attribute("cx"))
        page.mouse.up()
    assert min(map(len, (stamps, looks, dots))) > 5
    wait_for(page)
    wait_for(page, ".gaze")
    assert hidden(page) == 14
    expect(page.locator(".words")).to_contain_text("saw 35 of 49 patches")


def test_the_board_shows_what_chance_hides_while_no_script_runs(page):
    slider, counts = page.get_by_role("slider", name="Hidden patches"), set()
    wait_until_idle(page)
    with no_script_runs(page):
        for count in range(4, 40, 4):
            slider.evaluate("(input, v) => { input.value = v; input.dispatchEvent(new Event('input')); }", count)
            page.wait_for_timeout(80)
            counts.add(page.locator(".cell.hidden").count())
    assert len(counts) > 5
    expect(page.locator(".cell.hidden")).to_have_count(36)


def test_while_the_server_is_away_the_page_says_so_and_catches_up(page):
    page.route("**/live/*", lambda route: route.abort())
    page.mouse.click(*middle(page, 16))
    status = page.get_by_role("status").filter(has_text="does not answer")
    expect(status).to_be_in_viewport()
    assert hidden(page) == 1
    expect(page.locator("[data-filler][data-error]")).to_have_count(0)
    page.unroute("**/live/*")
    wait_for(page)
    wait_for(page, ".gaze")
    expect(status).to_have_count(0)
    assert page.locator("[data-filler][data-error]").count() == page.locator("[data-filler]").count()


def test_an_example_is_filled_with_the_same_patches_hidden(page):
    page.get_by_role("button", name="Hide 75 %").click()
    wait_for(page)
    cells = page.locator(".cell").evaluate_all("all => all.map((one) => one.className)")
    before = painted(page, '[aria-label="Filled in by Mean digit"]')
    error = page.locator('[data-filler="mean"]').get_attribute("data-error")
    page.get_by_role("button", name="Example 5").click()
    expect(page.locator('[data-filler="mean"]')).not_to_have_attribute("data-error", error)
    assert painted(page, '[aria-label="Filled in by Mean digit"]') != before
    assert page.locator(".cell").evaluate_all("all => all.map((one) => one.className)") == cells


def test_chance_hides_three_quarters_and_another_mask_is_another(page):
    page.get_by_role("button", name="Hide 75 %").click()
    wait_for(page)
    assert hidden(page) == 37
    before = page.url
    page.get_by_role("button", name="Another mask").click()
    wait_for(page)
    assert hidden(page) == 37
    page.wait_for_url(lambda url: url != before and "hidden=" in url)


def test_the_slider_hides_while_it_moves(page):
    slider = page.get_by_role("slider", name="Hidden patches")
    slider.evaluate("input => { input.value = 20; input.dispatchEvent(new Event('input')); }")
    expect(page.locator(".patches")).to_have_attribute("data-hidden", "20")
    wait_for(page)


def test_the_board_answers_to_the_keyboard(page):
    page.locator(BOARD).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    wait_for(page)
    assert hidden(page) == 1
    expect(page.get_by_role("gridcell", name="Row 4, column 5, hidden")).to_be_attached()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    wait_for(page, ".gaze")
    expect(page.locator(".gaze")).to_have_attribute("data-asked", "32")


def test_a_hidden_patch_is_asked_and_nothing_jumps(page):
    page.mouse.click(*middle(page, 10))
    page.get_by_role("button", name="Ask a patch").click()
    gaze = page.locator(".gaze")
    page.mouse.click(*middle(page, 11))
    wait_for(page, ".gaze")
    height = gaze.bounding_box()["height"]
    page.mouse.click(*middle(page, 10))
    wait_for(page, ".gaze")
    expect(gaze).to_have_attribute("data-part", "decoder")
    expect(page.get_by_role("img", name=re.compile("Decoder, block"))).to_have_count(8)
    assert gaze.bounding_box()["height"] == height


def test_a_patch_is_asked_where_it_looks(page):
    page.get_by_role("button", name="Ask a patch").click()
    page.mouse.click(*middle(page, 10))
    wait_for(page, ".gaze")
    gaze = page.locator(".gaze")
    expect(gaze).to_have_attribute("data-asked", "10")
    expect(gaze).to_have_attribute("data-part", "encoder")
    expect(page.get_by_role("img", name=re.compile("Encoder, block"))).to_have_count(16)
    assert hidden(page) == 0


def test_a_riddle_is_revealed_and_guessed(window, address):
    page = open_masking(window, address, "few")
    page.mouse.click(*middle(page, 24))
    expect(page.get_by_text("1 of 49 patches revealed")).to_be_visible()
    page.get_by_role("button", name="Reveal one").click()
    expect(page.get_by_text("2 of 49 patches revealed")).to_be_visible()
    expect(page.locator(".way figure")).to_have_count(3)
    page.get_by_role("button", name="Guess 3").click()
    expect(page.locator(".verdict")).to_contain_text(re.compile(r"it is a \d, and you saw 2 patches"))
    page.get_by_role("button", name="Another digit").click()
    expect(page.get_by_text("0 of 49 patches revealed")).to_be_visible()
    expect(page.locator(".verdict")).to_be_empty()


def test_a_riddle_is_revealed_and_solved_while_no_script_runs(window, address):
    page = open_masking(window, address, "few")
    asked = []
    page.on("request", lambda request: asked.append(request.post_data_json) if "/live/guess" in request.url else None)
    with no_script_runs(page):
        for count in range(1, 5):
            page.get_by_role("button", name="Reveal one").click()
            expect(page.locator(".way figure")).to_have_count(count + 1)
        page.get_by_role("button", name="Guess 3").click()
        expect(page.locator(".verdict")).to_contain_text("and you saw 4 patches")
    assert [len(one["votes"]) for one in asked] == [1, 2, 3, 4, 5]  # only what is new is asked for
    expect(page.locator(".way figure")).to_have_count(5)
    page.get_by_role("button", name="Cover all").click()
    expect(page.locator(".way figure")).to_have_count(1)
    expect(page.locator(".verdict")).to_be_empty()


def test_the_own_digit_is_revealed(window, address):
    page = open_masking(window, address, "few")
    page.get_by_role("radio", name="Your digit").click()
    expect(page.locator(".verdict")).to_contain_text("The whole digit's neighbours say 3")
    page.get_by_role("button", name="Reveal one").click()
    expect(page.locator(".way figure")).to_have_count(2)
    page.get_by_role("button", name="Example 5").click()
    expect(page.locator(".verdict")).to_contain_text("The whole digit's neighbours say 5")
    expect(page.locator(".way figure")).to_have_count(2)


def test_patches_are_hidden_with_a_finger_and_nothing_is_cut_off(phone, address):
    page = open_masking(phone, address)
    page.get_by_role("button", name="Show all").tap()
    wait_for(page)
    page.locator(BOARD).scroll_into_view_if_needed()
    page.touchscreen.tap(*middle(page, 8))
    wait_for(page)
    assert hidden(page) == 1
    expect_nothing_beside(page)
    expect_nothing_beside(open_masking(page, address, "few"))
