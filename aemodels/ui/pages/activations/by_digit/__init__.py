"""How strongly each unit answers each of the ten digits, as a map for each model."""

from typing import Any

from ....shared.component import component

_mount = component(__file__)


def by_digit(layer: str, maps: list[dict[str, Any]], colours: list[str]) -> None:
    """Mount a map per model (view.by_digit), whose columns can be looked at (unit_news)."""
    _mount(key="by_digit", data={"layer": layer, "maps": maps, "colours": colours})
