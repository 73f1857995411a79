"""The digit as 7 x 7 patches, to hide by hand or by chance and to ask where they look."""

from torch import Tensor

from .....live.pictures import picture
from .... import session
from ....shared.component import component

_mount = component(__file__)


def patches(x: Tensor) -> None:
    """Mount the board with the digit x (1, 1, 28, 28). When the hand rests, session.MASK hears of it."""
    mask = session.MASK.now()
    data = {
        "picture": picture(x),
        "mask": {"hidden": mask.hidden, "asked": mask.asked, "seed": mask.seed},
        "usual": session.USUAL,
        "seeds": session.SEEDS,
    }
    _mount(key=session.MASK.component, data=data, on_mask_change=lambda: None)
