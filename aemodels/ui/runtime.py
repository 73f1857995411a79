"""What a process does once: threads, models, statistics and style."""

import logging
import os
import socket
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
import torch
from torch import Tensor

from .. import pretrained
from ..pretrained import Card, PretrainedError
from ..recipes import RECIPES
from ..variants.base import Autoencoder
from . import departed, state
from .kept import once

STYLE = Path(__file__).with_name("style.css")
ICON = str(Path(__file__).with_name("icon.svg"))


@dataclass(frozen=True, eq=False)
class Loaded:
    """A model ready to answer: its card, its weights on the best device and its test-set statistics."""

    card: Card
    model: Autoencoder
    statistics: dict[str, Tensor]
    code_reach: float  # the code values that fill a bar: 99 % of the test codes lie within +-code_reach


@once
def start() -> None:
    """Settings of the process. One thread serves many small forward passes better than a team of them."""
    torch.set_num_threads(1)
    send_without_delay()
    departed.watch()


def send_without_delay() -> None:
    """Turn Nagle's algorithm off on the server's sockets, the listening one included, from which later ones inherit.

    Streamlit 1.67 opens its socket without naming TCP, so asyncio does not do it. An answer that follows another
    then waits for the browser's delayed acknowledgement, 40 ms while a pen moves. Does nothing where the system does
    not list open files in /dev/fd.
    """
    listed = Path("/dev/fd")
    for entry in listed.iterdir() if listed.is_dir() else ():
        try:
            if not stat.S_ISSOCK(os.fstat(int(entry.name)).st_mode):
                continue
            with socket.socket(fileno=os.dup(int(entry.name))) as twin:
                if twin.family in (socket.AF_INET, socket.AF_INET6) and twin.type == socket.SOCK_STREAM:
                    twin.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:
            continue  # closed in the meantime


@once
def _shipped(folder: str) -> dict[str, Card | PretrainedError]:
    """What the cards in `folder` say, read once: every message of every visitor asks for them."""
    found: dict[str, Card | PretrainedError] = {}
    for name in pretrained.names(Path(folder)):
        try:
            found[name] = pretrained.card(name, Path(folder))
        except PretrainedError as error:
            logging.getLogger(__name__).warning("%s", error)
            found[name] = error
    return found


@once
def _load(name: str) -> Loaded | PretrainedError:
    # An error is kept as well: a damaged file must not be read and hashed again at every stroke.
    try:
        model = pretrained.load(name)
        statistics = pretrained.load_statistics(name)
        about = pretrained.card(name)
    except PretrainedError as error:
        logging.getLogger(__name__).warning("%s", error)
        return error
    with torch.inference_mode():
        model(torch.zeros(1, 1, 28, 28, device=model.device))  # the first pass is slow
    return ready(about, model, statistics)


def ready(card: Card, model: Autoencoder, statistics: dict[str, Tensor]) -> Loaded:
    """A model in eval mode, with what pages need to know of it."""
    codes = statistics["codes"].float().abs().flatten()[:100_000]
    return Loaded(card, model, statistics, float(codes.quantile(0.99).clamp_min(1e-6)))


def featured(card: Card) -> bool:
    """Whether pages show a model before anybody chooses. One that no recipe knows has been put there by somebody."""
    return card.name not in RECIPES or RECIPES[card.name].featured


def every(card: Card) -> bool:  # noqa: ARG001 the same form as `featured`
    """Whether pages show a model at all."""
    return True


def cards(wanted: Callable[[Card], bool] = every) -> list[Card]:
    """The cards of the models that are wanted, in teaching order, the visitor's own last, without loading any."""
    shipped = (one for one in _shipped(str(pretrained.FOLDER)).values() if isinstance(one, Card))
    return [one for one in (*shipped, *(own.card for own in state.own())) if wanted(one)]


def models(wanted: Callable[[Card], bool] = featured) -> tuple[list[Loaded], list[str]]:
    """The models whose cards are wanted, in teaching order, and a sentence for each that fails.

    Only what is wanted is loaded: that keeps the first page quick. The visitor's own models come last, and nobody else
    sees them.
    """
    known = _shipped(str(pretrained.FOLDER))
    results = [
        one if isinstance(one, PretrainedError) else _load(name)
        for name, one in known.items()
        if isinstance(one, PretrainedError) or wanted(one)
    ]
    loaded = [one for one in results if isinstance(one, Loaded)]
    # Visitors need no more of a path than the folder's name.
    problems = [
        str(one).replace(str(pretrained.FOLDER), "pretrained") for one in results if isinstance(one, PretrainedError)
    ]
    if not known:
        problems = ["There are no models in pretrained/. Restore that folder from the repository and start again."]
    return [*loaded, *(one for one in state.own() if wanted(one.card))], problems


def style() -> None:
    """The style sheet that all pages share."""
    st.html(STYLE)
