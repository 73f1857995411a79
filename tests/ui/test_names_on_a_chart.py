"""Names beside the points of a chart: near them, on it, and never over another, at whatever width it is drawn."""

import random

import pytest

from aemodels.store import pretrained
from aemodels.ui.pages.models.size import view
from aemodels.ui.pages.models.size.labels import EDGE, LETTER, LINE, RADIUS, WIDTHS, placed

HEIGHT = 400
WORDS = "reported 3.00", "Plain, 2-D", "Without sparsity penalty", "A", "Yours: Variational, 30 numbers, mine", ""


def boxes(points, names, width):
    """What the points and the names that have a place cover at that width: left, right, top, bottom."""
    at = [(x * width, y * HEIGHT) for x, y in points]
    dots = [(x - RADIUS, x + RADIUS, y - LINE / 2, y + LINE / 2) for x, y in at]
    found = zip(at, names, placed(points, names, HEIGHT), strict=True)
    words = [place.box(x, y, LETTER * len(name)) for (x, y), name, place in found if place]
    return dots, [(left, right, top, bottom) for left, top, right, bottom in words]


def meet(a, b):
    return a[0] < b[1] - 1e-9 and b[0] < a[1] - 1e-9 and a[2] < b[3] - 1e-9 and b[2] < a[3] - 1e-9


@pytest.mark.parametrize("seed", range(20))
def test_no_name_covers_anything_or_leaves_the_chart_at_any_width(seed, fuzz):
    luck = random.Random(seed)
    for _ in range(3 * fuzz):
        count = luck.randint(1, 25)
        points = [(luck.random(), luck.random()) for _ in range(count)]
        points += luck.choices(points, k=2)  # some at one place
        names = [luck.choice(WORDS) for _ in points]
        for width in [*WIDTHS, *(luck.uniform(*WIDTHS) for _ in range(20))]:
            dots, words = boxes(points, names, width)
            assert not [(a, b) for i, a in enumerate(words) for b in [*words[:i], *dots] if meet(a, b)]
            assert all(left >= 0 and right <= width + EDGE for left, right, _, _ in words)
            assert all(top >= 0 and bottom <= HEIGHT for _, _, top, bottom in words)


def test_a_lonely_point_has_its_name_at_its_right_and_one_too_long_for_a_phone_has_none():
    (place,) = placed([(0.1, 0.5)], ["Plain"], HEIGHT)
    assert (place.side, place.edge, place.far) == ("left", "middle", False)
    assert placed([(0.5, 0.5)], ["x" * 40], HEIGHT) == [None]


def test_every_shipped_network_and_every_reported_one_has_its_name():
    cards = pretrained.available()
    names = [note.text for note in view.figure(cards, "#15191c", "#ffffff").layout.annotations]
    assert len(names) == len(view.points(cards)) > len(cards)
    assert all(any(f"<b>{card.title}</b>" == name for name in names) for card in cards)
