"""Whether a model takes a picture for a digit, and why."""

from typing import Any

from . import component

_mount = component("judge", "pictures")


def judge(shown: dict[str, Any], whose: str, sent: int, revision: int) -> None:
    """Mount a verdict (ui.judging.judged) on `whose` picture, the one of message `sent` and drawing `revision`."""
    _mount(key="judge", data=shown | {"whose": whose, "sent": sent, "revision": revision})
