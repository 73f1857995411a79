"""Training that can be watched, paused, shared between visitors and kept; no user interface."""

from ..support.later import names_in

_HOMES = {
    "PRESETS": "presets",
    "Preset": "presets",
    "Question": "presets",
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
    "InvalidPlan": "limits",
    "build": "limits",
    "check": "limits",
    "read": "upload",
}

__all__ = list(_HOMES)
__getattr__ = names_in(__name__, _HOMES)
