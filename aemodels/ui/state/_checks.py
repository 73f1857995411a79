"""What a component or a link says is input from a stranger: its type and range are checked before it is believed."""

from typing import Any

import streamlit as st


class BadInput(ValueError):
    """A component said what no hand could have made it say; the sentence says of what, and what to do."""


def message_of(component: str, name: str) -> dict[str, Any] | None:
    """What the component with this key last said under `name`; None while it said nothing. Raises BadInput."""
    said = st.session_state.get(component)
    message = said.get(name) if isinstance(said, dict) else said
    if message is not None and not isinstance(message, dict):
        raise BadInput("The page sent a message that is none. Reload it to start again.")
    return message


def message_number(message: dict[str, Any]) -> int:
    """The number that the browser gave a message. Raises BadInput when there is none."""
    return int(number(message.get("sent"), 0, 2**53, "message number"))


def number(value: Any, low: float, high: float, what: str) -> float:
    """`value` if it is a number from `low` to `high`. Raises BadInput, a sentence that calls it `what`, if not."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise BadInput(f"The page sent a {what} outside {low:.16g} to {high:.16g}. Reload it to start again.")
    return float(value)


def numbers(values: Any, count: int, reach: float, what: str) -> tuple[float, ...]:
    """`values` if they are a list of `count` numbers from -reach to reach. Raises BadInput if not."""
    if not isinstance(values, list) or len(values) != count:
        raise BadInput(f"The page sent a {what} that is none. Reload it to start again.")
    return tuple(number(value, -reach, reach, what) for value in values)


def parsed(text: str, count: int, reach: float) -> tuple[float, ...] | None:
    """`count` numbers from -reach to reach, written with commas; None when `text` is something else."""
    try:
        values = tuple(float(part) for part in text.split(","))
    except ValueError:
        return None
    return values if len(values) == count and all(-reach <= value <= reach for value in values) else None
