"""A slider for each direction of a code, with pictures of what it would do."""

from typing import Any

from .. import state
from . import component

_mount = component("sliders")


def sliders(rack: dict[str, Any], revision: int) -> None:
    """Mount a rack of sliders (ui.latent.sliders.rack); another revision sets them anew.

    Where they come to rest, state.take_slid takes over; before, the other parts of the page hear of it.
    """
    _mount(key=state.SLIDES, data=rack | {"revision": revision}, on_slid_change=lambda: None)
