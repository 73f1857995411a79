"""A button that copies the link of what is seen, in the navigation."""

from ... import session
from ..component import component

_mount = component(__file__)


def link() -> None:
    """Mount the button. It also keeps what follows the hand (session.BY_THE_HAND) out of the browser's history."""
    _mount(key="copy_link", data={"hand": session.BY_THE_HAND})
