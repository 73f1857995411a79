"""A small table whose cells are shaded by their value."""

from typing import Any

from ....shared.component import component

_mount = component(__file__)


def heat(key: str, shown: dict[str, Any]) -> None:
    """Mount a table: {"name", "heads", "rows", "range"}; a row is {"title", "hue" or None, "cells"}, maybe "marked".

    Cells are numbers, or None where there is none; "range" holds the values of no and of full shade.
    """
    _mount(key=key, data=shown)
