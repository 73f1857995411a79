"""The corrupted digit with its noise: sliders that answer while they move, and marks by hand."""

from typing import Any

from .... import session
from ....shared.component import component

_mount = component(__file__)


def corrupter(kinds: dict[str, dict[str, Any]]) -> None:
    """Mount the corrupted picture and its controls. What they send when the hand rests, session.NOISE takes over.

    `kinds`: for each kind of noise its title, unit, maximum (0: no amount), the end of its training range and a note.
    """
    choice = session.NOISE.now()
    data = {
        "kinds": kinds,
        "choice": {"kind": choice.kind, "amounts": choice.amounts, "seed": choice.seed, "marks": choice.marks},
    }
    _mount(key=session.NOISE.component, data=data, on_choice_change=lambda: None)
