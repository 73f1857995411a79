"""Whether a model takes a picture for a digit, and why."""

from typing import Any

from ....shared.component import component

_mount = component(__file__)


def judge(about: dict[str, Any], ask: dict[str, Any], until: str) -> None:
    """Mount the verdicts of a model (ui.judging.judge_of), asked at the door, on whatever stands on the canvas.

    `until`: in words, what is judged while the canvas is empty.
    """
    _mount(key="judge", data=about | {"ask": ask, "until": until})
