"""A slider for each direction of a code, with pictures of what it would do."""

from typing import Any

from .. import state
from . import component

_mount = component("sliders", "pictures", "sender")


def sliders(rack: dict[str, Any], revision: int) -> None:
    """Mount a rack of sliders (ui.latent.sliders.rack); another revision sets them anew.

    Where they are moved to, state.slid takes over.
    """
    _mount(key=state.SLIDES, data=rack | {"revision": revision}, on_slid_change=lambda: None)
