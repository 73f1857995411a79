"""Where training digits come from: a data set on disk, or digits written by the stroke writer on the spot."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import Any

import torch
from torch import Tensor

from ..data import mnist, strokes
from ..data.datasets import DATASETS, Dataset
from ..support.words import sentence

CHUNK = 250  # stroke digits written at a time, every digit equally often
TEST_STROKES = 1_000
TEST_DATASET = 1_000
_FIRST_TEST_SEED = 1_000_000

Report = Callable[[float], None]  # hears a share, 0 to 1; may raise to stop


@dataclass(frozen=True)
class Digits:
    """Images (N, 1, 28, 28) in [0, 1] to train on, others to test on with their labels, and a card's data entry."""

    train: Tensor
    test: Tensor
    labels: Tensor
    entry: dict[str, Any]

    def few(self) -> "Digits":
        """The same digits to train on, and only ten to test on: one of each."""
        return replace(self, test=ten(self.test, self.labels), labels=torch.arange(10), entry=self.entry | {"test": 10})


@dataclass(frozen=True)
class Source:
    """A kind of digits: how people call it, how many there are at most, the stops of a slider, and how to get them.

    `prepare(count, report)` gives the first `count` training images and all test images, `sample()` some test images
    with their labels at once; both are always the same images. `pictures`: what they are, after a number of them.
    `here()` tells whether they are at hand, and `classes()` what the ten labels stand for.
    """

    title: str
    most: int
    stops: tuple[int, ...]
    usual: int
    prepare: Callable[[int, Report], Digits]
    sample: Callable[[], tuple[Tensor, Tensor]]
    pictures: str
    here: Callable[[], bool]
    classes: Callable[[], tuple[str, ...]]


class _Writer:
    """Stroke digits, written once for the process and kept as bytes; chunk i always holds the same ones."""

    def __init__(self, first_seed: int):
        self.first_seed = first_seed
        self.chunks: list[tuple[Tensor, Tensor]] = []
        self.lock = Lock()

    def take(self, count: int, report: Report) -> tuple[Tensor, Tensor]:
        needed = -(-count // CHUNK)
        for number in range(needed):
            with self.lock:
                if number >= len(self.chunks):
                    x, labels = strokes.dataset(CHUNK, torch.Generator().manual_seed(self.first_seed + number))
                    self.chunks.append((x.mul(255).round().byte(), labels))
            report((number + 1) / needed)
        x, labels = (torch.cat(parts)[:count] for parts in zip(*self.chunks[:needed], strict=True))
        return x.float().div_(255), labels


_train, _test = _Writer(0), _Writer(_FIRST_TEST_SEED)


def _strokes(count: int, report: Report) -> Digits:
    total = count + TEST_STROKES
    test, labels = _test.take(TEST_STROKES, lambda share: report(share * TEST_STROKES / total))
    train, _ = _train.take(count, lambda share: report((TEST_STROKES + share * count) / total))
    entry = {"name": "stroke digits", "train": count, "test": TEST_STROKES, "writer": "aemodels.data.strokes.dataset"}
    return Digits(train, test, labels, entry)


def _read(dataset: Dataset, part: str, count: int) -> tuple[Tensor, Tensor]:
    """The first images and labels of a data set. Raises DataMissing with a sentence for visitors, without paths."""
    try:
        return mnist.load(mnist.default_folder(), part, count, dataset.name)
    except mnist.DataMissing as error:
        logging.getLogger(__name__).warning("%s", error)
        told = f"{dataset.title} is missing here, or damaged. Train on stroke digits instead."
        raise mnist.DataMissing(told) from error


def _dataset(dataset: Dataset, count: int, report: Report) -> Digits:
    test, labels = _read(dataset, "test", TEST_DATASET)
    report(0.2)
    train, _ = _read(dataset, "train", count)
    report(1.0)
    entry = mnist.entry(mnist.default_folder(), len(train), len(test), dataset.name)
    return Digits(train, test, labels, entry)


def _on_disk(dataset: Dataset) -> Source:
    return Source(
        dataset.title,
        60_000,
        (500, 1_000, 2_000, 5_000, 10_000, 20_000, 40_000, 60_000),
        10_000,
        partial(_dataset, dataset),
        partial(_read, dataset, "test", CHUNK),
        f"{dataset.title} {dataset.pictures}",
        lambda: mnist.present(mnist.default_folder(), dataset.name),
        lambda: dataset.classes,
    )


SOURCES: dict[str, Source] = {name: _on_disk(dataset) for name, dataset in DATASETS.items()} | {
    "strokes": Source(
        "Stroke digits",
        10_000,
        (250, 500, 1_000, 2_000, 3_000, 5_000, 10_000),
        3_000,
        _strokes,
        lambda: _test.take(CHUNK, lambda _: None),
        "stroke digits",
        lambda: True,
        lambda: tuple("0123456789"),
    ),
}


def ten(x: Tensor, labels: Tensor) -> Tensor:
    """The first 0, the first 1, ... the first 9 of images x with these labels: (10, 1, 28, 28)."""
    return x[[int((labels == digit).nonzero()[0]) for digit in range(10)]]


def told(error: Exception) -> str:
    """What went wrong as a sentence for visitors, without where on this computer the digits were looked for."""
    return sentence(error, mnist.default_folder())
