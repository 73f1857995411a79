"""The canvas alone in a real browser: what it says of the hand, and what must not undo what it did."""

from itertools import pairwise

import pytest
from browser_page import draw
from browser_part import Part, grey
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CANVAS = {"revision": 0, "strokes": [], "picture": None, "pen": 2.4, "pens": [1.2, 4.0], "animate": False}
DOT = {"points": [[0.5, 0.5]], "erase": False}
LINE = [[0.2, 0.5], [0.5, 0.5], [0.8, 0.5]]


def test_a_fast_hand_is_heard_at_a_steady_pace_and_to_the_end(window):
    part = Part(window, "canvas", CANVAS)
    window.locator("canvas").evaluate(
        """async (canvas) => {
          const box = canvas.getBoundingClientRect(), fire = (kind, x) => canvas.dispatchEvent(new PointerEvent(kind,
            {clientX: box.left + x * box.width, clientY: box.top + 0.5 * box.height, isPrimary: true, pointerId: 1}));
          canvas.setPointerCapture = () => {};
          fire('pointerdown', 0.1);
          const start = performance.now();
          for (let now = start; now < start + 400; now = performance.now()) {
            fire('pointermove', 0.1 + 0.8 * (now - start) / 400);
            await new Promise((done) => setTimeout(done, 4));
          }
          fire('pointermove', 0.95);
          fire('pointerup', 0.95);
        }"""
    )
    said = part.said()
    times = [one["sent"] for one in said]
    assert 3 < len(said) < 12
    assert min(b - a for a, b in pairwise(times[:-1])) >= 45  # the last goes out at once
    assert [one["done"] for one in said] == [False] * (len(said) - 1) + [True]
    assert said[-1]["strokes"][0]["points"][-1] == [0.95, 0.5]
    window.wait_for_timeout(80)
    assert len(part.said()) == len(said)


def test_undo_goes_back_a_hundred_steps_and_no_further(window):
    part = Part(window, "canvas", CANVAS)
    window.locator("canvas").evaluate(
        """canvas => {
          canvas.setPointerCapture = () => {};
          for (let i = 0; i < 103; i++) for (const kind of ['pointerdown', 'pointerup'])
            canvas.dispatchEvent(new PointerEvent(kind, {isPrimary: true}));
        }"""
    )
    assert len(part.said()[-1]["strokes"]) == 103
    undo = window.get_by_role("button", name="Undo")
    undo.evaluate("button => { for (let i = 0; i < 100; i++) button.onclick(); }")
    assert len(part.said()[-1]["strokes"]) == 3
    expect(undo).to_be_disabled()


def test_erasing_is_said_and_seen(window):
    part = Part(window, "canvas", CANVAS)
    middle = """canvas => { const side = canvas.width / 2;
        return canvas.getContext('2d').getImageData(side, side, 1, 1).data[3]; }"""
    draw(window, LINE)
    window.wait_for_timeout(50)
    assert window.locator("canvas").evaluate(middle) == 255
    window.get_by_role("button", name="Eraser").click()
    draw(window, [[0.5, 0.4], [0.5, 0.6]])
    window.wait_for_timeout(50)
    assert window.locator("canvas").evaluate(middle) == 0
    assert [stroke["erase"] for stroke in part.said()[-1]["strokes"]] == [False, True]


def test_undo_brings_back_the_picture_that_was_cleared(window):
    part = Part(window, "canvas", CANVAS | {"picture": grey(200)})
    draw(window, LINE)
    window.get_by_role("button", name="Clear").click()
    assert (part.said()[-1]["picture"], part.said()[-1]["strokes"]) == (None, [])
    window.get_by_role("button", name="Undo").click()
    assert (part.said()[-1]["picture"], len(part.said()[-1]["strokes"])) == (grey(200), 1)
    window.get_by_role("button", name="Undo").click()
    assert (part.said()[-1]["picture"], part.said()[-1]["strokes"]) == (grey(200), [])


def test_keys_make_the_pen_wider_and_narrower_within_its_bounds(window):
    part = Part(window, "canvas", CANVAS)
    window.keyboard.press("]")
    window.wait_for_timeout(80)
    assert part.said()[-1]["pen"] == pytest.approx(2.6)
    for _ in range(9):
        window.keyboard.press("[")
    window.wait_for_timeout(80)
    assert part.said()[-1]["pen"] == pytest.approx(1.2)


def test_a_session_that_knows_nothing_hears_the_drawing_and_a_newer_drawing_replaces_it(window):
    part = Part(window, "canvas", CANVAS | {"revision": 4})
    draw(window, LINE)
    strokes = part.said()[-1]["strokes"]
    part.show(CANVAS | {"revision": 1, "strokes": [DOT]})
    assert (part.said()[-1]["revision"], part.said()[-1]["strokes"]) == (1, strokes)
    window.evaluate("window.dispatchEvent(new Event('aemodels-session'))")
    assert part.said()[-1]["strokes"] == strokes
    part.show(CANVAS | {"revision": 2, "strokes": [DOT]})
    assert (part.said()[-1]["revision"], part.said()[-1]["strokes"]) == (2, [DOT])
    window.get_by_role("button", name="Undo").click()
    assert part.said()[-1]["strokes"] == strokes


def test_more_points_than_python_takes_are_thinned_and_ends_stay(window):
    long = {"points": [[(i % 1000) / 1000, i / 5000] for i in range(5000)], "erase": False}
    part = Part(window, "canvas", CANVAS | {"strokes": [long, DOT]})
    draw(window, LINE)
    sent = part.said()[-1]["strokes"]
    assert 2000 < sum(len(stroke["points"]) for stroke in sent) <= 4000
    assert [sent[0]["points"][0], sent[0]["points"][-1]] == [long["points"][0], long["points"][-1]]
    assert sent[2]["points"][-1] == LINE[-1]


def test_an_example_writes_itself_from_its_beginning(window):
    written = [{"points": [[x / 20, 0.5] for x in range(1, 20)], "erase": False}, DOT]
    part = Part(window, "canvas", CANVAS | {"strokes": written, "animate": True})
    window.wait_for_function("window.said.at(-1)?.writing === false")
    said = part.said()
    lengths = [sum(len(stroke["points"]) for stroke in one["strokes"]) for one in said]
    assert lengths == sorted(lengths)
    assert lengths[0] < lengths[-1] == 20
    assert said[-1]["strokes"] == written
    for one in said:
        begun = one["strokes"][0]["points"] if one["strokes"] else []
        assert begun == written[0]["points"][: len(begun)]
    assert all(one["writing"] for one in said[:-1])
