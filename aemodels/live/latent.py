"""Codes and the pictures that they stand for; what a page asks to be decoded while the hand moves through them."""

from typing import Any

import torch
from torch import Tensor

from ..evaluation import latent
from ..models.batches import in_batches
from ..support.kept import per_model
from . import shelf
from .door import Unanswerable
from .messages import Decode
from .pictures import picture
from .shelf import Loaded

LEFT = "This network is not here any more. Reload the page to go on without it."


@torch.inference_mode()
def encode(loaded: Loaded, x: Tensor) -> Tensor:
    """Images (N, 1, 28, 28) -> codes (N, k), on the CPU."""
    return in_batches(lambda part: loaded.model.encode(part.to(loaded.model.device)).cpu(), x)


@torch.inference_mode()
def decode(loaded: Loaded, z: Tensor) -> Tensor:
    """Codes (N, k) -> images (N, 1, 28, 28), on the CPU."""
    return in_batches(lambda part: loaded.model.decode(part.to(loaded.model.device)).cpu(), z)


@per_model
def test_codes(loaded: Loaded) -> Tensor:
    """The codes of the test digits, float32 (N, k)."""
    return loaded.statistics["codes"].float()


@per_model
def usual_distance(loaded: Loaded) -> float:
    """The distance within which 95 % of the test digits' codes have their nearest neighbour; above 0."""
    return max(latent.usual_distance(test_codes(loaded), 0.95), 1e-9)


def asked(network: str, *given: list[float]) -> tuple[Loaded, Tensor]:
    """The network of that name and the `given` codes as its own, float32 (N, k).

    Raises Unanswerable where it is not here or has no such codes.
    """
    loaded = shelf.find(network)
    if loaded is None:
        raise Unanswerable(LEFT)
    if loaded.card.code_kind != "vector" or any(len(code) != loaded.card.code_size for code in given):
        raise Unanswerable("These are no codes of this network.")
    return loaded, torch.tensor(given, dtype=torch.float32)


def decoded(question: Decode) -> dict[str, Any]:
    """What each network decodes from its codes: {"pictures": [[picture, ...], ...]}, in the order of the question.

    Raises Unanswerable for a network that is not here and for codes that are not its own.
    """
    found = [asked(one.network, *one.codes) for one in question.parts]
    return {"pictures": [[picture(x) for x in decode(*part).split(1)] for part in found]}
