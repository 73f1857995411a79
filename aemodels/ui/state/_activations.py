"""Which layers of which models the visitor compares, which unit they look at, and how far they turned it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from ... import drawing
from ._checks import number

WALL = "wall"  # the components' own states: the walls of units, the maps by digit, the slider of one unit
BY_DIGIT = "by_digit"
STORY = "story"
COMPARISON = "comparison"  # what the visitor compares

VIEWS = {"wall": "Wall of units", "digits": "Per digit", "penalty": "The penalty"}
MODELS, LAYER, VIEW, UNIT = "models", "layer", "view", "unit"  # query parameters

Layers = Mapping[str, Mapping[str, int]]  # model name -> layer -> number of units


@dataclass(frozen=True)
class Comparison:
    """The models and the layer that are compared, the view, and the unit whose story is told, if any."""

    models: tuple[str, ...] = ()
    layer: str = "hidden 1"
    view: str = "wall"
    unit: tuple[str, int] | None = None  # model name and number
    level: float | None = None  # what the unit is set to; None: what the drawing makes of it
    sent: int = 0  # number of the last message that was taken


def comparison() -> Comparison:
    """What the visitor compares; no models at first."""
    return st.session_state.setdefault(COMPARISON, Comparison())


def begin_with(models: tuple[str, ...]) -> None:
    """Compare `models` where the visitor has not chosen any; the link stays short."""
    if not comparison().models:
        st.session_state[COMPARISON] = replace(comparison(), models=models)


def compare(**changes: Any) -> None:
    """Change what is compared, and the link with it."""
    now = st.session_state[COMPARISON] = replace(comparison(), **changes)
    st.query_params.update({MODELS: ",".join(now.models), LAYER: now.layer, VIEW: now.view})
    if now.unit:
        st.query_params[UNIT] = f"{now.unit[0]}:{now.unit[1]}"
    elif UNIT in st.query_params:
        del st.query_params[UNIT]


def take_comparison_link(layers: Layers) -> str | None:
    """Start with what the link names, as far as it exists. Returns a sentence when some of it does not."""
    if COMPARISON in st.session_state:
        return None
    wanted = {key: st.query_params.get(key, "") for key in (MODELS, LAYER, VIEW, UNIT)}
    models = tuple(dict.fromkeys(name for name in wanted[MODELS].split(",") if name in layers))
    found: dict[str, Any] = {"models": models} if models else {}
    if wanted[LAYER] in {layer for of_model in layers.values() for layer in of_model}:
        found["layer"] = wanted[LAYER]
    if wanted[VIEW] in VIEWS:
        found["view"] = wanted[VIEW]
    st.session_state[COMPARISON] = Comparison(**found)
    unit = _unit(wanted[UNIT], layers)
    if unit:
        st.session_state[COMPARISON] = replace(comparison(), unit=unit)
    missed = [
        words
        for words, asked, got in (
            ("models", wanted[MODELS], ",".join(models) == wanted[MODELS]),
            ("a layer", wanted[LAYER], LAYER in found),
            ("a view", wanted[VIEW], VIEW in found),
            ("a unit", wanted[UNIT], unit),
        )
        if asked and not got
    ]
    return (
        f"The link names {', '.join(missed)} that this page does not have; it shows others instead." if missed else None
    )


def _unit(text: str, layers: Layers) -> tuple[str, int] | None:
    name, _, number_text = text.rpartition(":")
    units = layers.get(name, {}).get(comparison().layer, 0)
    if number_text.isascii() and number_text.isdecimal() and len(number_text) < 6 and int(number_text) < units:
        return name, int(number_text)
    return None


def take_unit(key: str, layers: Layers) -> None:
    """Take over which unit was clicked in the component of session key `key`, WALL or BY_DIGIT.

    Raises drawing.BadDrawing, keeping the unit, when there is no such unit.
    """
    message = _message(key, "unit")
    if message is None:
        return
    name = message.get("model")
    units = layers.get(name, {}).get(comparison().layer, 0) if isinstance(name, str) else 0
    if not units:
        raise drawing.BadDrawing("The page sent a unit of a model that is not here. Reload it to start again.")
    unit = int(number(message.get("unit"), 0, units - 1, "unit"))
    now = comparison()
    level = now.level if now.unit == (name, unit) else None
    st.session_state[COMPARISON] = replace(now, unit=(name, unit), level=level, sent=int(message["sent"]))
    if message.get("done") is True:
        compare()


def take_level() -> None:
    """Take over how far the unit was turned. Raises drawing.BadDrawing, keeping the level, when it is no level."""
    message = _message(STORY, "level")
    now = comparison()
    if message is None or now.unit is None or message.get("unit") != f"{now.unit[0]}:{now.unit[1]}":
        return  # sent for another unit
    level = message.get("level")
    level = None if level is None else number(level, -1000, 1000, "level of a unit")
    st.session_state[COMPARISON] = replace(now, level=level, sent=int(message["sent"]))


def _message(key: str, entry: str) -> dict[str, Any] | None:
    """What a component last sent, if it is newer than what was taken before."""
    message = (st.session_state.get(key) or {}).get(entry)
    if message is None:
        return None
    if not isinstance(message, dict):
        raise drawing.BadDrawing("The page sent something that is no choice of a unit. Reload it to start again.")
    sent = number(message.get("sent"), 0, 2**53, "message number")
    return message if sent > comparison().sent else None


def kept(key: str, value: Any, options: list | None = None) -> str:
    """Let the widget `key` start from `value`, and again where it has nothing chosen or no longer one of `options`.

    Streamlit forgets widgets of pages that are left, and lets people take their choice away. Returns the key.
    """
    chosen = st.session_state.get(key)
    if not chosen or (options is not None and chosen not in options):
        st.session_state[key] = value
    return key
