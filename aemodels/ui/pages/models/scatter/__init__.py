"""Named points, both axes logarithmic."""

from typing import Any

from ....shared.component import component

_mount = component(__file__)


def scatter(chart: dict[str, Any]) -> None:
    """Mount a chart (ui.catalogue.chart)."""
    _mount(key="scatter", data=chart)
