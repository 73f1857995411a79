"""Roads between two digits: film strips, an animation, and how far from the data each step is."""

from typing import Any

from .... import session
from ....shared.component import component

_mount = component(__file__, "road")


def road(shown: dict[str, Any]) -> None:
    """Mount the roads (view.shown). Where the slider comes to rest, session.STOP takes over."""
    _mount(key=session.STOP.component, data=shown, on_stop_change=lambda: None)
