"""How strongly each unit answers each of the ten digits, as a map for each model."""

from typing import Any

from .. import state
from . import component

_mount = component("by_digit", "pictures", "sender", "unit_sender", "live")


def by_digit(layer: str, maps: list[dict[str, Any]], colours: list[str]) -> None:
    """Mount a map per model (ui.units.by_digit). Which unit is clicked, state.take_unit takes over."""
    data = {"layer": layer, "maps": maps, "colours": colours}
    _mount(key=state.BY_DIGIT, data=data, on_unit_change=lambda: None)
