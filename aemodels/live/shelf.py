"""The models that answer: the shipped ones, read once for all, and those that visitors lend while they are here."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread
from time import sleep
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, WeakValueDictionary

from ..store import shipped as folder
from ..store.cards import Card, PretrainedError
from ..support.kept import once

if TYPE_CHECKING:
    from torch import Tensor

    from ..models.base import Autoencoder


HEAD_START = 1.0  # seconds that the first page has to itself: torch comes with all the processor there is


@dataclass(frozen=True, eq=False)
class Loaded:
    """A model ready to answer: its card, its weights on the best device and its test-set statistics."""

    card: Card
    model: Autoencoder
    statistics: dict[str, Tensor]
    code_reach: float  # the code values that fill a bar: 99 % of the test codes lie within +-code_reach


def ready(card: Card, model: Autoencoder, statistics: dict[str, Tensor]) -> Loaded:
    """A model in eval mode, with what answers need to know of it."""
    codes = statistics["codes"].float().abs().flatten()[:100_000]
    return Loaded(card, model, statistics, float(codes.quantile(0.99).clamp_min(1e-6)))


def shipped() -> dict[str, Card | PretrainedError]:
    """What the cards in pretrained/ say, in teaching order; what is wrong with those that say nothing."""
    return _cards(folder.FOLDER)


@once
def _cards(place: Path) -> dict[str, Card | PretrainedError]:
    found: dict[str, Card | PretrainedError] = {}
    for name in folder.names(place):
        try:
            found[name] = folder.card(name, place)
        except PretrainedError as error:
            logging.getLogger(__name__).warning("%s", error)
            found[name] = error
    return found


_awake = Event()


@once
def wake() -> None:
    """Bring in torch, which takes seconds. One thread serves many small forward passes better than a team of them."""
    import torch

    torch.set_num_threads(1)
    _awake.set()


def awake() -> bool:
    """Whether torch is there, so that looking at models takes no time worth mentioning."""
    return _awake.is_set()


def get_ready(names: Iterable[str]) -> None:
    """Bring in torch and these shipped models, in the background, unless somebody asks for them before."""

    def work() -> None:
        sleep(HEAD_START)
        for name in names:
            load(name)

    Thread(target=work, name="ready", daemon=True).start()


@once
def load(name: str) -> Loaded | PretrainedError:
    """The shipped model `name`. What is wrong with it is kept as well: no question reads and hashes it again."""
    wake()
    import torch  # here: cards are there before torch is

    from ..store import pretrained

    try:
        model = pretrained.load(name)
        statistics = pretrained.load_statistics(name)
        about = folder.card(name)
    except PretrainedError as error:
        logging.getLogger(__name__).warning("%s", error)
        return error
    with torch.inference_mode():
        model(torch.zeros(1, 1, 28, 28, device=model.device))  # the first pass is slow
    return ready(about, model, statistics)


_lock = Lock()
_lent: WeakValueDictionary[str, Loaded] = WeakValueDictionary()
_names: WeakKeyDictionary[Loaded, str] = WeakKeyDictionary()


def lend(loaded: Loaded) -> str:
    """The name by which `find` knows a model: a shipped one's own, and for a visitor's one that nobody can guess.

    It is known as long as the visitor has the model.
    """
    if isinstance(shipped().get(loaded.card.name), Card) and load(loaded.card.name) is loaded:
        return loaded.card.name
    with _lock:
        name = _names.setdefault(loaded, f"own {secrets.token_urlsafe(24)}")
        _lent[name] = loaded
        return name


def find(name: str) -> Loaded | None:
    """The model of that name; None where there is none, where it has left, or where its files are damaged."""
    if isinstance(shipped().get(name), Card):
        found = load(name)
        return found if isinstance(found, Loaded) else None
    return _lent.get(name)
