"""How the visitor corrupts the digit."""

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from ... import drawing
from ...noise import NOISES
from ._checks import BadInput, message_of, number

CORRUPTER = "corrupter"  # the noise bench's own state
NOISE = "noise"  # the visitor's choice of noise

BY_HAND = "hand"  # the kind of noise that is none: only marks corrupt the picture


@dataclass(frozen=True)
class NoiseChoice:
    """How the digit is to be corrupted: one kind of noise at its amount, from a seed, and marks made by hand on top."""

    kind: str = "gaussian"
    amounts: dict[str, float] = field(
        default_factory=lambda: {name: about.amounts[1] for name, about in NOISES.items()}
    )
    seed: int = 1
    marks: list[dict[str, Any]] = field(default_factory=list)


def noise() -> NoiseChoice:
    """The visitor's choice of noise."""
    return st.session_state.setdefault(NOISE, NoiseChoice())


def take_noise() -> None:
    """Take over what the noise bench last sent. Raises BadInput, keeping the choice, when it is none."""
    message = message_of(CORRUPTER, "choice")
    if message is None:
        return
    if not isinstance(message.get("amounts"), dict):
        raise BadInput("The page sent a choice of noise that is none. Reload it to start again.")
    if message.get("kind") not in (*NOISES, BY_HAND):
        raise BadInput("The page sent a kind of noise that does not exist. Reload it to start again.")
    amounts = {
        kind: number(message["amounts"].get(kind), 0, about.maximum, "amount of noise")
        for kind, about in NOISES.items()
    }
    st.session_state[NOISE] = NoiseChoice(
        kind=message["kind"],
        amounts=amounts,
        seed=int(number(message.get("seed"), 0, 999, "seed")),
        marks=drawing.check_strokes(message.get("marks")),
    )
