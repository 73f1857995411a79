"""Sheets of new digits, side by side."""

from typing import Any

from .... import session
from ....shared.component import component

_mount = component(__file__, "sheets")


def sheets(board: dict[str, Any]) -> Any:
    """Mount the sheets (view.board), which follow their controls by asking the door.

    Where these come to rest, session.take_draw takes over. Returns what was asked to be carried elsewhere,
    {"sheet", "digit", "to"}, or None.
    """
    first = session.first_draw()
    about = {
        "seed": first.seed,
        "temperature": first.temperature,
        "hottest": session.HOTTEST,
        "seeds": session.SEEDS,
    }
    mounted = _mount(key=session.SHEETS, data=board | about, on_draw_change=lambda: None, on_carry_change=lambda: None)
    return mounted.carry
