"""Lines that stay, with a place on them that follows the hand."""

from typing import Any

from . import component

_mount = component("curves", "pictures", "axes")


def curves(chart: dict[str, Any], x: float, points: dict[str, float]) -> None:
    """Mount a chart (ui.figures.noise_chart) with a vertical line at `x` and a point there for each named value."""
    _mount(key="curves", data={"chart": chart, "now": {"x": x, "points": points}})
