"""The pictures and codes of places that have a name (places.py)."""

import torch
from torch import Tensor

from ....evaluation import mixtures
from ....evaluation.mixtures import Mixture
from ....live.latent import encode, test_codes
from ....live.samples import distribution_of
from ....support.kept import per_model
from ... import session
from ...runtime import Loaded
from ...shared.places import UNTIL_DRAWN


def picture_of(place: str, x: Tensor | None) -> Tensor | None:
    """The image (1, 1, 28, 28) that a place is the code of; None for means and samples, which are codes only."""
    kind, _, number = (place if place != "own" or x is not None else UNTIL_DRAWN).partition("-")
    if kind == "own":
        return x
    return session.example(int(number)) if kind == "example" else None


@torch.inference_mode()
def code_of(loaded: Loaded, place: str, x: Tensor | None) -> Tensor:
    """A place's code (k,), on the CPU; x (1, 1, 28, 28) is the visitor's drawing, if there is one."""
    image = picture_of(place, x)
    if image is not None:
        return encode(loaded, image)[0]
    kind, _, number = place.partition("-")
    if kind == "mean":
        return _means(loaded)[int(number)]
    return _law(loaded).sample(1, torch.Generator().manual_seed(int(number)))[0]


@per_model
def _means(loaded: Loaded) -> Tensor:
    labels = loaded.statistics["labels"].long()
    return torch.stack([test_codes(loaded)[labels == digit].mean(0) for digit in range(10)])


@per_model
def _law(loaded: Loaded) -> Mixture:
    """What a sample is drawn from: the prior of a generative model, or else the Gaussian fitted to its codes.

    A visitor's model may come without one: the codes of its test digits serve, which takes a moment.
    """
    return distribution_of(loaded, 0) or distribution_of(loaded, 1) or mixtures.fit(test_codes(loaded))
