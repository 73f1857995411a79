"""Training that can be watched, paused, shared between visitors and kept; no user interface."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .download import Download
    from .frames import Frame, Stage, preview
    from .limits import TooMuch, build, check
    from .plan import Plan, title_of
    from .presets import PRESETS, Preset
    from .queue import Queue
    from .results import Result
    from .run import Run
    from .sources import SOURCES, told
    from .status import Status
    from .upload import read

__all__ = [
    "PRESETS",
    "SOURCES",
    "Download",
    "Frame",
    "Plan",
    "Preset",
    "Queue",
    "Result",
    "Run",
    "Stage",
    "Status",
    "TooMuch",
    "build",
    "check",
    "preview",
    "read",
    "title_of",
    "told",
]

_HOMES = {
    "PRESETS": "presets",
    "Preset": "presets",
    "SOURCES": "sources",
    "told": "sources",
    "Download": "download",
    "Frame": "frames",
    "Stage": "frames",
    "preview": "frames",
    "Plan": "plan",
    "title_of": "plan",
    "Queue": "queue",
    "Result": "results",
    "Run": "run",
    "Status": "status",
    "TooMuch": "limits",
    "build": "limits",
    "check": "limits",
    "read": "upload",
}


def __getattr__(name: str) -> Any:
    # As in aemodels/__init__.py: pages that train nothing do without torch.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
