"""Sheets of new digits, side by side."""

from typing import Any

from .. import state
from . import component

_mount = component("sheets")


def sheets(board: dict[str, Any]) -> Any:
    """Mount the sheets (ui.latent.samples.board), which follow their controls by asking the door.

    Where these come to rest, state.take_draw takes over. Returns what was asked to be carried elsewhere,
    {"sheet", "digit", "to"}, or None.
    """
    first = state.first_draw()
    about = {
        "seed": first.seed,
        "temperature": first.temperature,
        "hottest": state.HOTTEST,
        "seeds": state.SEEDS,
    }
    mounted = _mount(key=state.SHEETS, data=board | about, on_draw_change=lambda: None, on_carry_change=lambda: None)
    return mounted.carry
