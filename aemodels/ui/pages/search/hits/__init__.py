"""What a search brings up: rows of digits, nearest first, and whom they vote for."""

from typing import Any

from .....evaluation.retrieval import NEIGHBOURS
from .... import session
from ....shared.component import component
from ....shared.figures import DIGIT_COLOURS

_mount = component(__file__)


def hits(panels: list[dict[str, Any]], ways: list[str], ask: dict[str, Any], until: str) -> None:
    """Mount the panels (ui.search.panels), which ask the door about whatever stands on the canvas.

    `ways`: which of "latent" and "canvas" are open to a digit of theirs; it tells (session.event) {"number", "to"}.
    `until`: in words, what is searched for while the canvas is empty.
    """
    data = {"panels": panels, "count": NEIGHBOURS, "ways": ways, "colours": DIGIT_COLOURS, "ask": ask, "until": until}
    _mount(key=session.HITS, data=data, on_wish_change=lambda: None)
