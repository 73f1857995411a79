"""The unit that the visitor looks at, and how far they turned it."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from ...live.messages import LEVELS
from . import _link
from ._checks import BadInput, message_number, message_of, number

UNITS = "unit_news"  # the component's own state: what the hand looks at
LOOK = "unit_look"  # what is looked at
UNIT = "unit"  # query parameter: ?unit=sparse:17 or ?unit=sparse:17:0.80, with the level that it is turned to

Units = Mapping[str, int]  # model name -> number of units in the chosen layer


@dataclass(frozen=True)
class Look:
    """A unit of a model's layer and what it is set to; no unit at first."""

    layer: str = ""
    model: str = ""
    unit: int = 0
    level: float | None = None  # None: what the drawing makes of it
    sent: int = 0  # number of the message that it came with


def look(layer: str) -> Look:
    """What the visitor looks at in `layer`; a unit of another layer is none of this one."""
    now = st.session_state.setdefault(LOOK, Look())
    return now if now.layer == layer else Look(layer)


def take_unit_link(layer: str, units: Units) -> str | None:
    """Start with the unit that the link names. Returns a sentence when there is no such unit."""
    if LOOK in st.session_state:
        now = look(layer)
        _link.write({UNIT: _written(now) if now.model in units else None})
        return None
    wanted = _link.read(UNIT)
    if wanted is None:
        return None
    name, _, rest = wanted.partition(":")
    digits, _, turned = rest.partition(":")
    try:
        level = number(float(turned), -LEVELS, LEVELS, "level of a unit") if turned else None
        unit = int(number(int(digits), 0, units[name] - 1, "unit"))
    except (BadInput, KeyError, ValueError):
        st.session_state[LOOK] = Look()  # said once
    else:
        st.session_state[LOOK] = Look(layer, name, unit, level)
        return None
    return "The link asks for a unit that does not exist. It is written ?unit=MODEL:NUMBER, such as ?unit=sparse:17."


def take_look(layer: str, units: Units) -> None:
    """Take over which unit of `layer` the hand looks at and how far it turned it, and write the unit into the link.

    Raises BadInput, keeping what was looked at, when there is no such unit or it is no level.
    """
    message, now = message_of(UNITS, "look"), st.session_state.get(LOOK, Look())
    if message is None or message_number(message) <= now.sent or message.get("layer") != layer:
        return
    name, level = message.get("model"), message.get("level")
    if not isinstance(name, str) or name not in units:
        raise BadInput("The page sent a unit of a model that is not here. Reload it to start again.")
    unit = int(number(message.get("unit"), 0, units[name] - 1, "unit"))
    level = None if level is None else number(level, -LEVELS, LEVELS, "level of a unit")
    st.session_state[LOOK] = Look(layer, name, unit, level, message_number(message))
    _link.write({UNIT: _written(look(layer))})


def _written(now: Look) -> str:
    return f"{now.model}:{now.unit}" + ("" if now.level is None else f":{now.level:.2f}")
