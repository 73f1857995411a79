"""Which patches the visitor hides, and what of a riddle has been revealed."""

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from ...models.patches import PATCHES
from ._checks import BadInput, message_of, number

PATCH_BOARD = "patches"  # the board's own state
RIDDLE_BOARD = "riddle"  # the riddle's own state
MASK, RIDDLE = "mask", "riddle_kept"  # what is hidden; what is revealed
HIDDEN = "hidden"  # query parameter: ?hidden=HEX, a bit for each patch, the upper left one highest
USUAL = 37  # of 49 patches: 75 %
MASK_SEEDS = 999


def by_chance(count: int, seed: int) -> str:
    """As live.masking.by_chance, which needs torch: pages without a mask do without."""
    from ...live import masking

    return masking.by_chance(count, seed)


@dataclass(frozen=True)
class Mask:
    """49 patches, row by row: "1" where one is hidden; the patch that is asked where it looks; the seed of chance."""

    hidden: str = field(default_factory=lambda: by_chance(USUAL, 1))
    asked: int = 24
    seed: int = 1


def mask() -> Mask:
    """What is hidden."""
    return st.session_state.setdefault(MASK, Mask())


def take_mask() -> None:
    """Take over what the board says: a mask by hand or by chance. Raises BadInput when it is none."""
    message = message_of(PATCH_BOARD, "mask")
    if message is None:
        return
    seed = int(number(message.get("seed"), 0, MASK_SEEDS, "seed"))
    if message.get("count") is None:
        hidden = _bits(message.get("hidden"))
    else:
        hidden = by_chance(int(number(message["count"], 0, PATCHES, "number of patches")), seed)
    asked = int(number(message.get("asked"), 0, PATCHES - 1, "patch"))
    st.session_state[MASK] = Mask(hidden, asked, seed)
    st.query_params[HIDDEN] = f"{int(hidden, 2):013x}"


def _bits(text: Any) -> str:
    if not isinstance(text, str) or len(text) != PATCHES or set(text) - {"0", "1"}:
        raise BadInput("The page sent a mask that is none. Reload it to start again.")
    return text


def take_mask_link() -> str | None:
    """Hide what the link says. Returns a sentence when it names no mask."""
    wanted = st.query_params.get(HIDDEN)
    if wanted is None or MASK in st.session_state:
        return None
    known = len(wanted) == 13 and not set(wanted) - set("0123456789abcdef") and int(wanted, 16) < 2**PATCHES
    st.session_state[MASK] = Mask(f"{int(wanted, 16):0{PATCHES}b}") if known else Mask()
    return None if known else "The link names no mask. A mask is 13 hexadecimal digits, a bit for each of 49 patches."


@dataclass(frozen=True)
class Riddle:
    """A digit that nobody has seen, by its number; the patches revealed so far, in order; and what was guessed."""

    number: int = 1
    revealed: tuple[int, ...] = ()
    guess: int | None = None


def riddle() -> Riddle:
    """The riddle as it stands."""
    return st.session_state.setdefault(RIDDLE, Riddle())


def take_riddle() -> None:
    """Take over what was revealed or guessed. Raises BadInput, keeping the old, when it is nothing."""
    message = message_of(RIDDLE_BOARD, "riddle")
    if message is None:
        return
    revealed, guess = message.get("revealed"), message.get("guess")
    if not isinstance(revealed, list) or len(revealed) > PATCHES:
        raise BadInput("The page revealed something that is no patch. Reload it to start again.")
    places = tuple(int(number(place, 0, PATCHES - 1, "patch")) for place in revealed)
    if len(set(places)) != len(places):
        raise BadInput("The page revealed a patch twice. Reload it to start again.")
    guessed = None if guess is None else int(number(guess, 0, 9, "guess"))
    which = int(number(message.get("number"), 0, MASK_SEEDS, "number of a riddle"))
    st.session_state[RIDDLE] = Riddle(which, places, guessed)
