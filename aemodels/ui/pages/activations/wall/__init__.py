"""Every unit of a layer as a tile of its incoming weights, lit by what the drawing makes of it."""

from typing import Any

from ....shared.component import component

_mount = component(__file__)


def wall(layer: str, walls: list[dict[str, Any]]) -> None:
    """Mount a wall per model (view.wall), whose tiles can be looked at (unit_news)."""
    _mount(key="wall", data={"layer": layer, "walls": walls})
