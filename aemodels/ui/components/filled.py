"""A hole in a digit as several models fill it in, the masked one large."""

from typing import Any

from . import component

_mount = component("filled", "pictures")


def filled(answers: list[dict[str, Any]], words: str, sent: int) -> None:
    """Mount the answers (ui.masking.filled), the first large with `words` beside it."""
    _mount(key="filled", data={"answers": answers, "words": words, "sent": sent})
