"""A wall of oddities, each over what a model redraws, to try on."""

from typing import Any

from .... import session
from ....shared.component import component

_mount = component(__file__)


def oddities(groups: list[dict[str, Any]], each: int) -> None:
    """Mount the groups (ui.judging.shown_wall) of `each` oddities. It tells (session.event) {"kind", "number"}."""
    _mount(key=session.ODDITIES, data={"groups": groups, "each": each}, on_wish_change=lambda: None)
