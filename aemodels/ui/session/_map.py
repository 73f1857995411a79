"""Where the visitor stands on the maps."""

import streamlit as st

from ._checks import message_of, numbers, parsed

MAP = "latent_map"  # the maps' own state
POINT = "point"  # where the visitor stands on the maps
FIRST_POINT = "first_point"  # what the maps were last told; constant while the hand moves
Z = "z"  # query parameter: ?z=0.42,-1.30, the point on the maps
REACH = 5.5  # the maps run from -REACH to REACH in both directions


def first_point() -> tuple[float, float]:
    """The point at which the maps were mounted. Constant while the hand moves, so that they are not sent again."""
    if FIRST_POINT not in st.session_state or MAP not in st.session_state:
        st.session_state[FIRST_POINT] = st.session_state.get(POINT, (0.0, 0.0))
    return st.session_state[FIRST_POINT]


def take_point() -> None:
    """Take over where the point came to rest. Raises BadInput, keeping the old, when it is none."""
    message = message_of(MAP, "point")
    if message is None:
        return
    x, y = numbers(message.get("z"), 2, REACH, "point")
    st.session_state[POINT] = (x, y)
    st.query_params[Z] = f"{x:.2f},{y:.2f}"


def take_point_link() -> str | None:
    """Start at the point that the link names. Returns a sentence when it names none."""
    wanted = st.query_params.get(Z)
    if wanted is None or POINT in st.session_state:
        return None
    z = parsed(wanted, 2, REACH)
    if z is None:
        return f"The link names no point of the map. Points run from ?z=-{REACH},-{REACH} to ?z={REACH},{REACH}."
    st.session_state[POINT] = z
    return None
