"""Where one patch looks, for every block and head."""

from typing import Any

from .....live import shelf
from .....live.shelf import Loaded
from ....shared.component import component

_mount = component(__file__)


def gaze(masked: Loaded, drawing: dict[str, Any]) -> None:
    """Mount the maps of a masked network: a row for each block, a picture for each head.

    They ask the door about the drawing (live.pictures.still), as the board hides it and for the patch asked there.
    """
    about = masked.model.config
    data = {
        "blocks": {"encoder": about.depth, "decoder": about.decoder_depth},
        "heads": about.heads,
        "ask": {"path": "live/gaze", "about": {"drawing": drawing, "network": shelf.lend(masked)}},
    }
    _mount(key="gaze", data=data)
