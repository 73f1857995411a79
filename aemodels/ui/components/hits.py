"""What a search brings up: rows of digits, nearest first, and whom they vote for."""

from typing import Any

from .. import state
from ..figures import DIGIT_COLOURS
from . import component

_mount = component("hits", "pictures")


def hits(panels: list[dict[str, Any]], ways: list[str], sent: int) -> None:
    """Mount the panels (ui.search.alike); `ways`: which of "latent" and "canvas" are open to a digit of theirs.

    It wishes (state.wish) {"number", "to"}.
    """
    data = {"panels": panels, "ways": ways, "colours": DIGIT_COLOURS, "sent": sent}
    _mount(key=state.HITS, data=data, on_wish_change=lambda: None)
