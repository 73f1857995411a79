"""The line between browser and server: a page comes back by itself after the server, or the line, was gone."""

from .. import state
from . import component

_mount = component("line")


def line() -> None:
    """Mount what watches the line, and brings what parts said too late; shows nothing.

    Comes last on a page: what it asks for needs all that is above.
    """
    _mount(
        key=state.LINE,
        data={"session": state.session()},
        on_back_change=lambda: None,
        on_left_change=lambda: None,
    )
