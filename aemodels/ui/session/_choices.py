"""What the visitor chose from a list, each choice under the name of its query parameter, and kept in the link."""

from collections.abc import Iterable, Sequence

import streamlit as st

from . import _link

CHOICES = "choices"  # parameter -> what was chosen
TIMES = "choices_made_for_the_visitor"  # parameter -> how often another part of a page chose


def _kept() -> dict[str, str]:
    return st.session_state.setdefault(CHOICES, {})


def chosen(parameter: str, options: Sequence[str], default: str) -> str:
    """What was chosen for `parameter`; `default` while nothing was, or when it is no longer among the options."""
    value = _kept().get(parameter)
    return value if value is not None and value in options else default


def chosen_several(parameter: str, options: Sequence[str], default: Sequence[str]) -> list[str]:
    """Like `chosen`, for choices of one or more options, which the link holds with commas between them."""
    values = [value for value in _kept().get(parameter, "").split(",") if value in options]
    return values or list(default)


def choose(parameter: str, value: str) -> None:
    """Keep a choice, and write it into the link."""
    _kept()[parameter] = value
    _link.write({parameter: value})


def choose_instead(parameter: str, value: str) -> None:
    """Choose in the place of the visitor, who has asked for that elsewhere than at the widget of this choice."""
    choose(parameter, value)
    _begin_anew(parameter)


def choose_too(parameter: str, value: str) -> None:
    """Add to a choice of several, where one was made: what has just come is wanted as well."""
    if _kept().get(parameter):
        _kept()[parameter] += f",{value}"
        _begin_anew(parameter)


def _begin_anew(parameter: str) -> None:
    times = st.session_state.setdefault(TIMES, {})
    times[parameter] = times.get(parameter, 0) + 1


def widget_key(parameter: str) -> str:
    """The key of the widget of this choice, another one whenever something else than the widget has chosen.

    A message that is on its way meanwhile still holds what the widget showed before, and would choose that again.
    """
    times = st.session_state.get(TIMES, {}).get(parameter, 0)
    return f"pick_{parameter}" + (f"_{times}" if times else "")


def take_choice(parameter: str, options: Sequence[str], what: str, several: bool = False) -> str | None:
    """Start with the choice that the link names. Returns a sentence that calls it `what` when there is no such."""
    wanted = _link.read(parameter)
    if wanted is None or parameter in _kept():
        return None
    parts = wanted.split(",") if several else [wanted]
    _kept()[parameter] = ",".join(part for part in parts if part in options)  # so that it is said once
    if set(parts) <= set(options):
        return None
    shown = ", ".join(options) if len(options) <= 12 else f"{options[0]} to {options[-1]}"
    return f"The link asks for a {what} that does not exist. There are: {shown}."


def renew_link(*parameters: str) -> None:
    """Write the choices into the link again, which a change of pages has emptied."""
    _link.write({parameter: _kept()[parameter] for parameter in parameters if _kept().get(parameter)})


def forget(parameters: Iterable[str]) -> None:
    """Let the link choose these again: the visitor has gone back in the browser's history."""
    for parameter in parameters:
        if _kept().get(parameter) != _link.read(parameter):
            _kept().pop(parameter, None)
            _begin_anew(parameter)
