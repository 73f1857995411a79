"""Boards of patches and the bench of noise alone in a real browser: what they tell the page and Python."""

import pytest
from browser_page import draw
from browser_part import Part, grey
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LINE = [[0.2, 0.5], [0.5, 0.5], [0.8, 0.5]]


# ---- boards of patches

BOARD = {"picture": grey(200), "usual": 37, "seeds": 999}
MASK = {"hidden": "0" * 49, "asked": 24, "seed": 1}
PATCHES = ".board"


def patch(place: int) -> list[float]:
    """The middle of a patch, in shares of the board."""
    return [(place % 7 + 0.5) / 7, (place // 7 + 0.5) / 7]


def hidden_places(part: Part) -> list[int]:
    """Which patches the board shows as hidden."""
    cells = part.page.locator(".cell").evaluate_all("all => all.map((one) => one.classList.contains('hidden'))")
    return [place for place, hidden in enumerate(cells) if hidden]


def masked(*places: int) -> str:
    """A mask that hides these patches."""
    return "".join("1" if place in places else "0" for place in range(49))


def test_chance_hides_until_the_hand_does(window):
    part = Part(window, "patches", BOARD | {"mask": MASK})
    window.get_by_role("button", name="Hide 75 %").click()
    assert part.told("hiding")["body"] == {"mask": {"count": 37, "seed": 1}}
    window.get_by_role("button", name="Another mask").click()
    assert part.told("hiding")["body"] == {"mask": {"count": 37, "seed": 2}}
    part.hear("filled", {"hidden": masked(1, 2, 3)})
    assert hidden_places(part) == [1, 2, 3]
    draw(window, [patch(10)], canvas=PATCHES)
    assert part.told("hiding")["body"] == {"mask": masked(1, 2, 3, 10)}
    assert hidden_places(part) == [1, 2, 3, 10]
    window.wait_for_function("window.said.at(-1)?.count === null")
    assert part.said()[-1]["hidden"] == masked(1, 2, 3, 10)


def test_no_answer_and_no_run_undoes_what_the_hand_did(window):
    part = Part(window, "patches", BOARD | {"mask": MASK})
    window.get_by_role("button", name="Hide 75 %").click()
    draw(window, [patch(10), patch(12)], lift=False, canvas=PATCHES)
    part.hear("filled", {"hidden": masked(40)})  # the answer to what chance hid before
    part.show(BOARD | {"mask": MASK | {"hidden": masked(10)}})
    assert hidden_places(part) == [10, 11, 12]
    window.mouse.up()
    part.hear("filled", {"hidden": masked(10)})
    assert hidden_places(part) == [10, 11, 12]


def test_who_asks_a_patch_asks_nobody_to_fill_the_hole_again(window):
    part = Part(window, "patches", BOARD | {"mask": MASK})
    first = part.told("hiding")
    window.get_by_role("button", name="Ask a patch").click()
    draw(window, [patch(10)], canvas=PATCHES)
    assert part.told("asking")["body"] == {"asked": 10}
    assert part.told("hiding") == first
    window.get_by_role("button", name="Hide and show").click()
    asked = part.told("asking")
    draw(window, [patch(12)], canvas=PATCHES)
    assert part.told("hiding")["body"] == {"mask": masked(12)}
    assert part.told("asking") == asked
    window.evaluate("window.dispatchEvent(new Event('aemodels-session'))")
    assert part.told("hiding")["stamp"] == part.told("asking")["stamp"] > asked["stamp"]


def test_a_drag_that_begins_on_a_hidden_patch_shows_and_skips_none(window):
    part = Part(window, "patches", BOARD | {"mask": MASK | {"hidden": masked(*range(7), 20)}})
    draw(window, [patch(1), patch(5)], canvas=PATCHES)
    assert hidden_places(part) == [0, 6, 20]
    draw(window, [patch(13), patch(27)], canvas=PATCHES)
    assert hidden_places(part) == [0, 6, 13, 20, 27]


def test_arrow_keys_stop_at_the_edges_of_the_board(window):
    Part(window, "patches", BOARD | {"mask": MASK})
    board = window.locator(PATCHES)
    for key, expected in (("ArrowLeft", 21), ("ArrowRight", 27), ("ArrowUp", 6), ("ArrowDown", 48)):
        for _ in range(8):
            board.press(key)
        expect(board).to_have_attribute("aria-activedescendant", f"patch-{expected}")


# ---- the bench of noise


KINDS = {name: {"title": name, "unit": "", "maximum": 1, "trained": 0.5, "note": ""} for name in "abc"}
CHOICE = {"kind": "a", "amounts": dict.fromkeys("abc", 0.5), "seed": 999, "marks": []}


def test_the_page_hears_of_every_movement_and_python_of_the_last_one(window):
    part = Part(window, "corrupter", {"kinds": KINDS, "choice": CHOICE})
    heard = window.get_by_role("slider").evaluate(
        """(input) => {
          const heard = [];
          window.news.hearNews(['corruption'], ({ body }) => heard.push(body.amount));
          heard.length = 0; // what it has told before
          for (const amount of [0.1, 0.2, 0.3, 0.4]) {
            input.value = amount;
            input.dispatchEvent(new Event('input'));
          }
          return [heard, window.said.length];
        }"""
    )
    assert heard == [[0.1, 0.2, 0.3, 0.4], 0]
    window.wait_for_function("window.said.length")
    assert [said["amounts"]["a"] for said in part.said()] == [0.4]
    assert part.said()[0]["sent"] == part.told("corruption")["stamp"]


def test_marks_alone_are_no_kind_of_noise(window):
    kinds = KINDS | {"hand": KINDS["a"] | {"maximum": 0, "title": "hand"}}
    part = Part(window, "corrupter", {"kinds": kinds, "choice": CHOICE})
    window.get_by_role("radio", name="hand").click()
    draw(window, LINE, canvas="canvas")
    told = part.told("corruption")["body"]
    assert (told["noise"], told["amount"], told["seed"], len(told["marks"])) == (None, 0, 999, 1)


def test_kinds_of_noise_go_round_by_key_and_seeds_come_back(window):
    part = Part(window, "corrupter", {"kinds": KINDS, "choice": CHOICE})
    window.get_by_role("radio", name="a").press("ArrowLeft")
    assert part.rested("corruption")["kind"] == "c"
    window.get_by_role("radio", name="c").press("ArrowRight")
    assert part.rested("corruption")["kind"] == "a"
    assert window.locator(".trained b").evaluate("bar => bar.style.width") == "50%"
    window.get_by_role("button", name="New noise").click()
    assert part.told("corruption")["body"]["seed"] == 0
    window.get_by_role("button", name="Same noise again").click()
    assert part.told("corruption")["body"]["seed"] == 999
    expect(window.get_by_role("button", name="Same noise again")).to_be_disabled()
    window.get_by_role("slider").fill("0.25")
    assert part.rested("corruption")["amounts"] == {"a": 0.25, "b": 0.5, "c": 0.5}
