"""A hidden digit, revealed patch by patch."""

from typing import Any

from .....live import shelf
from .....live.shelf import Loaded
from .... import session
from ....shared.component import component
from ....shared.figures import DIGIT_COLOURS, model_hue

_mount = component(__file__)


def riddle(mystery: bool) -> None:
    """Mount the board, as it was left. When the hand rests, session.RIDDLE hears what it has done.

    `mystery`: whether it is a digit to guess.
    """
    kept = session.RIDDLE.now()
    data = {
        "revealed": kept.revealed,
        "number": kept.number,
        "guess": kept.guess,
        "seeds": session.SEEDS,
        "mystery": mystery,
    }
    _mount(key=session.RIDDLE.component, data=data, on_riddle_change=lambda: None)


_mount_steps = component(__file__, "steps")


def steps(masked: Loaded, drawing: dict[str, Any] | None) -> None:
    """Mount what the model expects of the revealed patches, the votes on it, and the way there.

    It asks the door about the drawing (live.pictures.still), or without one about the board's riddle.
    """
    card = masked.card
    about = {"drawing": drawing, "network": shelf.lend(masked)}
    data = {"title": card.title, "hue": model_hue(card.name), "colours": DIGIT_COLOURS}
    _mount_steps(key="steps", data=data | {"ask": {"path": "live/guess", "about": about}})
