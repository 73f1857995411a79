"""What codes and errors are good for: finding digits alike, and noticing what is no digit at all."""

from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from ..data import ood_samples
from ..models.base import Autoencoder
from . import metrics

NEIGHBOURS = 10  # digits that a search brings up
ODD_ONES = 200  # of each kind, to ask a model about


@lru_cache(maxsize=1)
def _oddities(seed: int) -> dict[str, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return {kind: ood_samples.dataset(kind, ODD_ONES, generator) for kind in ood_samples.KINDS}


def known(known: Tensor, known_labels: Tensor, codes: Tensor, labels: Tensor) -> dict[str, float]:
    """What codes (N, k) tell of the digits, given those of training images (M, k): 5 neighbours' vote, a probe."""
    return {
        "neighbour_accuracy": metrics.neighbour_accuracy(known, known_labels, codes, labels),
        "probe_accuracy": metrics.probe_accuracy(known, known_labels, codes, labels),
    }


def known_of_pixels(train: tuple[Tensor, Tensor], test: tuple[Tensor, Tensor]) -> dict[str, float]:
    """The same of the pixels themselves: what a code is to be compared with. Images (N, 1, 28, 28) and labels (N,)."""
    return known(train[0].flatten(1), train[1], test[0].flatten(1), test[1])


def retrieval(codes: Tensor, x: Tensor, labels: Tensor) -> dict[str, Any]:
    """Precision at 10 among codes (N, k) and among images x (N, 1, 28, 28): of all, and `by_digit`.

    `euclidean` and `cosine` are distances of codes, `pixels` the Euclidean one of the images themselves.
    """
    found = {
        "euclidean": metrics.precision_at(codes, labels, NEIGHBOURS),
        "cosine": metrics.precision_at(codes, labels, NEIGHBOURS, cosine=True),
        "pixels": metrics.precision_at(x.flatten(1), labels, NEIGHBOURS),
    }
    rows = {
        str(digit): {name: float(each[labels == digit].mean()) for name, each in found.items()}
        for digit in labels.unique().tolist()
    }
    return {"precision_at_10": {name: float(each.mean()) for name, each in found.items()}, "by_digit": rows}


@torch.no_grad()
def novelty(model: Autoencoder, codes: Tensor, errors: Tensor, x: Tensor, seed: int) -> dict[str, Any]:
    """How well a score tells digits from each kind of oddity: areas under the curve (metrics.auroc), `by_oddity`.

    `error` is the squared error, which `errors` (N,) are of images x (N, 1, 28, 28); `code` the mean distance to the 5
    nearest of their codes (N, k), each digit's own left out; `pixels` the same of the images, for which no network is
    needed. The oddities are made from `seed`.
    """
    usual = metrics.neighbour_distance(codes), metrics.neighbour_distance(x.flatten(1))
    rows = {}
    for kind, pictures in _oddities(seed).items():
        odd = pictures.to(x.device)
        rows[kind] = {
            "error": metrics.auroc(errors, metrics.squared_error(model(odd), odd)),
            "code": metrics.auroc(usual[0], metrics.neighbour_distance(model.features(odd), codes)),
            "pixels": metrics.auroc(usual[1], metrics.neighbour_distance(odd.flatten(1), x.flatten(1))),
        }
    return {"by_oddity": rows}
