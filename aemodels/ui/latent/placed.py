"""The pictures and codes of places that have a name (places.py)."""

import torch
from torch import Tensor

from ... import codes, mixtures
from ...kept import per_model
from ...live.latent import encode, test_codes
from ...mixtures import Mixture
from .. import state
from ..runtime import Loaded
from .places import UNTIL_DRAWN


def picture_of(place: str, x: Tensor | None) -> Tensor | None:
    """The image (1, 1, 28, 28) that a place is the code of; None for means and samples, which are codes only."""
    kind, _, number = (place if place != "own" or x is not None else UNTIL_DRAWN).partition("-")
    if kind == "own":
        return x
    return state.example(int(number)) if kind == "example" else None


@torch.inference_mode()
def code_of(loaded: Loaded, place: str, x: Tensor | None) -> Tensor:
    """A place's code (k,), on the CPU; x (1, 1, 28, 28) is the visitor's drawing, if there is one."""
    image = picture_of(place, x)
    if image is not None:
        return encode(loaded, image)[0]
    kind, _, number = place.partition("-")
    if kind == "mean":
        return _means(loaded)[int(number)]
    return law_of(loaded).sample(1, torch.Generator().manual_seed(int(number)))[0]


@per_model
def usual_distance(loaded: Loaded) -> float:
    """The distance within which 95 % of the test digits' codes have their nearest neighbour; above 0."""
    return max(codes.usual_distance(test_codes(loaded), 0.95), 1e-9)


@per_model
def _means(loaded: Loaded) -> Tensor:
    labels = loaded.statistics["labels"].long()
    return torch.stack([test_codes(loaded)[labels == digit].mean(0) for digit in range(10)])


@per_model
def law_of(loaded: Loaded, parts: int = 0) -> Mixture:
    """What new codes are drawn from: the prior of a generative model, or else `parts` Gaussians (0: one) fitted.

    They were fitted to the codes of the training digits. A visitor's model comes without them: for its single Gaussian,
    which takes a moment, the codes of its test digits serve.
    """
    if loaded.card.generative and parts == 0:
        return mixtures.standard_normal(loaded.card.code_size)
    return mixtures.kept(loaded.statistics, max(parts, 1)) or mixtures.fit(test_codes(loaded))
