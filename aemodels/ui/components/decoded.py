"""Digits that models decode from codes."""

from typing import Any

from . import component

_mount = component("decoded", "pictures")


def decoded(key: str, digits: list[dict[str, Any]], z: tuple[float, ...], sent: int, compact: bool = False) -> None:
    """Mount pictures (ui.latent) decoded from the code z; `sent`: number of the message that is answered.

    A digit is {"title", "hue", "picture", "main", "note"}, and may have a "small" picture beside its note.
    `compact`: on a narrow screen the notes give way, so that the pictures can stay in sight.
    """
    _mount(key=key, data={"digits": digits, "z": z, "sent": sent, "compact": compact})
