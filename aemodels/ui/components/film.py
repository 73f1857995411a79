"""Film strips: what becomes of a picture, step by step, for each model."""

from typing import Any

from . import component

_mount = component("film", "pictures")


def film(strips: list[dict[str, Any]]) -> None:
    """Mount one strip per model: {"name", "title", "hue", "frames": [{"name", "picture", "note"}, ...]}."""
    _mount(key="film", data=strips)
