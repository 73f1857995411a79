"""What a component or a link says is input from a stranger: its type and range are checked before it is believed."""

from typing import Any

from ...drawing import BadDrawing


def number(value: Any, low: float, high: float, what: str) -> float:
    """`value` if it is a number from `low` to `high`. Raises BadDrawing, a sentence that calls it `what`, if not."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise BadDrawing(f"The page sent a {what} outside {low} to {high}. Clear the canvas and draw again.")
    return float(value)
