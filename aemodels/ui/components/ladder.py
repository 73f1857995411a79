"""A digit through bottlenecks of growing width, two ways, over the test set's error curves."""

from typing import Any

from . import component

_mount = component("ladder", "pictures", "axes")


def ladder(shown: dict[str, Any], sent: int) -> None:
    """Mount the ladder (ui.bottleneck.shown); `sent`: number of the message that is answered."""
    _mount(key="ladder", data=shown | {"sent": sent})
