"""Ten handwritten examples and a surprise, to put on the canvas."""

from functools import cache
from typing import Any

from ....data import strokes
from ... import session
from ..component import component

_mount = component(__file__)


@cache
def _paths() -> list[str]:
    """For each digit its first handwriting as an SVG path in a square of side 100."""
    return ["".join(map(_path, strokes.digit(label))) for label in range(10)]


def _path(stroke: dict[str, Any]) -> str:
    return "M" + "L".join(f"{100 * x:.0f} {100 * y:.0f}" for x, y in stroke["points"])


def gallery() -> None:
    """Mount the gallery; a click on an example, or on the surprise, changes the drawing."""
    chosen = _mount(key="gallery", data=_paths(), on_example_change=lambda: None, on_surprise_change=lambda: None)
    if chosen.surprise:
        session.surprise()
    elif chosen.example is not None:
        session.show_example(chosen.example)
