"""Histograms of what the units of a layer answer, a panel for each model, on one axis."""

from typing import Any

from ....shared.component import component

_mount = component(__file__)


def histograms(layer: str, panels: list[dict[str, Any]], width: float) -> None:
    """Mount a panel per model (view.panel); `width`: of the finest bins, in units of activation."""
    _mount(key="histograms", data={"layer": layer, "panels": panels, "width": width})
