"""The digits that networks decode, each from the point of its map, which it follows."""

from typing import Any

from ....shared.component import component

_mount = component(__file__)


def decoded(digits: list[dict[str, Any]]) -> None:
    """Mount a digit for each network (name, title and hue): what stands at the points that the maps tell of."""
    _mount(key="decoded", data={"digits": digits})
