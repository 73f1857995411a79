"""The line between browser and server: a page comes back by itself after the server, or the line, was gone."""

from ... import session
from ..component import component

_mount = component(__file__)


def line() -> None:
    """Mount what watches the line, and brings what parts said too late; shows nothing.

    Comes last on a page: what it asks for needs all that is above.
    """
    _mount(
        key=session.LINE,
        data={"session": session.session()},
        on_back_change=lambda: None,
        on_left_change=lambda: None,
    )
