"""Histograms of what the units of a layer answer, a panel for each model, on one axis."""

from typing import Any

from . import component

_mount = component("histograms")


def histograms(layer: str, panels: list[dict[str, Any]], width: float) -> None:
    """Mount a panel per model (ui.units.panel); `width`: of the finest bins, in units of activation."""
    _mount(key="histograms", data={"layer": layer, "panels": panels, "width": width})
