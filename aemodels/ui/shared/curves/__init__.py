"""Lines that stay, with a place on them that follows the hand."""

from typing import Any

from ..component import component

_mount = component(__file__)


def curves(charts: dict[str, dict[str, Any]], first: str) -> None:
    """Mount charts (such as view.charts), of which `first` is shown until the hand has chosen one.

    A vertical line, and a point there for each line of the chart, are where another part of the page says.
    """
    _mount(key="curves", data={"charts": charts, "first": first})
