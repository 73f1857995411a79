"""Where the visitor stands in latent space."""

from dataclasses import dataclass

import streamlit as st

from ... import drawing
from ._checks import number

MAP = "latent_map"  # the maps' own state
POINT = "point"  # where the visitor stands on the maps
FIRST_POINT = "first_point"  # what the maps were last told; constant while the hand moves
Z = "z"  # query parameter: ?z=0.42,-1.30, the point on the maps
REACH = 5.5  # the maps run from -REACH to REACH in both directions


@dataclass(frozen=True)
class Point:
    """A point of the maps, and the number of the message that it came with."""

    z: tuple[float, float] = (0.0, 0.0)
    sent: int = 0


def point() -> Point:
    """Where the visitor stands on the maps."""
    return st.session_state.setdefault(POINT, Point())


def first_point() -> tuple[float, float]:
    """The point at which the maps were mounted. Constant while the hand moves, so that they are not sent again."""
    if FIRST_POINT not in st.session_state or MAP not in st.session_state:
        st.session_state[FIRST_POINT] = point().z
    return st.session_state[FIRST_POINT]


def take_point() -> None:
    """Take over where the point was moved to. Raises drawing.BadDrawing, keeping the point, when it is none."""
    message = (st.session_state.get(MAP) or {}).get("point")
    if message is None:
        return
    if not isinstance(message, dict) or not isinstance(message.get("z"), list) or len(message["z"]) != 2:
        raise drawing.BadDrawing("The page sent a point that is none. Reload it to start again.")
    x, y = (number(value, -REACH, REACH, "point") for value in message["z"])
    st.session_state[POINT] = Point((x, y), int(number(message.get("sent"), 0, 2**53, "message number")))
    if message.get("done") is True:
        st.query_params[Z] = f"{x:.2f},{y:.2f}"


def take_point_link() -> str | None:
    """Start at the point that the link names. Returns a sentence when it names none."""
    wanted = st.query_params.get(Z)
    if wanted is None or POINT in st.session_state:
        return None
    try:
        x, y = (float(value) for value in wanted.split(","))
    except ValueError:
        x = y = float("nan")
    if not (-REACH <= x <= REACH and -REACH <= y <= REACH):
        return f"The link names no point of the map. Points run from ?z=-{REACH},-{REACH} to ?z={REACH},{REACH}."
    st.session_state[POINT] = Point((x, y))
    return None
