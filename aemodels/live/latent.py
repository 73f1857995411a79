"""Codes and the pictures that they stand for."""

import torch
from torch import Tensor

from ..kept import per_model
from .shelf import Loaded


@torch.inference_mode()
def encode(loaded: Loaded, x: Tensor) -> Tensor:
    """Images (N, 1, 28, 28) -> codes (N, k), on the CPU."""
    return loaded.model.encode(x.to(loaded.model.device)).cpu()


@torch.inference_mode()
def decode(loaded: Loaded, z: Tensor) -> Tensor:
    """Codes (N, k) -> images (N, 1, 28, 28), on the CPU."""
    return loaded.model.decode(z.to(loaded.model.device)).cpu()


@per_model
def test_codes(loaded: Loaded) -> Tensor:
    """The codes of the test digits, float32 (N, k)."""
    return loaded.statistics["codes"].float()
