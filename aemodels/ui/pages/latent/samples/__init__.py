"""Sheets of new digits, side by side."""

from typing import Any

from .....live.messages import HOTTEST
from .... import session
from ....shared.component import component

_mount = component(__file__, "sheets")


def sheets(board: dict[str, Any]) -> Any:
    """Mount the sheets (view.board), which follow their controls by asking the door.

    Where these come to rest, session.DRAW takes over. Returns what was asked to be carried elsewhere,
    {"sheet", "digit", "to"}, or None.
    """
    first = session.DRAW.begun()
    about = {
        "seed": first.seed,
        "temperature": first.temperature,
        "hottest": HOTTEST,
        "seeds": session.SEEDS,
    }
    mounted = _mount(
        key=session.DRAW.component, data=board | about, on_draw_change=lambda: None, on_carry_change=lambda: None
    )
    return mounted.carry
