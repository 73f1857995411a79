"""A layer-wise training as a film, and rows of pictures beside it."""

from typing import Any

from ....shared.component import component

_mount = component(__file__)
_mount_strip = component(__file__, "strip")
_mount_rows = component(__file__, "rows")


def stages(film: dict[str, Any]) -> None:
    """Mount the film of view.film with its slider; it plays in the browser alone."""
    _mount(key="stages", data=film)


def strip(figures: list[dict[str, Any]], hue: int, sent: int) -> None:
    """Mount pictures in a row: {"title", "note", "error", "picture"}."""
    _mount_strip(key="strip", data={"figures": figures, "hue": hue, "sent": sent})


def rows(shown: list[dict[str, Any]]) -> None:
    """Mount rows of ten digits: {"title", "note", "error", "sheet"}."""
    _mount_rows(key="rows", data=shown)
