"""What the visitor has chosen to train, what is being trained for them, and the models that are theirs."""

from typing import Any

import streamlit as st

CHOICES = "train_choices"  # what the controls hold; Streamlit forgets a widget that is not on the page
RUN = "train_run"  # the visitor's training, a lab.Run
TAKEN = "train_taken"  # the run whose result has been taken over
OWN = "own_models"  # the visitor's models, the latest first; every page lists them
COUNT = "own_count"  # models this visitor has had, so that each gets a name of its own
NOTICE = "train_notice"  # a sentence about what could not be done
MODEL_UPLOAD = "model_upload_seen"  # id of the last model file that was taken over
MOST_OWN = 4


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
    """The visitor's own models (runtime.Loaded), the latest first."""
    return st.session_state.get(OWN, [])
