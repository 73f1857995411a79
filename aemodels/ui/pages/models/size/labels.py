"""Where names stand beside the points of a chart whose width only the browser knows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTHS = (230, 1900)  # px: of the plot on the smallest phone, and on a whole screen
LETTER, LINE = 7.2, 18  # px: the width of a letter at most, on average, and the height of a name
RADIUS, GAP = 8, 11  # px: the half of a point's own room, and how far from its middle its name begins
EDGE = 6  # px by which a name may stand out at the right, where the chart has no words of its own

Box = tuple[float, float, float, float]  # left, top, right, bottom in px


@dataclass(frozen=True)
class Place:
    """Where a name stands: which of its sides is how many px right of and below the middle of its point."""

    side: str  # left, center, right
    x: float
    edge: str  # top, middle, bottom
    y: float
    far: bool = False  # so far off that a line has to lead to the point

    def box(self, x: float, y: float, wide: float) -> Box:
        """What a name covers, `wide` px wide, whose point is at x, y."""
        left = x + self.x - wide * {"left": 0, "center": 0.5, "right": 1}[self.side]
        top = y + self.y - LINE * {"top": 0, "middle": 0.5, "bottom": 1}[self.edge]
        return left, top, left + wide, top + LINE


def _places() -> Iterable[Place]:
    yield Place("left", GAP, "middle", 0)
    yield Place("right", -GAP, "middle", 0)
    for far in range(0, 112, 16):
        for edge, y in (("bottom", -GAP - far), ("top", GAP + far)):
            for side, x in (("center", 0), ("left", -8), ("right", 8), ("right", -8), ("left", 8)):
                yield Place(side, x, edge, y, far > 0)


PLACES = tuple(_places())  # the best first


def placed(points: Sequence[tuple[float, float]], names: Sequence[str], height: float) -> list[Place | None]:
    """For each point the best place for its name that is free at every width between WIDTHS; None where there is none.

    `points`: shares, 0 to 1, of the width, and from above of the `height` in px. The longest name chooses first.
    """
    taken = [_boxes(Place("center", 0, "middle", 0), point, 2 * RADIUS, height) for point in points]
    found: list[Place | None] = [None] * len(points)
    for i in sorted(range(len(points)), key=lambda i: -len(names[i])):
        for place in PLACES:
            boxes = _boxes(place, points[i], LETTER * len(names[i]), height)
            if _is_free(boxes, taken, height):
                found[i] = place
                taken.append(boxes)
                break
    return found


def _boxes(place: Place, point: tuple[float, float], wide: float, height: float) -> list[Box]:
    return [place.box(point[0] * width, point[1] * height, wide) for width in WIDTHS]


def _is_free(boxes: list[Box], taken: list[list[Box]], height: float) -> bool:
    inside = all(
        left >= 2 and right <= width + EDGE and top >= 0 and bottom <= height
        for width, (left, top, right, bottom) in zip(WIDTHS, boxes, strict=True)
    )
    return inside and all(_above(boxes, other) or _beside(boxes, other) for other in taken)


def _above(a: list[Box], b: list[Box]) -> bool:
    return a[0][3] <= b[0][1] or b[0][3] <= a[0][1]


def _beside(a: list[Box], b: list[Box]) -> bool:
    """Whether one is left of the other at both widths, and so between: what lies between them grows evenly."""
    pairs = list(zip(a, b, strict=True))
    return all(one[2] <= other[0] for one, other in pairs) or all(other[2] <= one[0] for one, other in pairs)
