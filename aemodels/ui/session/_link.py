"""The link of the page that is open: what it says, kept in step with what is seen."""

from collections.abc import Mapping

import streamlit as st

LINK = "page_link"  # what the link says by now, as far as this session knows
HERE = "link_page"  # the page that it is of
ARRIVING = "link_arriving"  # what it said as the visitor came to the page; None when the page stands
REPLACED = "link_replaced"  # the same, where the page has said something else at once: no step of the history says it


def follow(page: str) -> set[str] | None:
    """At the beginning of a page's run: learn what the link says.

    Returns the parameters that the visitor has changed there since, as the browser's Back does; None at the beginning
    of a session.
    """
    said, before, here = st.query_params.to_dict(), st.session_state.get(LINK), st.session_state.get(HERE)
    st.session_state[LINK], st.session_state[HERE] = said, page
    st.session_state[ARRIVING] = None if here == page else said
    if before is None:
        return None
    if here != page:  # a change of pages empties the link, unless the visitor goes back or follows one
        st.session_state[REPLACED] = None
        return set(said)
    if said == st.session_state.get(REPLACED):  # a message that was on its way when the page began
        st.session_state[LINK] = before
        st.query_params.from_dict(before)
        return set()
    return {name for name in said | before if said.get(name) != before.get(name)}


def stand() -> None:
    """At the end of a page's run: what is written from now on is a choice of the visitor's."""
    st.session_state[ARRIVING] = None


def read(parameter: str) -> str | None:
    """What the link says of a parameter."""
    return st.query_params.get(parameter)


def write(said: Mapping[str, str | None]) -> None:
    """Let the link say this as well, and nothing of what is None.

    What else it says comes from the session: a message that was on its way still brings the link as it was.
    """
    before = st.session_state.setdefault(LINK, st.query_params.to_dict())
    now = {name: text for name, text in {**before, **said}.items() if text is not None}
    if now != before:
        st.session_state[LINK] = now
        if st.session_state.get(ARRIVING) is not None:
            st.session_state[REPLACED] = st.session_state[ARRIVING]
        st.query_params.from_dict(now)
