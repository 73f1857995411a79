"""Roads between two digits: film strips, an animation, and how far from the data each step is."""

from typing import Any

from .. import state
from . import component

_mount = component("road")


def road(shown: dict[str, Any]) -> None:
    """Mount the roads (ui.latent.roads.shown). Where the slider comes to rest, state.take_stop takes over."""
    _mount(key=state.ROAD, data=shown, on_stop_change=lambda: None)
