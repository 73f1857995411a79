"""Things that a component asks for once, such as to put a picture on the canvas."""

from typing import Any

import streamlit as st

from ._checks import message_number, message_of

HITS = "hits"  # what a search found; its own state
ODDITIES = "oddities"  # the wall of oddities; its own state
HEARD = "events_heard"  # component -> number of its latest event that was heard


def event(component: str, name: str = "event") -> dict[str, Any] | None:
    """What the component with this key asks for, once: None when it is nothing new. Raises BadInput for a forged one.

    An event stays with its component like any state, so its number tells whether it was heard. A trigger would have
    to be read while mounting, which is too late for what stands above.
    """
    message = message_of(component, name)
    if message is None:
        return None
    number, heard = message_number(message), st.session_state.setdefault(HEARD, {})
    if number <= heard.get(component, 0):
        return None
    heard[component] = number
    return message
