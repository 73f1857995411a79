"""Maps of codes of two numbers, with a point to drag on each."""

from collections.abc import Sequence
from typing import Any

from .... import session
from ....shared.component import component

_mount = component(__file__, "latent_map")


def latent_map(maps: list[dict[str, Any]], labels: str, colours: list[str], z: Sequence[tuple[float, float]]) -> None:
    """Mount the maps (view.map_of), whose dots are coloured by `labels` (base64, one byte each).

    A map whose own labels are others (a model measured on other digits) brings them along.
    `z` is where the points stand at first, the last of them on all maps that follow. Where they come to rest,
    session.POINTS takes over; before, the other parts of the page hear of it.
    """
    maps = [shown | {"labels": None if shown["labels"] == labels else shown["labels"]} for shown in maps]
    data = {"maps": maps, "labels": labels, "colours": colours, "reach": session.REACH, "z": z}
    _mount(key=session.POINTS.component, data=data, on_point_change=lambda: None)
