"""Digits like the visitor's: the nearest test digits by code and by pixels."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ..data import mnist
from ..data.datasets import DATASETS, of_card
from ..evaluation import latent
from ..evaluation.retrieval import NEIGHBOURS
from ..store.cards import Card, PretrainedError
from ..support.kept import once
from . import shelf
from .answers import ink_or
from .door import Unanswerable
from .latent import decode, encode, test_codes
from .messages import Resemble
from .pictures import picture
from .shelf import Loaded


def measured(card: Card | PretrainedError | None) -> bool:
    """Whether a shipped model has one vector for a code and has been measured as a searcher on the test digits."""
    if not isinstance(card, Card) or of_card(card.data) is not DATASETS["mnist"]:
        return False
    return card.code_kind == "vector" and "by_oddity" in card.metrics


def searcher(name: str) -> Loaded:
    """The shipped model of that name, to search with. Raises Unanswerable where it is not here or was not measured.

    A visitor's own was not, whatever a card that came with it says.
    """
    loaded = shelf.find(name) if measured(shelf.shipped().get(name)) else None
    if loaded is None:
        raise Unanswerable("There is no network here of that name to search with.")
    return loaded


def test_images() -> Tensor | None:
    """MNIST's test images (10000, 1, 28, 28) where they are on disk (mnist.default_folder); None elsewhere."""
    folder = mnist.default_folder()
    try:
        return _read(folder) if mnist.present(folder) else None
    except mnist.DataMissing:
        return None


@once
def _read(folder: Path) -> Tensor:
    return mnist.load(folder, "test")[0]


def pictures() -> tuple[Tensor, Loaded | None]:
    """The test digits to look at and to compare pixels with: (10000, 1, 28, 28) on the CPU.

    The images themselves (and None) where MNIST is on disk, as it may be from one moment to the next; elsewhere as the
    model redraws them that does so best, and that model.
    """
    images = test_images()
    return _redrawn() if images is None else (images, None)


@once
def _redrawn() -> tuple[Tensor, Loaded]:
    found = [shelf.find(name) for name, card in shelf.shipped().items() if measured(card)]
    best = min((one for one in found if one is not None), key=lambda one: one.card.metrics["squared_error"])
    return decode(best, test_codes(best)), best


@once
def _norms(known: Tensor) -> Tensor:
    """The squared lengths of images (N, 1, 28, 28) as vectors, (N,)."""
    return known.flatten(1).square().sum(1)


def _nearest_pixels(x: Tensor) -> tuple[Tensor, Tensor]:
    """Like codes.neighbours among the pixels of `pictures`, with their lengths known beforehand: several times faster.

    The few that come first are measured again without rounding: the difference of large numbers loses digits.
    """
    shown = pictures()[0]
    known, wanted = shown.flatten(1), x.flatten(1)
    close = (_norms(shown) - 2 * (known @ wanted[0])).topk(2 * NEIGHBOURS, largest=False).indices
    distances, order = latent.neighbours(wanted, known[close], NEIGHBOURS)
    return distances, close[order]


@torch.inference_mode()
def alike(question: Resemble) -> dict[str, Any]:
    """The NEIGHBOURS test digits nearest to the drawing by code and by pixels, and the pictures not yet known.

    Raises Unanswerable.
    """
    loaded = searcher(question.network)
    x, own = ink_or(question.drawing, question.instead, blank=True)
    cosine = question.distance == "cosine"
    near_codes = latent.neighbours(encode(loaded, x), test_codes(loaded), NEIGHBOURS, cosine)
    panels = {"codes": _panel(loaded, *near_codes), "pixels": _panel(loaded, *_nearest_pixels(x))}
    shown = pictures()[0]
    unknown = {number for panel in panels.values() for number in panel["numbers"]} - set(question.known)
    return {"own": own, "panels": panels, "pictures": {number: picture(shown[number]) for number in unknown}}


def _panel(loaded: Loaded, distances: Tensor, places: Tensor) -> dict[str, list]:
    return {
        "numbers": places[0].tolist(),
        "labels": loaded.statistics["labels"][places[0]].tolist(),
        "distances": [round(value, 3) for value in distances[0].tolist()],
    }
