"""What a part of a page holds, as its component and the link say; declared in _table.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import streamlit as st

from . import _link
from ._checks import BadInput, message_of
from ._parameters import parameters

S = TypeVar("S")


class State(Generic[S]):
    """A frozen dataclass of parameters in the session's state, set by a component's messages and by the link.

    `component`: the session's key of the component; `message`: the name of what it says. `unfit`: what a visitor is
    told whose link does not fit. `adapt` turns a message into the dataclass's fields, where it is more than these.
    """

    def __init__(
        self,
        kind: type[S],
        component: str,
        message: str,
        unfit: str,
        adapt: Callable[[dict[str, Any]], dict[str, Any]] = lambda said: said,
    ):
        self.kind, self.component, self.message, self.unfit, self._adapt = kind, component, message, unfit, adapt
        self.parameters = parameters(kind)
        self.key = f"{component} {message}"

    def now(self) -> S:
        """As it stands."""
        return st.session_state.setdefault(self.key, self.kind())

    def begun(self) -> S:
        """As it stood when its component was mounted: constant while the hand moves, so that it is not sent again."""
        key = f"{self.key} begun"
        if key not in st.session_state or self.component not in st.session_state:
            st.session_state[key] = self.now()
        return st.session_state[key]

    def take(self) -> str | None:
        """Take over what the link says, once, and what the component says, and keep the link in step.

        Returns a sentence when the link says what cannot be. Raises BadInput, keeping the old, when the component does.
        """
        complaint = None if self.key in st.session_state else self._take_link()
        message = message_of(self.component, self.message)
        if message is not None:
            said = self._adapt(message)
            st.session_state[self.key] = self.kind(
                **{name: one.check(said.get(name)) for name, one in self.parameters.items()}
            )
        self.renew_link()
        return complaint

    def _take_link(self) -> str | None:
        said = {name: _link.read(one.link) for name, one in self.parameters.items()}
        try:
            given = {
                name: self.parameters[name].check(self.parameters[name].read(text))
                for name, text in said.items()
                if text is not None
            }
        except (BadInput, ValueError, OverflowError):
            st.session_state[self.key] = self.kind()
            return self.unfit
        if given:
            st.session_state[self.key] = self.kind(**given)
        return None

    def renew_link(self) -> None:
        """Let the link say how it stands, as far as that is not as at first."""
        now, usual = self.now(), self.kind()
        _link.write(
            {
                one.link: None if getattr(now, name) == getattr(usual, name) else one.write(getattr(now, name))
                for name, one in self.parameters.items()
            }
        )
