"""The maps alone in a real browser: holes, on a land whose holes are known."""

import base64

import pytest
from browser_part import Part, sheet
from playwright.sync_api import expect
from torch import full, tensor

from aemodels.live.pictures import packed

pytestmark = pytest.mark.browser
SIDE, REACH = 16, 4.0
LOW, HIGH = [-2.0, -3.0], [2.0, 1.0]  # a field of the land is a quarter wide
# A large hole in the upper right corner and a smaller one in the lower left, as (rows, columns).
HOLES = [(range(6), range(10, 16)), (range(12, 15), range(1, 4))]
# How many pixels of a map are painted within a box of codes: [left, bottom, right, top].
PAINTED = """(canvas, [box, reach]) => {
  const at = (value) => ((value + reach) / (2 * reach)) * canvas.width;
  const [left, top, width, height] = [at(box[0]), at(-box[3]), at(box[2]) - at(box[0]), at(box[3]) - at(box[1])];
  const { data } = canvas.getContext("2d").getImageData(left, top, width, height);
  return data.filter((value, i) => i % 4 === 3 && value).length;
}"""


def land() -> dict:
    """What the maps are told of their holes."""
    fields = bytearray(SIDE * SIDE // 8)
    for rows, columns in HOLES:
        for k in (SIDE * row + column for row in rows for column in columns):
            fields[k // 8] |= 1 << (k % 8)
    return {"low": LOW, "high": HIGH, "side": SIDE, "fields": base64.b64encode(bytes(fields)).decode()}


def one_map(name: str, holes: dict | None) -> dict:
    """A map with ten test digits in its lower right corner."""
    codes = tensor([[3.0 + 0.05 * digit, -3.5] for digit in range(10)]).half()
    about = {"name": name, "title": name.title(), "hue": 20, "network": name, "files": None, "prior": False, "note": ""}
    blank = {"labels": None, "own": None, "spread": None, "digits": "", "lost": packed(full((16,), 0).byte())}
    return about | blank | {"codes": packed(codes), "holes": holes}


@pytest.fixture
def part(window) -> Part:
    """Two maps, of which the second was not looked over for holes."""
    data = {"maps": [one_map("first", land()), one_map("second", None)], "labels": packed(tensor(range(10)).byte())}
    white = sheet(tensor([[255]]))  # a PNG is read as well
    for each in data["maps"]:
        each["digits"] = white
    return Part(window, "latent_map", data | {"colours": ["#888888"] * 10, "reach": REACH, "z": [[0.0, 0.0]]})


def point_of(part: Part, name: str) -> list[float]:
    """Where the point of a map stands, as the rest of the page hears it."""
    return next(one["z"] for one in part.told("point")["body"]["maps"] if one["name"] == name)


def test_a_button_goes_to_the_middle_of_the_largest_hole_then_to_the_next_and_around(part):
    buttons = part.page.get_by_role("button", name="Show me a hole")
    expect(buttons).to_have_count(1)  # of the map whose holes are known
    seen = []
    for _ in range(3):
        buttons.click()
        seen.append(point_of(part, "first"))
    (right, top), (left, bottom) = seen[:2]
    assert 0.5 < right < 2
    assert -0.5 < top < 1
    assert (left, bottom) == pytest.approx((-1.375, -2.375))  # the middle one of its nine fields
    assert seen[2] == seen[0]
    assert point_of(part, "second") == [0, 0]


def test_holes_are_hatched_until_they_are_switched_off(part):
    canvas, holes = part.page.locator("canvas").first, part.page.get_by_role("button", name="Holes")
    within = [[[0.6, -0.4, 1.9, 0.9], REACH], [[-1.7, -2.7, -1.1, -2.1], REACH]]
    assert all(canvas.evaluate(PAINTED, box) > 20 for box in within)
    assert canvas.evaluate(PAINTED, [[-1.9, -1.0, 0.4, 0.9], REACH]) == 0
    expect(part.page.locator("rect.land")).to_have_count(1)
    holes.click()
    expect(holes).to_have_attribute("aria-pressed", "false")
    assert not any(canvas.evaluate(PAINTED, box) for box in within)
    expect(part.page.locator("rect.land")).to_have_count(0)


def test_where_nobody_has_looked_for_holes_there_is_nothing_to_switch_on(window):
    data = {"labels": packed(tensor(range(10)).byte()), "colours": ["#888888"] * 10, "reach": REACH, "z": [[0.0, 0.0]]}
    Part(window, "latent_map", data | {"maps": [one_map("only", None) | {"digits": sheet(tensor([[255]]))}]})
    expect(window.get_by_role("button", name="Digit sheet")).to_be_visible()
    expect(window.get_by_role("button", name="Holes")).to_be_hidden()
    expect(window.get_by_role("button", name="Show me a hole")).to_be_hidden()


def test_where_the_point_stands_is_said_once_it_rests_and_only_to_those_who_listen(part):
    said = part.page.locator(".heard")
    part.page.evaluate("window.heard = []")
    said.evaluate("node => new MutationObserver(() => heard.push(node.textContent)).observe(node, {childList: true})")
    for _ in range(6):
        part.page.get_by_label("Latent map: Second").press("ArrowRight")
    expect(said).to_have_text("Second: at 0.6, 0.0, nearest digit 0")
    assert part.page.evaluate("window.heard") == ["Second: at 0.6, 0.0, nearest digit 0"]
    assert said.bounding_box()["width"] <= 1
    assert part.rested("point")["z"] == [[0, 0], [0.6, 0]]
