"""Which session this is."""

import secrets

import streamlit as st

SESSION = "session"
LINE = "line-news"  # the line component's own state


def session() -> str:
    """A name by which the browser tells this session from one that began later and knows nothing of its page."""
    return st.session_state.setdefault(SESSION, secrets.token_hex(8))
