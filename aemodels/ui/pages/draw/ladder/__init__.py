"""A digit through bottlenecks of growing width, two ways, over the test set's error curves."""

from typing import Any

from ....shared.component import component

_mount = component(__file__)


def ladder(shown: dict[str, Any]) -> None:
    """Mount the ladder (view.shown), which asks the door about whatever stands on the canvas."""
    _mount(key="ladder", data=shown)
