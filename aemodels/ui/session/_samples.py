"""How new digits are drawn."""

from dataclasses import dataclass

import streamlit as st

from ...live.messages import HOTTEST
from ._checks import message_of, number

SHEETS = "sheets"  # the sheets of samples' own state
DRAW = "draw"  # how they are drawn
FIRST_DRAW = "first_draw"  # what the sheets' controls were last told; constant while the hand moves
SEED, TEMPERATURE = "seed", "temperature"  # query parameters
SEEDS = 999


@dataclass(frozen=True)
class Draw:
    """The seed that all sheets share, and the temperature, which multiplies every standard deviation."""

    seed: int = 1
    temperature: float = 1.0


def draw() -> Draw:
    """How the visitor has samples drawn."""
    return st.session_state.setdefault(DRAW, Draw())


def first_draw() -> Draw:
    """What the controls are told; constant while the hand moves them."""
    if FIRST_DRAW not in st.session_state or SHEETS not in st.session_state:
        st.session_state[FIRST_DRAW] = draw()
    return st.session_state[FIRST_DRAW]


def take_draw() -> None:
    """Take over what the controls say. Raises BadInput, keeping the old, when it is nothing."""
    message = message_of(SHEETS, "draw")
    if message is None:
        return
    seed = int(number(message.get("seed"), 0, SEEDS, "seed"))
    temperature = number(message.get("temperature"), 0, HOTTEST, "temperature")
    st.session_state[DRAW] = Draw(seed, temperature)
    if message.get("done") is True:
        st.query_params.update({SEED: str(seed), TEMPERATURE: f"{temperature:.2f}"})


def take_draw_link() -> str | None:
    """Draw as the link says. Returns a sentence when it says nothing sensible."""
    seed, temperature = st.query_params.get(SEED, "1"), st.query_params.get(TEMPERATURE, "1")
    if DRAW in st.session_state:
        return None
    try:
        wanted = Draw(int(seed), float(temperature))
    except ValueError:
        wanted = Draw(-1)
    inside = 0 <= wanted.seed <= SEEDS and 0 <= wanted.temperature <= HOTTEST
    st.session_state[DRAW] = wanted if inside else Draw()
    return (
        None if inside else f"The link asks for samples that cannot be drawn: seeds run to {SEEDS}, heat to {HOTTEST}."
    )
