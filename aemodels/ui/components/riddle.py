"""A hidden digit, revealed patch by patch."""

from typing import Any

from torch import Tensor

from ...live.pictures import picture
from .. import state
from ..figures import DIGIT_COLOURS
from . import component

_mount = component("riddle", "pictures", "sender", "cells")


def riddle(visible: Tensor, mystery: bool, verdict: str) -> None:
    """Mount the board: `visible` (1, 1, 28, 28) is black where nothing is revealed. state.take_riddle takes over.

    `mystery`: whether it is a digit to guess; `verdict`: what is said of the guess.
    """
    kept = state.riddle()
    data = {
        "picture": picture(visible),
        "revealed": kept.revealed,
        "order": kept.order(),
        "number": kept.number,
        "guess": kept.guess,
        "seeds": state.MASK_SEEDS,
        "mystery": mystery,
        "verdict": verdict,
        "sent": kept.sent,
    }
    _mount(key=state.RIDDLE_BOARD, data=data, on_riddle_change=lambda: None)


_mount_steps = component("steps", "pictures")


def steps(found: list[dict[str, Any]], title: str, hue: int, sent: int) -> None:
    """Mount what the model expects by now (ui.masking.steps), the votes on it, and the way there."""
    data = {"steps": found, "title": title, "hue": hue, "colours": DIGIT_COLOURS, "sent": sent}
    _mount_steps(key="steps", data=data)
