"""Widgets that several pages share."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from ... import drawing
from ...store.cards import Card
from .. import runtime, session
from ..runtime import Loaded
from .places import KINDS, PLACES

ROW = 8  # options that one row of joined buttons can hold


def pick(label: str, parameter: str, options: Sequence[str], default: str, words: Callable[[str], str]) -> str:
    """A choice from a row of buttons, kept by the session and by the link under `parameter`; returns the option.

    Where they are more than a row can hold they are pills, as in `pick_several`.
    """
    key = session.widget_key(parameter)
    chosen = st.session_state[key] = session.chosen(parameter, options, default)
    show = st.segmented_control if len(options) <= ROW else st.pills
    show(
        label,
        options,
        key=key,
        required=True,
        format_func=words,
        label_visibility="collapsed",
        on_change=partial(_keep, parameter, key, options),
    )
    return chosen


def _keep(parameter: str, key: str, options: Sequence[str]) -> None:
    """Choose what the widget `key` holds, unless a forged message put something else there than one of the options.

    What a widget says that another has replaced is as old as that.
    """
    if st.session_state.get(key) in options and key == session.widget_key(parameter):
        session.choose(parameter, st.session_state[key])


def pick_network(parameter: str, names: Sequence[str], default: str, words: Callable[[str], str]) -> str:
    """Like `pick`, one network from a list that unfolds: as quiet as the button of `pick_quietly`."""
    key = session.widget_key(parameter)
    chosen = st.session_state[key] = session.chosen(parameter, names, default)
    st.selectbox(
        "Network",
        names,
        key=key,
        format_func=words,
        label_visibility="collapsed",
        filter_mode=None,  # a phone would bring up its keyboard
        width=256,
        on_change=partial(_keep, parameter, key, names),
    )
    return chosen


def pick_several(
    label: str, parameter: str, options: Sequence[str], default: Sequence[str], words: Callable[[str], str]
) -> list[str]:
    """Like `pick`, for one or more of the options; returns them in the options' order."""
    key = session.widget_key(parameter)
    chosen = st.session_state[key] = session.chosen_several(parameter, options, default)

    def keep() -> None:
        held = st.session_state.get(key) or ()
        if key == session.widget_key(parameter):
            session.choose(parameter, ",".join([option for option in options if option in held] or default))

    st.pills(
        label, options, selection_mode="multi", key=key, format_func=words, label_visibility="collapsed", on_change=keep
    )
    return [option for option in options if option in chosen] or list(default)


def pick_networks(able: Callable[[Card], bool], usual: Callable[[Card], bool]) -> tuple[list[Loaded], list[str]]:
    """The networks that the visitor wants to see, of those that are `able`; `usual` ones until somebody chooses.

    The choice holds on all pages that offer it and in the link (?models=ae,vae). Returns the models and a sentence for
    each that could not be loaded.
    """
    return runtime.models(_picked(able, usual))


def pick_cards(able: Callable[[Card], bool], usual: Callable[[Card], bool]) -> tuple[list[Card], list[str]]:
    """Their cards, for a page that leaves the answering to the door (see runtime.offered)."""
    return runtime.offered(_picked(able, usual))


def _picked(able: Callable[[Card], bool], usual: Callable[[Card], bool]) -> Callable[[Card], bool]:
    cards = {card.name: card for card in runtime.cards(able)}
    default = [name for name, card in cards.items() if usual(card)]
    chosen = pick_quietly("models", list(cards), default, lambda name: cards[name].title)
    return lambda card: card.name in chosen


def pick_quietly(parameter: str, names: list[str], default: Sequence[str], words: Callable[[str], str]) -> list[str]:
    """Like `pick_several`, of networks, behind a button that tells how many of them are shown."""
    shown = session.chosen_several(parameter, names, default)
    with st.popover(f"{len(shown)} of {len(names)} networks", icon=":material/tune:", key=f"pick_{parameter}_button"):
        return pick_several("Networks", parameter, names, default, words)


def take_networks(able: Callable[[Card], bool]) -> str | None:
    """Start with the networks that the link names. Returns a sentence when one does not exist."""
    return take_choices({"models": ([card.name for card in runtime.cards(able)], "network", True)})


def redraws(card: Card) -> bool:
    """Whether a model belongs on the pages that redraw before anybody chooses; two numbers are for the maps.

    The visitor's own models do, whatever they are.
    """
    return runtime.featured(card) and (card.code_size > 2 or session.is_own(card))


def pick_place(label: str, parameter: str, default: str, picked: bool = False) -> str:
    """A named place of latent space (shared.places.PLACES), or the sample that was picked; returns its name."""
    place = session.chosen(parameter, (*PLACES, "picked"), default)
    kind, _, number = place.partition("-")
    kinds = [*KINDS, "picked"] if picked else list(KINDS)

    key = session.widget_key(parameter)

    def keep() -> None:
        if key != session.widget_key(parameter):
            return
        chosen = st.session_state.get(kind_key, kind)
        single = chosen in ("own", "picked")
        wanted = chosen if single else f"{chosen}-{st.session_state.get(number_key) or number or 0}"
        if wanted in (*PLACES, "picked"):  # a forged message may name any
            session.choose(parameter, wanted)

    kind_key, number_key = (f"{key}_{part}" for part in ("kind", "number"))
    st.session_state[kind_key] = kind if kind in kinds else "own"
    words = KINDS | {"picked": "The picked sample"}
    st.segmented_control(label, kinds, key=kind_key, required=True, format_func=words.__getitem__, on_change=keep)
    if number:
        st.session_state[number_key] = number
        st.segmented_control(
            f"Which {kind}",
            [str(i) for i in range(10)],
            key=number_key,
            required=True,
            label_visibility="collapsed",
            on_change=keep,
        )
    return place if kind in kinds else "own"


def apply_messages(*handlers: Callable[[], str | None]) -> str | None:
    """Let each of state's handlers bring in what a link or a component says; returns the first complaint, a sentence.

    One that has something to complain about does not keep the others from being heard. A last message of the canvas can
    arrive on another page, so every page that shows the drawing takes it.
    """
    notices = []
    for take in handlers:
        try:
            notices.append(take())
        except (drawing.BadDrawing, session.BadInput) as error:
            notices.append(str(error))
    return next(filter(None, notices), None)


def take_choices(known: dict[str, tuple]) -> str | None:
    """Start with what the link chooses, and write into it what the session holds; returns the first complaint.

    `known`: parameter -> what else session.take_choice asks for, which is its options and what one of them is called.
    """
    session.renew_link(*known)
    return apply_messages(*(partial(session.take_choice, parameter, *about) for parameter, about in known.items()))
