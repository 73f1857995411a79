"""The digit as 7 x 7 patches, to hide by hand or by chance and to ask where they look."""

from torch import Tensor

from ...live.pictures import picture
from .. import state
from . import component

_mount = component("patches")


def patches(x: Tensor) -> None:
    """Mount the board with the digit x (1, 1, 28, 28). When the hand rests, state.take_mask hears what it has done."""
    mask = state.mask()
    data = {
        "picture": picture(x),
        "mask": {"hidden": mask.hidden, "asked": mask.asked, "seed": mask.seed},
        "usual": state.USUAL,
        "seeds": state.MASK_SEEDS,
    }
    _mount(key=state.PATCH_BOARD, data=data, on_mask_change=lambda: None)
