"""Training that can be watched, paused, shared between visitors and kept; no user interface."""

from ..cards import as_tuples
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
    "as_tuples",
    "build",
    "check",
    "preview",
    "read",
    "title_of",
    "told",
]
