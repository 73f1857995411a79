"""The unit that the visitor looks at, and how far they turned it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from ._checks import BadInput, message_number, message_of, number

WALL = "wall"  # the components' own states: the walls of units, the maps by digit, the slider of one unit
BY_DIGIT = "by_digit"
STORY = "story"
LOOK = "unit_look"  # what is looked at
UNIT = "unit"  # query parameter: ?unit=sparse:17, model and number of a unit of the chosen layer

Units = Mapping[str, int]  # model name -> number of units in the chosen layer


@dataclass(frozen=True)
class Look:
    """A unit of a model's layer and what it is set to; no unit at first."""

    layer: str = ""
    model: str = ""
    unit: int = 0
    level: float | None = None  # None: what the drawing makes of it
    taken: Mapping[str, int] = field(default_factory=dict)  # component -> number of its last message that was taken

    @property
    def sent(self) -> int:
        """The number of the last message that was taken."""
        return max(self.taken.values(), default=0)

    @property
    def name(self) -> str:
        """Model and number of the unit, as links and components write it."""
        return f"{self.model}:{self.unit}" if self.model else ""


def look(layer: str) -> Look:
    """What the visitor looks at in `layer`; a unit of another layer is none of this one."""
    now = st.session_state.setdefault(LOOK, Look())
    return now if now.layer == layer else Look(layer, taken=now.taken)


def take_unit_link(layer: str, units: Units) -> str | None:
    """Start with the unit that the link names. Returns a sentence when there is no such unit."""
    wanted = st.query_params.get(UNIT)
    if wanted is None or LOOK in st.session_state:
        return None
    st.session_state[LOOK] = Look()  # said once
    name, _, digits = wanted.rpartition(":")
    if digits.isascii() and digits.isdecimal() and len(digits) < 6 and int(digits) < units.get(name, 0):
        st.session_state[LOOK] = Look(layer, name, int(digits))
        return None
    return "The link asks for a unit that does not exist. It is written ?unit=MODEL:NUMBER, such as ?unit=sparse:17."


def take_unit(component: str, layer: str, units: Units) -> None:
    """Take over which unit was clicked in the component with this key, WALL or BY_DIGIT; into the link at rest.

    Raises BadInput, keeping the unit, when there is no such unit.
    """
    message = _news(component, "unit")
    if message is None:
        return
    name = message.get("model")
    if not isinstance(name, str) or name not in units:
        raise BadInput("The page sent a unit of a model that is not here. Reload it to start again.")
    unit, now = int(number(message.get("unit"), 0, units[name] - 1, "unit")), look(layer)
    level = now.level if (now.model, now.unit) == (name, unit) else None
    st.session_state[LOOK] = chosen = Look(layer, name, unit, level, _taken(now, component, message))
    if message.get("done") is True:
        st.query_params[UNIT] = chosen.name


def take_level(layer: str) -> None:
    """Take over how far the unit was turned. Raises BadInput, keeping the level, when it is no level."""
    message, now = _news(STORY, "level"), look(layer)
    if message is None or not now.model or message.get("unit") != now.name:
        return  # sent for another unit
    level = message.get("level")
    level = None if level is None else number(level, -1000, 1000, "level of a unit")
    st.session_state[LOOK] = replace(now, level=level, taken=_taken(now, STORY, message))


def _news(component: str, entry: str) -> dict[str, Any] | None:
    """What a component last said, if that has not been taken before.

    Each has numbers of its own: a click that settles can overtake the level that was set meanwhile.
    """
    message = message_of(component, entry)
    taken = st.session_state.get(LOOK, Look()).taken.get(component, 0)
    return message if message is not None and message_number(message) > taken else None


def _taken(now: Look, component: str, message: dict[str, Any]) -> dict[str, int]:
    return {**now.taken, component: message_number(message)}
