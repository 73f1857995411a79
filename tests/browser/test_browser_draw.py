"""The page to draw on, in a real browser: mouse, touch, tools, examples, uploads and a forged message."""

import re
from io import BytesIO

import pytest
from app_server import settle
from browser_page import (
    canvas_point,
    draw,
    error_of,
    expect_no_answers,
    expect_nothing_beside,
    is_blank,
    model_input,
    open_page,
    points_of,
    touch,
    wait_for_answers,
    write,
)
from page_data import SHOWN
from PIL import Image
from playwright.sync_api import Page, expect

from aemodels import drawing
from aemodels.data import strokes
from aemodels.store import pretrained

pytestmark = pytest.mark.browser
THREE = points_of(3)
STRAY = [[0.1, 0.9], [0.9, 0.86]]


@pytest.fixture
def page(window: Page, address: str) -> Page:
    """The draw page on a wide screen."""
    return open_page(window, address)


def test_every_model_redraws_what_the_mouse_draws(page):
    expect(page.get_by_text("Draw a digit here")).to_be_visible()
    draw(page, THREE)
    wait_for_answers(page)
    assert not is_blank(model_input(page))
    for card in map(pretrained.card, SHOWN):
        assert 0 < error_of(page, card.name) < 60
        picture = page.get_by_role("img", name=f"Reconstruction by {card.title}", exact=True)
        expect(picture).to_be_visible()
    expect(page.get_by_text("Draw a digit here")).to_be_hidden()


def test_what_the_models_see_is_what_the_library_makes_of_the_strokes(page):
    draw(page, THREE)
    wait_for_answers(page)
    expected = drawing.from_strokes([{"points": THREE, "erase": False}])[0, 0].flatten()
    shown = [(value - 11) / 244 for value in model_input(page)]
    assert max(abs(a - b) for a, b in zip(shown, expected.tolist(), strict=True)) < 0.15


def test_the_answers_follow_while_the_pen_is_down(page):
    draw(page, THREE[: len(THREE) // 2], lift=False)
    expect(page.locator("[data-model][data-error]")).to_have_count(len(SHOWN))
    half = error_of(page, "ae")
    for point in THREE[len(THREE) // 2 :]:
        page.mouse.move(*canvas_point(page, point))
    page.mouse.up()
    wait_for_answers(page)
    assert error_of(page, "ae") != half


def test_undo_and_clear_by_button_and_by_key(page):
    draw(page, THREE)
    wait_for_answers(page)
    clean = error_of(page, "ae")
    draw(page, STRAY)
    wait_for_answers(page)
    assert error_of(page, "ae") > clean
    page.get_by_role("button", name="Undo").click()
    wait_for_answers(page)
    assert error_of(page, "ae") == clean
    page.get_by_role("button", name="Clear").click()
    expect_no_answers(page)
    page.keyboard.press("z")
    wait_for_answers(page)
    assert error_of(page, "ae") == clean
    page.keyboard.press("Delete")
    expect_no_answers(page)


def test_the_eraser_takes_ink_away(page):
    draw(page, THREE)
    wait_for_answers(page)
    before = model_input(page)
    page.keyboard.press("e")
    expect(page.get_by_role("button", name="Eraser")).to_have_attribute("aria-pressed", "true")
    draw(page, THREE[:4])
    wait_for_answers(page)
    assert model_input(page) != before
    draw(page, THREE)
    expect_no_answers(page)


def test_the_pen_can_be_made_wider(page):
    draw(page, THREE)
    wait_for_answers(page)
    before = sum(model_input(page))
    page.get_by_label("Pen width").fill("4")
    wait_for_answers(page)
    assert sum(model_input(page)) > 1.1 * before


def test_an_example_writes_itself_and_can_be_edited_and_undone(page):
    write(page, "Example 8")
    expect(page.locator("[data-model][data-error]")).to_have_count(len(SHOWN))
    first = model_input(page)
    write(page, "Example 8")
    assert model_input(page) != first
    draw(page, STRAY)
    wait_for_answers(page)
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    wait_for_answers(page)
    assert model_input(page) == first


def test_a_surprise_is_a_digit_too(page):
    write(page, "Surprise me")
    assert not is_blank(model_input(page))


def choose_file(page: Page, name: str, content: bytes) -> None:
    """Upload a file as a person does."""
    page.get_by_role("button", name="Upload a picture").click()
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "image/png", "buffer": content})


def test_an_uploaded_picture_is_redrawn_and_can_be_drawn_on(page):
    x = drawing.from_strokes(strokes.digit(5))
    content = BytesIO()
    Image.fromarray(255 - x[0, 0].mul(255).byte().numpy()).resize((560, 560)).save(content, "PNG")
    choose_file(page, "five.png", content.getvalue())
    expect(page.locator("[data-model][data-error]")).to_have_count(len(SHOWN))
    page.keyboard.press("Escape")
    wait_for_answers(page)
    clean = model_input(page)
    draw(page, STRAY)
    wait_for_answers(page)
    assert sum(model_input(page)) > sum(clean)
    page.get_by_role("button", name="Undo").click()
    wait_for_answers(page)
    assert model_input(page) == clean


def test_a_broken_picture_gets_a_sentence_and_the_drawing_stays(page):
    draw(page, THREE)
    wait_for_answers(page)
    before = model_input(page)
    choose_file(page, "broken.png", b"\x89PNG\r\n\x1a\nnothing")
    expect(page.get_by_role("alert")).to_contain_text("picture")
    assert model_input(page) == before
    assert page.locator("[data-testid=stException]").count() == 0


# Changes the bytes of the next message to the server that carries a pen, without changing their number.
FORGE = """() => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (window.forge && data instanceof Uint8Array) {
      const text = new TextDecoder('latin1').decode(data);
      const at = text.indexOf('"pen":2.4');
      if (at >= 0) data.set(new TextEncoder().encode('"pen":9e9'), at);
    }
    return send.call(this, data);
  };
  const ask = window.fetch;
  window.fetch = (address, options) =>
    ask(address, window.forge ? { ...options, body: options.body.replace('"pen":2.4', '"pen":9e9') } : options);
}"""


def test_a_forged_message_gets_a_sentence_and_the_page_goes_on(page):
    draw(page, THREE)
    wait_for_answers(page)
    before = model_input(page)
    page.evaluate(FORGE)
    page.evaluate("window.forge = true")
    draw(page, STRAY)
    expect(page.get_by_role("status")).to_have_text(re.compile("cannot be answered"))
    expect(page.get_by_role("alert")).to_contain_text("pen")
    assert model_input(page) == before
    page.evaluate("window.forge = false")
    draw(page, [[0.5, 0.1], [0.5, 0.2]])
    wait_for_answers(page)
    expect(page.get_by_role("status")).to_have_text("")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert model_input(page) != before


def test_a_finger_draws_and_the_page_does_not_scroll(phone, address):
    open_page(phone, address, ".strip")
    touch(phone, [canvas_point(phone, point) for point in THREE])
    wait_for_answers(phone)
    assert phone.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0
    expect_nothing_beside(phone)
    assert not is_blank(model_input(phone))


def test_two_visitors_have_their_own_drawings(browser, address, page):
    draw(page, THREE)
    wait_for_answers(page)
    other = open_page(browser.new_page(), address)
    expect_no_answers(other)
    other.close()


def test_an_answer_that_comes_after_clear_is_not_shown(page):
    def late(route):
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/live/redraw", late)
    draw(page, THREE)
    page.get_by_role("button", name="Clear").click()
    page.wait_for_timeout(1500)
    expect_no_answers(page)
    assert is_blank(model_input(page))


def test_while_the_server_is_away_the_page_says_so_in_sight_and_goes_on_by_itself(page):
    page.route("**/live/redraw", lambda route: route.abort())
    draw(page, THREE)
    status = page.get_by_role("status")
    expect(status).to_have_text(re.compile("does not answer"))
    expect(status).to_be_in_viewport()
    page.unroute("**/live/redraw")
    wait_for_answers(page)
    expect(status).to_have_text("")


def test_the_canvas_of_the_next_page_is_answered_while_the_pen_moves_as_well(page):
    draw(page, THREE)
    wait_for_answers(page)
    page.get_by_role("link", name="Search", exact=True).click()
    page.locator(".hits").wait_for()
    settle(page)
    hits, answered = page.locator(".hits"), set()
    draw(page, THREE[:2], lift=False)
    for point in THREE[2:] + THREE[1::-1]:  # never at rest for long
        page.mouse.move(*canvas_point(page, point))
        page.wait_for_timeout(100)
        answered.add(hits.get_attribute("data-sent"))
    page.mouse.up()
    assert len(answered) > 3
