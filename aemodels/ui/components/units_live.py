"""News of the drawing for the components of the activations page."""

from typing import Any

from . import component

_mount = component("units_live", "live")


def units_live(key: str, news: dict[str, Any]) -> None:
    """Tell histograms, walls and story (ui.unit_story.live) what the drawing does to the units; shows nothing."""
    _mount(key=key, data=news)
