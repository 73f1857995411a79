"""What the visitor has chosen to train, what is being trained for them, and the models that are theirs."""

from typing import Any

import streamlit as st

from ...store.cards import Card
from . import _link

CHOICES = "train_choices"  # what the controls hold; Streamlit forgets a widget that is not on the page
BEGUN = "train_begun"  # what each control was told to start from
TIMES_PUT = "train_times_put"  # how often something else than the control has set it
RUN = "train_run"  # the visitor's training, a lab.Run
TAKEN = "train_taken"  # the run whose result has been taken over
OWN = "own_models"  # the visitor's models, the latest first; every page lists them
COUNT = "own_count"  # models this visitor has had, so that each gets a name of its own
NOTICE = "train_notice"  # a sentence about what could not be done
MODEL_UPLOAD = "model_upload_seen"  # id of the last model file that was taken over
MOST_OWN = 4
LINK = ("try", "kind", "settings", "training", "pictures", "images")  # query parameters: what is to be trained


def key(name: str) -> str:
    """The key of the control `name`, another one whenever something else than the control has set it.

    Under the old one a browser that acts before it has heard of that would set it back: it sends what all controls show
    with every message.
    """
    times = st.session_state.get(TIMES_PUT, {}).get(name, 0)
    return f"{name} {times}" if times else name


def begun(name: str, usual: Any) -> Any:
    """What the control `name` starts from: what it held when it was last on a page, or `usual`.

    It is told to the widget in every run, as its default: a value that is put into the session's state goes out with
    the first run alone, and is lost where another one overtakes that.
    """
    starts = st.session_state.setdefault(BEGUN, {})
    if key(name) not in st.session_state:
        starts[name] = st.session_state.setdefault(CHOICES, {}).get(name, usual)
    return starts.setdefault(name, usual)


def start(name: str, value: Any) -> None:
    """Let the control `name`, which nobody has seen yet, start from this."""
    st.session_state.setdefault(CHOICES, {})[name] = value


def link() -> dict[str, str | None] | None:
    """What the link says of a training; None where it says nothing, or a visitor has chosen one already."""
    said = {name: _link.read(name) for name in LINK}
    return said if any(said.values()) and not st.session_state.get(CHOICES) else None


def renew_link(said: dict[str, str | None]) -> None:
    """Let the link say this of a training."""
    _link.write(said)


def held(name: str) -> Any:
    """What the control `name` holds, kept for when the visitor comes back."""
    st.session_state.setdefault(CHOICES, {})[name] = st.session_state[key(name)]
    return st.session_state[key(name)]


def put(name: str, value: Any) -> None:
    """Set what the control `name` holds; only before it is drawn, so in a callback."""
    st.session_state.setdefault(CHOICES, {})[name] = value
    times = st.session_state.setdefault(TIMES_PUT, {})
    times[name] = times.get(name, 0) + 1


def own() -> list[Any]:
    """The visitor's own models (shelf.Loaded), the latest first."""
    return st.session_state.get(OWN, [])


def is_own(card: Card) -> bool:
    """Whether a card is that of one of the visitor's own models."""
    return card in [one.card for one in own()]
