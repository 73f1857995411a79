"""Named points, both axes logarithmic."""

from typing import Any

from . import component

_mount = component("scatter")


def scatter(chart: dict[str, Any]) -> None:
    """Mount a chart (ui.catalogue.chart)."""
    _mount(key="scatter", data=chart)
