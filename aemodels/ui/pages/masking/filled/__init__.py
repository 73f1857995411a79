"""A hole in a digit as several models fill it in, the masked one large."""

from typing import Any

from ....shared.component import component

_mount = component(__file__)


def filled(fillers: list[dict[str, Any]], drawing: dict[str, Any]) -> None:
    """Mount who answers (ui.masking.fillers), the first large, which ask the door about holes in the drawing.

    `drawing`: live.pictures.still.
    """
    masked, *others = (one["network"] for one in fillers if one["network"] is not None)
    about = {"drawing": drawing, "masked": masked, "networks": others}
    _mount(key="filled", data={"fillers": fillers, "ask": {"path": "live/fill", "about": about}})
