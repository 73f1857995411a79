"""A slider for each direction of a code, with pictures of what it would do."""

from typing import Any

from .... import session
from ....shared.component import component

_mount = component(__file__)


def sliders(rack: dict[str, Any], revision: int) -> None:
    """Mount a rack of sliders (view.panel); another revision sets them anew.

    Where they come to rest, session.take_slid takes over; before, the other parts of the page hear of it.
    """
    _mount(key=session.SLIDES, data=rack | {"revision": revision}, on_slid_change=lambda: None)
