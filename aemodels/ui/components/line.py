"""The line between browser and server: a page comes back by itself after the server, or the line, was gone."""

from .. import state
from . import component

_mount = component("line", "pictures")


def line() -> None:
    """Mount what watches the line; shows nothing. Comes last on a page: what it asks for needs all that is above."""
    _mount(key="line-news", data={"session": state.session()}, on_back_change=lambda: None)
