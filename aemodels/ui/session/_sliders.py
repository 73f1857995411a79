"""Where the sliders of a code stand."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from . import _link
from ._checks import BadInput, message_of, numbers
from ._choices import choose_instead
from ._parameters import read_numbers, write_numbers

SLIDES = "sliders"  # the sliders' own state
STAND = "stand"  # where they stand
PICKED = "picked"  # (model, code): the sample that was carried to the sliders
CODE = "code"  # query parameter: the numbers at the sliders
CODE_REACH = 1000.0  # further than any code lies
Code = tuple[float, ...]


@dataclass(frozen=True)
class Stand:
    """Where the sliders of `model` stand after starting from `start`, moving along the directions of `basis`."""

    model: str
    start: str
    basis: str
    code: Code | None = None  # in the model's own numbers; None while nothing was moved
    shown: Code | None = None  # the code to which they were last set; constant while the hand moves
    revision: int = 0  # counts the changes of model, start and basis; older messages are not heard


def stand(model: str, start: str, basis: str) -> Stand:
    """Where the sliders stand. Another model or start begins anew; another basis keeps the code."""
    kept: Stand | None = st.session_state.get(STAND)
    if kept is None:
        kept = Stand(model, start, basis)
    elif (kept.model, kept.start) != (model, start):
        kept = Stand(model, start, basis, revision=kept.revision + 1)
    elif kept.basis != basis:
        kept = replace(kept, basis=basis, shown=kept.code, revision=kept.revision + 1)
    elif SLIDES not in st.session_state:  # sliders that are about to be mounted start from where they stood
        kept = replace(kept, shown=kept.code)
    st.session_state[STAND] = kept
    _link.write({CODE: write_numbers(kept.code) if kept.code else None})
    return kept


def take_slid(model: str, start: str, basis: str, size: int, code_of: Callable[[str, Code], Code]) -> None:
    """Remember, in the link as well, where the `size` sliders came to rest, before `stand` sets them anew.

    `code_of` turns a basis and values along it into a code. Raises BadInput, keeping the old, when they said what is no
    code. What was said of another model, start or revision is not heard.
    """
    message, kept = message_of(SLIDES, "slid"), st.session_state.get(STAND) or Stand(model, start, basis)
    if message is None or (kept.model, kept.start, kept.revision) != (model, start, message.get("revision")):
        return
    code = code_of(kept.basis, numbers(message.get("values"), size, CODE_REACH, "code"))
    st.session_state[STAND] = replace(kept, code=code)
    _link.write({CODE: write_numbers(code)})


def take_code_link(model: str, start: str, basis: str, size: int) -> str | None:
    """Set the sliders to the code that the link names. Returns a sentence when it does not fit the model."""
    wanted = _link.read(CODE)
    if wanted is None or STAND in st.session_state:
        return None
    try:
        code = numbers(read_numbers(wanted), size, CODE_REACH, "code")
    except (BadInput, ValueError):
        code = None
    st.session_state[STAND] = Stand(model, start, basis, code, code)
    return None if code else f"The link names a code that does not fit this network, which has {size} numbers."


def carry(model: str, code: list[float]) -> None:
    """Keep a sample for the sliders to start from, and choose them, its model and itself on the latent page."""
    st.session_state[PICKED] = (model, tuple(code))
    for parameter, value in (("view", "sliders"), ("model", model), ("start", "picked")):
        choose_instead(parameter, value)


def carried() -> tuple[str, tuple[float, ...]] | None:
    """The model and the code of the sample that was carried to the sliders."""
    return st.session_state.get(PICKED)
