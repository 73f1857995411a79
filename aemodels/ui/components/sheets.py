"""Sheets of new digits, side by side."""

from typing import Any

from .. import state
from . import component

_mount = component("sheets", "pictures", "sender")


def sheets(shown: list[dict[str, Any]], columns: int, count: int) -> Any:
    """Mount sheets (ui.latent.samples.shown) of `count` digits. What the controls say, state.take_draw takes over.

    Returns what was asked to be carried elsewhere, {"sheet", "digit", "to"}, or None.
    """
    now, first = state.draw(), state.first_draw()
    data = {
        "sheets": shown,
        "columns": columns,
        "count": count,
        "seed": first.seed,
        "temperature": first.temperature,
        "hottest": state.HOTTEST,
        "seeds": state.SEEDS,
        "sent": now.sent,
    }
    mounted = _mount(key=state.SHEETS, data=data, on_draw_change=lambda: None, on_carry_change=lambda: None)
    return mounted.carry
