"""The spoiled digit with its noise: sliders that answer while they move, and marks by hand."""

from typing import Any

from torch import Tensor

from ...live.pictures import picture
from .. import state
from . import component

_mount = component("spoiler", "pictures", "sender", "pen")


def spoiler(spoiled: Tensor, kinds: dict[str, dict[str, Any]]) -> None:
    """Mount the spoiled picture (1, 1, 28, 28) and its controls. What they send, state.take_noise takes over.

    `kinds`: for each kind of noise its title, unit, maximum (0: no amount), the end of its training range and a note.
    """
    choice = state.noise()
    data = {
        "picture": picture(spoiled),
        "kinds": kinds,
        "choice": {"kind": choice.kind, "amounts": choice.amounts, "seed": choice.seed, "marks": choice.marks},
        "sent": choice.sent,
    }
    _mount(key=state.SPOILER, data=data, on_choice_change=lambda: None)
