"""Where one patch looks, for every block and head."""

from typing import Any

from . import component

_mount = component("gaze", "pictures")


def gaze(shown: dict[str, Any]) -> None:
    """Mount the maps of ui.masking.looks: a row for each block, a picture for each head."""
    _mount(key="gaze", data=shown)
