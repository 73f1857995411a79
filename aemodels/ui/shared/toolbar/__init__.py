"""Buttons at the end of the navigation: the link of what is seen, and the page for a projector."""

from ... import session
from ..component import component

_mount = component(__file__)


def toolbar() -> None:
    """Mount the buttons. They also keep what follows the hand (session.BY_THE_HAND) out of the browser's history."""
    _mount(key="toolbar", data={"hand": session.BY_THE_HAND})
