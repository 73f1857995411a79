"""Components alone in a real browser: what they paint against what they were given."""

import base64

import pytest
import torch
from browser_part import Part, at_a_door, grey, scripts_for, sheet, tell
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


# ---- charts: each tick stands where its value would


def tick_texts(part: Part, baseline: str) -> list[tuple[float, float, str]]:
    """Place and words of the texts of a chart that are anchored so."""
    read = "all => all.map((one) => [Number(one.getAttribute('x')), Number(one.getAttribute('y')), one.textContent])"
    return part.page.locator(f'svg text[text-anchor="{baseline}"]:not([class])').evaluate_all(read)


def line_points(part: Part) -> list[list[float]]:
    """The corners of the first line of a chart, in pixels."""
    path = part.page.locator("path.line").first.get_attribute("d")
    return [[float(value) for value in corner.split()] for corner in path[1:].split("L")]


@pytest.mark.parametrize("most", [1, 35])
def test_ticks_of_curves_say_the_values_of_the_line(window, most):
    line = {"name": "ae", "title": "Plain", "hue": 20, "x": [0, most], "y": [0, 10 * most]}
    axes = {"x": {"title": "x", "domain": [0, most]}, "y": {"title": "y", "domain": [0, 10 * most]}}
    chart = {"name": "a", "title": "A chart", "trained": 0, "lines": [line]} | axes
    part = Part(window, "curves", {"charts": {"one": chart}, "first": "one"})
    part.hear("dots", {"chart": "one", "x": most / 2, "points": {"ae": 2 * most}})
    (left, bottom), (right, top) = line_points(part)
    across = [(x, float(words)) for x, y, words in tick_texts(part, "middle") if y > bottom and words != "x"]
    up = [(y - 4, float(words)) for _, y, words in tick_texts(part, "end")]
    assert len(across) == len(up) == 6
    for x, value in across:
        assert most * (x - left) / (right - left) == pytest.approx(value, abs=0.01 * most)
    for y, value in up:
        assert 10 * most * (y - bottom) / (top - bottom) == pytest.approx(value, abs=0.1 * most)
    assert part.numbers(".point", "cy") == [pytest.approx(bottom + 0.2 * (top - bottom), abs=0.2)]
    assert part.numbers(".point", "cx") == [pytest.approx((left + right) / 2, abs=0.2)]


def test_curves_show_the_chart_that_the_hand_has_chosen_and_no_dots_where_there_is_none(window):
    line = {"name": "ae", "title": "Plain", "hue": 20, "x": [0, 1], "y": [0, 1]}
    axes = {"x": {"title": "x", "domain": [0, 1]}, "y": {"title": "y", "domain": [0, 1]}, "trained": 0, "lines": [line]}
    part = Part(window, "curves", {"charts": {one: axes | {"name": one, "title": one} for one in "ab"}, "first": "b"})
    chart, dots = window.get_by_role("img"), window.locator(".point:not([hidden])")
    expect(chart).to_have_accessible_name("b")
    expect(dots).to_have_count(0)
    part.hear("dots", {"chart": "a", "x": 0.5, "points": {"ae": 0.5}})
    expect(chart).to_have_accessible_name("a")
    expect(dots).to_have_count(1)
    part.hear("dots", {"chart": None, "x": 0, "points": {"ae": 0.5}})
    expect(chart).to_have_accessible_name("a")
    expect(dots).to_have_count(0)
    expect(window.locator(".now:not([hidden])")).to_have_count(0)


def test_round_ticks_lie_inside_and_are_round(window):
    ticks = "async ([folder, low, high]) => (await import(`${folder}/shared/js/axes.js`)).roundTicks(low, high)"
    folder = scripts_for(window)
    for low, high, expected in (
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (-1, 1, [-1, -0.5, 0, 0.5, 1]),
        (3, 52, [10, 20, 30, 40, 50]),
        (0, 0.004, [0, 0.001, 0.002, 0.003, 0.004]),
    ):
        assert window.evaluate(ticks, [folder, low, high]) == expected


# ---- pictures: each in its place, in its colour


def answer(name: str, level: int, code: list[float]) -> dict:
    """A row of answers whose picture is all of one level."""
    told = {"picture": grey(level), "code": code, "main": "1", "unit": "", "rank": "", "place": 0.25, "error": 1.0}
    return {"name": name, "title": name, "summary": "", "size": 2, "hue": 20, "answer": told}


RESTING = {"main": "–", "unit": "", "rank": ""}


def board(window: Page, seen: int, *rows: dict) -> Part:
    """Rows of answers about an input all of one level, which the door gives as they are."""
    found = {"seen": grey(seen), "answers": {row["name"]: row["answer"] for row in rows}}
    at_a_door(window, {"live/redraw": found})
    ask = {"path": "live/redraw", "networks": {row["name"]: row["name"] for row in rows}, "nothing": ""}
    models = [row | {"answer": RESTING} for row in rows]
    tiles = [{"name": "Model input", "note": "", "picture": None}]
    part = Part(window, "answers", {"tiles": tiles, "heads": ["a", "b", "c"], "models": models, "ask": ask})
    part.hear("drawn", {"strokes": [], "pen": 2.4, "picture": grey(seen)})
    expect(window.locator("[data-error]")).to_have_count(len(rows))
    return part


def test_differences_are_red_where_ink_was_added_and_blue_where_it_was_lost(window):
    rows = [answer("more", 180, [0.5, -0.5]), answer("less", 40, [0.5, -0.5]), answer("same", 100, [0.5, -0.5])]
    part = board(window, 100, *rows)
    added, lost, none = part.colours("canvas.difference")
    assert added[0] > added[2]
    assert lost[2] > lost[0]
    assert [added[3], lost[3], none[3]] == [80, 60, 0]
    assert [colour[0] for colour in part.colours("canvas.answer")] == pytest.approx([183, 49, 107], abs=1)


def test_a_code_has_its_positive_numbers_upwards_and_a_small_error_stands_left(window):
    part = board(window, 0, answer("ae", 0, [1, -0.5]))
    lengths = [float(bar.partition("v")[2]) for bar in window.locator(".bars").get_attribute("d").split("M")[1:]]
    assert lengths[0] < 0 < lengths[1]
    assert lengths[0] == -2 * lengths[1]
    assert window.locator(".scale b").evaluate("mark => mark.style.left") == "25%"
    assert part.said() == []


def test_a_film_runs_from_left_to_right(window):
    strip = [{"picture": grey(60 * i), "note": str(i)} for i in range(4)]
    at_a_door(window, {"live/again": {"strips": {"one": strip}}})
    strip = {"name": "ae", "title": "Plain", "hue": 20, "network": "one"}
    part = Part(window, "film", {"path": "live/again", "strips": [strip], "frames": 4})
    expect(window.locator("figcaption")).to_have_text(["–"] * 4)
    part.hear("denoised", {"asked": {"networks": ["one"]}, "picture": grey(0)})
    expect(window.locator("figcaption").last).to_have_text("3")
    levels = [colour[0] for colour in part.colours("figure canvas")]
    assert levels == sorted(levels)
    assert window.locator("figcaption").all_text_contents() == ["0", "1", "2", "3"]


def test_found_digits_stand_in_their_order_with_their_labels_and_votes(window):
    panel = {"numbers": [7, 3, 9], "labels": [1, 4, 4], "distances": [1, 2, 3]}
    levels = {"3": 120, "7": 10, "9": 240}
    answer = {"own": True, "panels": {"codes": panel}, "pictures": {at: grey(level) for at, level in levels.items()}}
    asked = at_a_door(window, {"live/alike": answer})
    ask = {"path": "live/alike", "network": "ae", "distance": "cosine", "instead": grey(1)}
    data = {"panels": [{"name": "codes", "title": "By codes"}], "count": 3, "colours": ["#123456"] * 10, "until": ""}
    part = Part(window, "hits", data | {"ways": ["canvas"], "ask": ask})
    expect(window.get_by_role("group", name="By codes").get_by_role("button")).to_have_count(3)
    drawn = {"strokes": [], "pen": 2.4, "picture": None}
    tell(window, "drawn", 5, drawn)
    expect(window.locator('.hits[data-sent="5"]')).to_be_attached()
    answer["pictures"] = {}  # the page has them
    tell(window, "drawn", 6, drawn)
    expect(window.locator('.hits[data-sent="6"]')).to_be_attached()
    question = {key: value for key, value in ask.items() if key != "path"} | {"drawing": drawn}
    assert asked == [question | {"known": []}, question | {"known": [7, 3, 9]}]
    assert [colour[0] for colour in part.colours("button canvas")] == pytest.approx([20, 126, 240], abs=1)
    assert part.numbers("[data-number]", "data-number") == [7, 3, 9]
    assert window.locator(".votes-said").text_content() == "2 of 3 say 4, 1 says 1"


def test_sampled_digits_stand_in_their_order(window):
    levels = [[40 * k for k in range(6)], [200 - 40 * k for k in range(6)]]
    answer = [{"note": "one of them", "pictures": [grey(level) for level in law]} for law in levels]
    asked = at_a_door(window, {"live/sample": {"sheets": answer}})
    sources = [{"network": name, "parts": 1} for name in ("a", "b")]
    sheets = [{"title": title, "hue": 20} for title in ("A law", "Another")]
    data = {"sheets": sheets, "columns": 3, "count": 6, "ask": {"path": "live/sample", "sources": sources}}
    part = Part(window, "sheets", data | {"seed": 4, "temperature": 0.5, "hottest": 2, "seeds": 999})
    expect(window.locator(".sheets[data-painted]")).to_be_attached()
    assert asked == [{"sources": sources, "seed": 4, "temperature": 0.5}]
    want = [11 + int(level * 244 / 255 + 0.5) for law in levels for level in law]
    assert [colour[0] for colour in part.colours(".grid canvas")] == pytest.approx(want, abs=1)
    assert window.locator(".note").all_text_contents() == ["one of them"] * 2
    assert part.said() == []


def test_who_carries_a_sample_at_once_tells_first_how_it_was_drawn(window):
    at_a_door(window, {"live/sample": {"sheets": [{"note": "", "pictures": [grey(9)]}]}})
    ask = {"path": "live/sample", "sources": [{"network": "a", "parts": 0}]}
    data = {"sheets": [{"title": "A law", "hue": 20}], "columns": 1, "count": 1, "ask": ask}
    part = Part(window, "sheets", data | {"seed": 4, "temperature": 0.5, "hottest": 2, "seeds": 999})
    window.locator(".sheets").evaluate(
        """(node) => {
          const input = node.querySelector('input');
          input.value = 1.5;
          input.dispatchEvent(new Event('input'));
          node.querySelector('.grid button').click();
          node.querySelector('[data-to="canvas"]').click();
        }"""
    )
    drawn, carried = part.said()
    assert (drawn["seed"], drawn["temperature"]) == (4, 1.5)
    assert carried == {"sheet": 0, "digit": 0, "to": "canvas"}


# ---- sliders


def strips_at_the_door(window):
    """An empty page with a door that paints strips as bright as the values; the questions that it was asked."""
    asked = []

    def answer(route):
        if "strips" not in route.request.url:
            return route.fulfill(body="<!doctype html>", content_type="text/html")
        asked.append(route.request.post_data_json)
        return route.fulfill(json={"strips": sheet(40 * torch.tensor(asked[-1]["values"])[:, None])})

    window.route("http://app.test/**", answer)
    window.goto("http://app.test/")
    return asked


def packed(*values):
    return base64.b64encode(torch.tensor(values, dtype=torch.float32).numpy().tobytes()).decode()


def test_sliders_have_their_ranges_strips_and_values(window):
    asked = strips_at_the_door(window)
    about = {"weight": 1, "note": "", "collapsed": False}
    ranges = [{"low": -3, "high": 1, "start": 0}, {"low": 2, "high": 6, "start": 5}]
    rows = [about | {"name": f"z {i}"} | one for i, one in enumerate(ranges)]
    axes = {"origin": packed(1, 2), "directions": packed(0, 1, 1, 0)}
    ask = {"network": "a", "basis": "principal", "start": [0, 0], "files": None}
    data = {"rows": rows, "values": [0, 5], "hue": 20, "revision": 0, "axes": axes, "ask": ask}
    part = Part(window, "sliders", data)

    def painted(*levels):
        shown = "[...document.querySelector('div').shadowRoot.querySelectorAll('.row canvas')]"
        first = "(one) => one.getContext('2d').getImageData(0, 0, 1, 1).data[0]"
        window.wait_for_function(f"{shown}.map({first}).join() === '{','.join(map(str, levels))}'")

    painted(0, 200)
    assert asked == [{"network": "a", "basis": "principal", "values": [0, 5], "low": [-3, 2], "high": [1, 6]}]
    assert part.numbers(".track input", "min") == [-3, 2]
    assert part.numbers(".track input", "max") == [1, 6]
    marks = window.locator(".track i").evaluate_all("all => all.map((one) => one.style.left)")
    assert marks == ["75%", "75%"]
    window.locator(".track input").nth(1).fill("4")
    assert part.told("slid")["body"]["code"] == [1 + 4, 2 + 0]
    painted(0, 160)
    part.show(data | {"hue": 30})
    assert window.locator(".track input").nth(1).input_value() == "4"  # what is in the hand counts
    assert part.said()[-1]["values"] == [0, 4]
    part.show(data | {"revision": 1, "values": [1, 3]})
    assert window.locator(".track input").nth(1).input_value() == "3"
    painted(40, 120)
