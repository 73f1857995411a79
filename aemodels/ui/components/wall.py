"""Every unit of a layer as a tile of its incoming weights, lit by what the drawing makes of it."""

from typing import Any

from .. import state
from . import component

_mount = component("wall", "pictures", "sender", "unit_sender", "live")


def wall(layer: str, walls: list[dict[str, Any]]) -> None:
    """Mount a wall per model (ui.units.wall). Which tile is clicked, state.take_unit takes over."""
    _mount(key=state.WALL, data={"layer": layer, "walls": walls}, on_unit_change=lambda: None)
