"""A wall of oddities, each over what a model redraws, to try on."""

from typing import Any

from .. import state
from . import component

_mount = component("oddities")


def oddities(groups: list[dict[str, Any]], each: int) -> None:
    """Mount the groups (ui.judging.shown_wall) of `each` oddities. It wishes (state.wish) {"kind", "number"}."""
    _mount(key=state.ODDITIES, data={"groups": groups, "each": each}, on_wish_change=lambda: None)
