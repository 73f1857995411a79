"""What a component or a link says is input from a stranger: its type and range are checked before it is believed."""

from typing import Any

import streamlit as st

from ._session import LINE

HEARD = "heard"  # the number of the last message that was heard, by its name


class BadInput(ValueError):
    """A component said what no hand could have made it say; the sentence says of what, and what to do."""


def message_of(component: str, name: str) -> dict[str, Any] | None:
    """What the component with this key last said under `name`, or left behind as it left the page too soon.

    None while it said nothing. Raises BadInput.
    """
    message, left, heard = said_by(component, name), left_behind(name), st.session_state.setdefault(HEARD, {})
    if left is not None and message_number(left) > max(heard.get(name, 0), _number_of(message)):
        message = left
    heard[name] = max(heard.get(name, 0), _number_of(message))
    return message


def said_by(component: str, name: str) -> dict[str, Any] | None:
    """What the component with this key last said under `name`; None while it said nothing. Raises BadInput."""
    return _message(st.session_state.get(component), name)


def left_behind(name: str) -> dict[str, Any] | None:
    """What a component left behind under `name`; brought by the line, and never taken away. Raises BadInput."""
    return _message(_message(st.session_state.get(LINE), "left"), name)


def _message(said: Any, name: str) -> dict[str, Any] | None:
    message = said.get(name) if isinstance(said, dict) else said
    if message is not None and not isinstance(message, dict):
        raise BadInput("The page sent a message that is none. Reload it to start again.")
    return message


def _number_of(message: dict[str, Any] | None) -> int:
    """The number of a message, 0 where it has none: not every component numbers what it says."""
    return message_number(message) if message and "sent" in message else 0


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
