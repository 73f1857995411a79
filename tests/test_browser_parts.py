"""Components alone in a real browser: what they paint against what they were given."""

import pytest
import torch
from browser_part import COMPONENTS, Part, at_a_door, grey, sheet, tell
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


# ---- charts: each tick stands where its value would


def tick_texts(part: Part, anchor: str) -> list[tuple[float, float, str]]:
    """Place and words of the texts of a chart that are anchored so."""
    read = "all => all.map((one) => [Number(one.getAttribute('x')), Number(one.getAttribute('y')), one.textContent])"
    return part.page.locator(f'svg text[text-anchor="{anchor}"]:not([class])').evaluate_all(read)


def line_points(part: Part) -> list[list[float]]:
    """The corners of the first line of a chart, in pixels."""
    path = part.page.locator("path.line").first.get_attribute("d")
    return [[float(value) for value in corner.split()] for corner in path[1:].split("L")]


@pytest.mark.parametrize("most", [1, 35])
def test_ticks_of_curves_say_the_values_of_the_line(window, most):
    line = {"name": "ae", "title": "Plain", "hue": 20, "x": [0, most], "y": [0, 10 * most]}
    axes = {"x": {"title": "x", "domain": [0, most]}, "y": {"title": "y", "domain": [0, 10 * most]}}
    chart = {"name": "a", "title": "A chart", "trained": 0, "lines": [line]} | axes
    part = Part(window, "curves", {"chart": chart, "now": {"x": most / 2, "points": {"ae": 2 * most}}})
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


def test_ticks_on_scales_of_multiples_say_the_values_of_the_line(window):
    counts, errors = [10, 100, 1000], [40, 10, 2]
    points = [{"error": error, "spread": 0} for error in errors]
    lines = [{"name": "random", "title": "From nothing", "hue": None, "points": points}]
    part = Part(window, "labels", {"counts": counts, "lines": lines, "reported": []})
    corners = line_points(part)
    across = {words: x for x, _, words in tick_texts(part, "middle")}
    up = {words: y - 4 for _, y, words in tick_texts(part, "end")}
    for (x, y), count, error in zip(corners, counts, errors, strict=True):
        assert across[f"{count:,}"] == pytest.approx(x)
        assert up[str(error)] == pytest.approx(y)
    (first, _), (second, _), (third, _) = corners
    assert second - first == pytest.approx(third - second, abs=0.2)  # ten times as many are as far away


def test_round_ticks_lie_inside_and_are_round(window):
    script = (COMPONENTS / "axes.js").read_text()
    for low, high, expected in (
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (-1, 1, [-1, -0.5, 0, 0.5, 1]),
        (3, 52, [10, 20, 30, 40, 50]),
        (0, 0.004, [0, 0.001, 0.002, 0.003, 0.004]),
    ):
        assert (
            window.evaluate(f"([low, high]) => {{ {script}; return roundTicks(low, high); }}", [low, high]) == expected
        )


# ---- pictures: each in its place, in its colour


def answer(name: str, level: int, code: list[float]) -> dict:
    """A row of answers whose picture is all of one level."""
    told = {"picture": grey(level), "code": code, "main": "1", "unit": "", "rank": "", "place": 0.25, "error": 1.0}
    return {"name": name, "title": name, "summary": "", "size": 2, "hue": 20, "answer": told}


def test_differences_are_red_where_ink_was_added_and_blue_where_it_was_lost(window):
    rows = [answer("more", 180, [0.5, -0.5]), answer("less", 40, [0.5, -0.5]), answer("same", 100, [0.5, -0.5])]
    tiles = [{"name": "Model input", "note": "", "picture": grey(100)}]
    part = Part(window, "answers", {"tiles": tiles, "heads": ["a", "b", "c"], "models": rows, "sent": 1})
    added, lost, none = part.colours("canvas.difference")
    assert added[0] > added[2]
    assert lost[2] > lost[0]
    assert [added[3], lost[3], none[3]] == [80, 60, 0]
    assert [colour[0] for colour in part.colours("canvas.answer")] == pytest.approx([183, 49, 107], abs=1)


def test_a_code_has_its_positive_numbers_upwards_and_a_small_error_stands_right(window):
    tiles = [{"name": "Model input", "note": "", "picture": grey(0)}]
    rows = [answer("ae", 0, [1, -0.5])]
    part = Part(window, "answers", {"tiles": tiles, "heads": ["a", "b", "c"], "models": rows, "sent": 1})
    lengths = [float(bar.partition("v")[2]) for bar in window.locator(".bars").get_attribute("d").split("M")[1:]]
    assert lengths[0] < 0 < lengths[1]
    assert lengths[0] == -2 * lengths[1]
    assert window.locator(".scale b").evaluate("mark => mark.style.left") == "75%"
    assert part.said() == []


def test_a_film_runs_from_left_to_right(window):
    frames = [{"name": f"step {i}", "picture": grey(60 * i), "note": str(i)} for i in range(4)]
    part = Part(window, "film", [{"name": "ae", "title": "Plain", "hue": 20, "frames": frames}])
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


def test_a_sheet_is_cut_row_by_row(window):
    levels = torch.arange(6).view(2, 3) * 40
    sheets = [{"title": "A law", "hue": 20, "note": "", "sheet": sheet(levels)}]
    data = {"sheets": sheets, "columns": 3, "count": 6, "seed": 1, "temperature": 1, "hottest": 2, "seeds": 999}
    part = Part(window, "sheets", data | {"sent": 0})
    expect(window.locator(".sheets[data-painted]")).to_be_attached()
    assert [colour[0] for colour in part.colours(".grid canvas")] == levels.flatten().tolist()


# ---- sliders


def test_sliders_have_their_ranges_strips_and_values(window):
    about = {"weight": 1, "note": "", "collapsed": False}
    ranges = [{"low": -3, "high": 1, "start": 0}, {"low": 2, "high": 6, "start": 5}]
    rows = [about | {"name": f"z {i}"} | one for i, one in enumerate(ranges)]
    data = {"rows": rows, "values": [0, 5], "hue": 20, "revision": 0, "strips": sheet(torch.tensor([[50], [200]]))}
    part = Part(window, "sliders", data)
    window.wait_for_function("document.querySelector('div').shadowRoot.querySelector('canvas').width === 28")
    assert part.numbers(".track input", "min") == [-3, 2]
    assert part.numbers(".track input", "max") == [1, 6]
    assert [colour[0] for colour in part.colours(".row canvas")] == [50, 200]
    marks = window.locator(".track i").evaluate_all("all => all.map((one) => one.style.left)")
    assert marks == ["75%", "75%"]
    window.locator(".track input").nth(1).fill("4")
    part.show(data | {"strips": sheet(torch.tensor([[60], [210]]))})
    assert window.locator(".track input").nth(1).input_value() == "4"  # what is in the hand counts
    assert part.said()[-1]["values"] == [0, 4]
    part.show(data | {"revision": 1, "values": [1, 3]})
    assert window.locator(".track input").nth(1).input_value() == "3"
