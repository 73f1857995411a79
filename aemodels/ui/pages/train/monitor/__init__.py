"""A network while it learns: its shape, ten digits redrawn, curves, codes, activities, and a slider back in time."""

from typing import Any

from ....shared.component import component

_mount = component(__file__)


def monitor(shown: dict[str, Any]) -> None:
    """Mount what ui.watching makes of a training. Everything that moves in it moves in the browser."""
    _mount(key="monitor", data=shown)
