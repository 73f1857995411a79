"""The canvas alone in a real browser: what it says of the hand, and what must not undo what it did."""

import pytest
from browser_page import draw
from browser_part import Part, grey, scripts_for
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CANVAS = {"revision": 0, "strokes": [], "picture": None, "pen": 2.4, "pens": [1.2, 4.0], "animate": False}
DOT = {"points": [[0.5, 0.5]], "erase": False}
LINE = [[0.2, 0.5], [0.5, 0.5], [0.8, 0.5]]


# Keeps all that the canvas tells the page from now on.
LISTEN = """async (folder) => {
  window.heard = [];
  (await import(`${folder}/shared/js/news.js`)).hearNews(['drawn'], (news) => window.heard.push(structuredClone(news)));
  window.heard = []; // what it has told before
}"""
# Moves the pen over the canvas, from left to right, and does something else at the end, all in one breath.
SWEEP = """(canvas, last) => {
  const box = canvas.getBoundingClientRect(), about = {isPrimary: true, pointerId: 1, bubbles: true, composed: true};
  const at = (x) => ({clientX: box.left + x * box.width, clientY: box.top + 0.5 * box.height});
  const fire = (kind, x) => canvas.dispatchEvent(new PointerEvent(kind, {...about, ...at(x)}));
  canvas.setPointerCapture = () => {};
  fire('pointerdown', 0.1);
  for (let x = 2; x <= 9; x++) fire('pointermove', x / 10);
  if (last === 'session') window.dispatchEvent(new Event('aemodels-session'));
  if (last === 'elsewhere') document.body.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}));
  if (last === 'hidden') window.dispatchEvent(new Event('pagehide'));
  return window.said.length;
}"""


def drawn(part: Part) -> dict:
    """The drawing as the canvas last told the page."""
    return part.told("drawn")["body"]


def test_the_page_hears_of_every_movement_and_python_of_the_last_one(window):
    part = Part(window, "canvas", CANVAS)
    window.evaluate(LISTEN, scripts_for(window))
    assert window.locator("canvas").evaluate(SWEEP) == 0
    heard = window.evaluate("window.heard")
    assert [len(one["body"]["strokes"][0]["points"]) for one in heard] == list(range(1, 10))
    assert sorted({one["stamp"] for one in heard}) == [one["stamp"] for one in heard]
    said = part.rested("drawn")
    assert part.said() == [said]
    assert said["done"] is True
    assert said["strokes"] == heard[-1]["body"]["strokes"]
    assert said["strokes"][0]["points"][-1] == [0.9, 0.5]


@pytest.mark.parametrize("last", ["elsewhere", "hidden"])
def test_who_does_something_else_is_heard_at_once_and_only_once(window, last):
    part = Part(window, "canvas", CANVAS)
    assert window.locator("canvas").evaluate(SWEEP, last) == 1
    assert part.said()[0]["done"] is True
    assert part.said()[0]["sent"] == part.told("drawn")["stamp"]
    window.evaluate("document.body.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}))")
    assert len(part.said()) == 1


def test_a_new_session_hears_at_once_what_the_hand_may_still_be_moving(window):
    part = Part(window, "canvas", CANVAS)
    assert window.locator("canvas").evaluate(SWEEP, "session") == 1
    said = part.said()[0]
    assert (said["done"], said["sent"]) == (False, part.told("drawn")["stamp"])
    assert said["strokes"][0]["points"][-1] == [0.9, 0.5]


def test_undo_goes_back_a_hundred_steps_and_no_further(window):
    part = Part(window, "canvas", CANVAS)
    window.locator("canvas").evaluate(
        """canvas => {
          canvas.setPointerCapture = () => {};
          for (let i = 0; i < 103; i++) for (const kind of ['pointerdown', 'pointerup'])
            canvas.dispatchEvent(new PointerEvent(kind, {isPrimary: true}));
        }"""
    )
    assert len(drawn(part)["strokes"]) == 103
    undo = window.get_by_role("button", name="Undo")
    undo.evaluate("button => { for (let i = 0; i < 100; i++) button.onclick(); }")
    assert len(drawn(part)["strokes"]) == 3
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
    assert [stroke["erase"] for stroke in part.rested("drawn")["strokes"]] == [False, True]


def test_undo_brings_back_the_picture_that_was_cleared(window):
    part = Part(window, "canvas", CANVAS | {"picture": grey(200)})
    draw(window, LINE)
    window.get_by_role("button", name="Clear").click()
    assert (drawn(part)["picture"], drawn(part)["strokes"]) == (None, [])
    window.get_by_role("button", name="Undo").click()
    assert (drawn(part)["picture"], len(drawn(part)["strokes"])) == (grey(200), 1)
    window.get_by_role("button", name="Undo").click()
    assert (drawn(part)["picture"], drawn(part)["strokes"]) == (grey(200), [])


def test_keys_make_the_pen_wider_and_narrower_within_its_bounds(window):
    part = Part(window, "canvas", CANVAS)
    window.keyboard.press("]")
    assert drawn(part)["pen"] == pytest.approx(2.6)
    for _ in range(9):
        window.keyboard.press("[")
    assert drawn(part)["pen"] == pytest.approx(1.2)


def test_a_session_that_knows_nothing_hears_the_drawing_and_a_newer_drawing_replaces_it(window):
    part = Part(window, "canvas", CANVAS | {"revision": 4})
    draw(window, LINE)
    strokes = part.rested("drawn")["strokes"]
    part.show(CANVAS | {"revision": 1, "strokes": [DOT]})
    said = part.rested("drawn")
    assert (said["revision"], said["strokes"]) == (1, strokes)
    window.evaluate("window.dispatchEvent(new Event('aemodels-session'))")
    assert part.said()[-1]["strokes"] == strokes
    part.show(CANVAS | {"revision": 2, "strokes": [DOT]})
    said = part.rested("drawn")
    assert (said["revision"], said["strokes"]) == (2, [DOT])
    window.get_by_role("button", name="Undo").click()
    assert part.rested("drawn")["strokes"] == strokes


def test_more_points_than_python_takes_are_thinned_and_ends_stay(window):
    long = {"points": [[(i % 1000) / 1000, i / 5000] for i in range(5000)], "erase": False}
    part = Part(window, "canvas", CANVAS | {"strokes": [long, DOT]})
    draw(window, LINE)
    sent = part.rested("drawn")["strokes"]
    assert 2000 < sum(len(stroke["points"]) for stroke in sent) <= 4000
    assert [sent[0]["points"][0], sent[0]["points"][-1]] == [long["points"][0], long["points"][-1]]
    assert sent[2]["points"][-1] == LINE[-1]


def test_an_example_writes_itself_from_its_beginning(window):
    written = [{"points": [[x / 20, 0.5] for x in range(1, 20)], "erase": False}, DOT]
    window.evaluate(LISTEN, scripts_for(window))
    part = Part(window, "canvas", CANVAS | {"strokes": written, "animate": True})
    window.wait_for_function("window.said.at(-1)?.writing === false")
    heard = [one["body"] for one in window.evaluate("window.heard")]
    lengths = [sum(len(stroke["points"]) for stroke in one["strokes"]) for one in heard]
    assert lengths == sorted(lengths)
    assert lengths[0] < lengths[-1] == 20
    assert part.said()[-1]["strokes"] == heard[-1]["strokes"] == written
    for one in heard:
        begun = one["strokes"][0]["points"] if one["strokes"] else []
        assert begun == written[0]["points"][: len(begun)]
    assert all(one["writing"] for one in part.said()[:-1])  # where it rested on a busy machine
