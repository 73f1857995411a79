"""Digits like the visitor's: the nearest test digits by code and by pixels, and how often such neighbours are right."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from .. import codes, mnist
from ..cards import Card
from ..kept import once
from ..live.answers import TEST_DIGITS
from ..recognition import NEIGHBOURS
from . import state
from .latent.places import decode, encode, test_codes
from .runtime import Loaded, models
from .sheets import sheet

DISTANCES = {"euclidean": "Euclidean distance", "cosine": "Cosine distance"}


def measured(card: Card) -> bool:
    """Whether a model has one vector for a code and has been measured as a searcher, on the test digits shown here.

    A visitor's own has not, whatever a card that came with it says.
    """
    return not state.is_own(card) and card.code_kind == "vector" and "by_oddity" in card.metrics


def searchers() -> list[Loaded]:
    """The models to search with, featured or not, in teaching order."""
    return models(measured)[0]


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
    best = min(searchers(), key=lambda one: one.card.metrics["squared_error"])
    return torch.cat([decode(best, part) for part in test_codes(best).split(1000)]), best


def about_pictures() -> str:
    """What `pictures` are, in a sentence."""
    redrawn_by = pictures()[1]
    if redrawn_by is None:
        return "The pictures are MNIST's own test digits, read from this computer's disk."
    return (
        f"MNIST is not on this computer, so the test digits are shown, and compared pixel by pixel, as the network "
        f"that redraws them best ({redrawn_by.card.title}) redraws them."
    )


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
    distances, order = codes.neighbours(wanted, known[close], NEIGHBOURS)
    return distances, close[order]


@torch.inference_mode()
def alike(loaded: Loaded, x: Tensor, distance: str) -> list[dict[str, Any]]:
    """The NEIGHBOURS test digits nearest to x (1, 1, 28, 28) by code and by pixels, for the hits component."""
    near_codes = codes.neighbours(encode(loaded, x), test_codes(loaded), NEIGHBOURS, distance == "cosine")
    near_pixels = _nearest_pixels(x)
    return [
        _panel(loaded, "codes", f"By {loaded.card.code_size} numbers of code", *near_codes),
        _panel(loaded, "pixels", "By 784 pixels", *near_pixels),
    ]


def _panel(loaded: Loaded, name: str, title: str, distances: Tensor, places: Tensor) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "sheet": sheet(pictures()[0][places[0]], NEIGHBOURS),
        "numbers": places[0].tolist(),
        "labels": loaded.statistics["labels"][places[0]].tolist(),
        "distances": [round(value, 3) for value in distances[0].tolist()],
    }


def precision_table(loaded: Loaded, distance: str) -> dict[str, Any]:
    """Precision at 10 by digit, in %, for the heat component."""
    rows, overall = loaded.card.metrics["by_digit"], loaded.card.metrics["precision_at_10"]
    kinds = {distance: f"Code, {DISTANCES[distance]}", "pixels": "Pixels"}
    return {
        "name": "Share of the ten nearest that are the same digit",
        "heads": [*rows, "All"],
        "rows": [
            {"title": title, "hue": None, "cells": [100 * row[kind] for row in rows.values()] + [100 * overall[kind]]}
            for kind, title in kinds.items()
        ],
        "range": [50, 100],
    }


def precision_words(loaded: Loaded, distance: str) -> str:
    """The table in a sentence or two."""
    overall = loaded.card.metrics["precision_at_10"]
    code, pixels = 100 * overall[distance], 100 * overall["pixels"]
    rows = loaded.card.metrics["by_digit"]
    hardest = min(rows, key=lambda digit: rows[digit][distance])
    which = "more often than" if code > pixels else "less often than"
    return (
        f"Asked with each of the {TEST_DIGITS} in turn, the ten nearest others by code are the same digit in "
        f"**{code:.1f} %** of cases, {which} those by pixels (**{pixels:.1f} %**). The hardest is the {hardest}: "
        f"{100 * rows[hardest][distance]:.1f} %."
    )
