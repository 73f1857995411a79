"""What the visitor has chosen to train, what is being trained for them, and the models that are theirs."""

from typing import Any

import streamlit as st

from ...store.cards import Card

CHOICES = "train_choices"  # what the controls hold; Streamlit forgets a widget that is not on the page
PRESETS_TAKEN = "train_presets_taken"
RUN = "train_run"  # the visitor's training, a lab.Run
TAKEN = "train_taken"  # the run whose result has been taken over
OWN = "own_models"  # the visitor's models, the latest first; every page lists them
COUNT = "own_count"  # models this visitor has had, so that each gets a name of its own
NOTICE = "train_notice"  # a sentence about what could not be done
MODEL_UPLOAD = "model_upload_seen"  # id of the last model file that was taken over
MOST_OWN = 4


def numbered(key: str) -> str:
    """`key` of a control, with the number of the presets taken so far.

    A preset sets controls anew under new keys. Under the old ones a browser that acts before it has heard of the preset
    would set them back: it sends what all controls show with every message.
    """
    count = st.session_state.get(PRESETS_TAKEN, 0)
    return f"{key} {count}" if count else key


def hold(key: str, usual: Any) -> str:
    """Give the widget `key` what it held when it was last on a page, or `usual`; returns the key."""
    if key not in st.session_state:
        st.session_state[key] = st.session_state.setdefault(CHOICES, {}).get(key, usual)
    return key


def held(key: str) -> Any:
    """What the widget `key` holds, kept for when the visitor comes back."""
    st.session_state.setdefault(CHOICES, {})[key] = st.session_state[key]
    return st.session_state[key]


def put(key: str, value: Any) -> None:
    """Set what the widget `key` holds; only before it is drawn, so in a callback."""
    st.session_state[key] = st.session_state.setdefault(CHOICES, {})[key] = value


def own() -> list[Any]:
    """The visitor's own models (shelf.Loaded), the latest first."""
    return st.session_state.get(OWN, [])


def is_own(card: Card) -> bool:
    """Whether a card is that of one of the visitor's own models."""
    return card in [one.card for one in own()]
