"""Film strips: what becomes of a picture, step by step, for each model."""

from .....live import shelf
from .....live.noise import STEPS
from .....live.shelf import Loaded
from ....shared.component import component
from ....shared.figures import named

_mount = component(__file__)


def film(models: list[Loaded]) -> None:
    """Mount one strip per model: the picture that the answers were last given, and STEPS denoised steps in a row."""
    strips = [named(one.card) | {"network": shelf.lend(one)} for one in models]
    _mount(key="film", data={"path": "live/again", "strips": strips, "frames": STEPS + 1})
