"""Where on the road between two digits the visitor stands."""

import streamlit as st

from ._checks import message_of, number

ROAD = "road"  # the road's own state
STOP = "stop"  # where it was stopped
FIRST_STOP = "first_stop"  # where the road was told to stop when it was mounted; constant while the hand moves
AT = "at"  # query parameter: the share of the road that lies behind, 0 to 1


def first_stop() -> float:
    """Where the road stopped when it was mounted, 0 to 1. Constant while the hand moves."""
    if FIRST_STOP not in st.session_state or ROAD not in st.session_state:
        st.session_state[FIRST_STOP] = st.session_state.get(STOP, 0.5)
    return st.session_state[FIRST_STOP]


def take_stop() -> None:
    """Take over where the road's slider came to rest. Raises BadInput, keeping the old, when it is nowhere."""
    message = message_of(ROAD, "stop")
    if message is not None:
        st.session_state[STOP] = number(message.get("at"), 0, 1, "position on the path")
        st.query_params[AT] = f"{st.session_state[STOP]:.2f}"


def take_stop_link() -> str | None:
    """Start where the link says. Returns a sentence when that is nowhere."""
    wanted = st.query_params.get(AT)
    if wanted is None or STOP in st.session_state:
        return None
    try:
        at = float(wanted)
    except ValueError:
        at = -1.0
    inside = 0 <= at <= 1
    st.session_state[STOP] = at if inside else 0.5
    return None if inside else "The link names no position on the path. Positions run from ?at=0 to ?at=1."
