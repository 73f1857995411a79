"""Where the sliders of a code stand."""

from dataclasses import dataclass, replace

import streamlit as st

from ._checks import message_number, message_of, numbers, parsed
from ._choices import choose

SLIDES = "sliders"  # the sliders' own state
STAND = "stand"  # where they stand
PICKED = "picked"  # (model, code): the sample that was carried to the sliders
CODE = "code"  # query parameter: the numbers at the sliders
CODE_REACH = 1000.0  # further than any code lies


@dataclass(frozen=True)
class Stand:
    """Where the sliders of `model` stand after starting from `start`, moving along the directions of `basis`."""

    model: str
    start: str
    basis: str
    code: tuple[float, ...] | None = None  # in the model's own numbers; None while nothing was moved
    settled: tuple[float, ...] | None = None  # the code when the hand last let go
    sent: int = 0  # number of the message that the code came with
    revision: int = 0  # counts the changes of model, start and basis; older messages are not heard


def stand(model: str, start: str, basis: str) -> Stand:
    """Where the sliders stand. Another model or start begins anew; another basis keeps the code."""
    kept: Stand | None = st.session_state.get(STAND)
    if kept is None:
        kept = Stand(model, start, basis)
    elif (kept.model, kept.start) != (model, start):
        kept = Stand(model, start, basis, revision=kept.revision + 1)
    elif kept.basis != basis:
        kept = replace(kept, basis=basis, revision=kept.revision + 1)
    st.session_state[STAND] = kept
    return kept


def slid(standing: Stand, size: int) -> tuple[tuple[float, ...], int, bool] | None:
    """What the `size` sliders last said: their values, the message's number, and whether the hand has let go.

    None when they said nothing since they were set; raises BadInput when what they said is none.
    """
    message = message_of(SLIDES, "slid")
    if message is None or message.get("revision") != standing.revision:
        return None
    return (
        numbers(message.get("values"), size, CODE_REACH, "code"),
        message_number(message),
        message.get("done") is True,
    )


def keep_stand(standing: Stand, code: list[float], sent: int, done: bool) -> Stand:
    """Remember where the sliders were moved to; in the link as well once the hand has let go."""
    settled = tuple(code) if done else standing.settled
    st.session_state[STAND] = replace(standing, code=tuple(code), settled=settled, sent=sent)
    if done:
        st.query_params[CODE] = ",".join(f"{value:.2f}" for value in code)
    return st.session_state[STAND]


def take_code_link(model: str, start: str, basis: str, size: int) -> str | None:
    """Set the sliders to the code that the link names. Returns a sentence when it does not fit the model."""
    wanted = st.query_params.get(CODE)
    if wanted is None or STAND in st.session_state:
        return None
    code = parsed(wanted, size, CODE_REACH)
    st.session_state[STAND] = Stand(model, start, basis, code, code)
    return None if code else f"The link names a code that does not fit this network, which has {size} numbers."


def carry(model: str, code: list[float]) -> None:
    """Keep a sample for the sliders to start from, and choose them, its model and itself on the latent page."""
    st.session_state[PICKED] = (model, tuple(code))
    for parameter, value in (("view", "sliders"), ("model", model), ("start", "picked")):
        choose(parameter, value)


def carried() -> tuple[str, tuple[float, ...]] | None:
    """The model and the code of the sample that was carried to the sliders."""
    return st.session_state.get(PICKED)
