"""One unit: what it looks for, what it adds, whom it answers, and a slider to turn it."""

from typing import Any

from ....session import Look
from ....shared.component import component

_mount = component(__file__)


def story(layer: str, models: list[dict[str, Any]], look: Look, colours: list[str]) -> None:
    """Mount the story of whatever unit of `layer` is looked at (unit_news), of `models` (ui.figures.named).

    `look`: what is looked at first.
    """
    data = {"layer": layer, "models": {one["name"]: one for one in models}, "colours": colours}
    _mount(key="story", data=data | {"look": {"layer": look.layer, "model": look.model, "unit": look.unit}})
