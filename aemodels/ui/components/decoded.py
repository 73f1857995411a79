"""The digits that models decode from one point."""

from typing import Any

from . import component

_mount = component("decoded", "pictures")


def decoded(digits: list[dict[str, Any]], z: tuple[float, float], sent: int) -> None:
    """Mount one picture per model (ui.latent.digit_at) decoded from z; `sent`: number of the message answered."""
    _mount(key="decoded", data={"digits": digits, "z": z, "sent": sent})
