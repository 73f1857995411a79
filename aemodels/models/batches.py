"""Many images through a model without holding all that it computes at once."""

from collections.abc import Callable

import torch
from torch import Tensor

SIZE = 250  # images at a time


def in_batches(function: Callable[..., Tensor], *tensors: Tensor) -> Tensor:
    """`function` of SIZE rows of each of the tensors (N, ...) at a time, its answers (SIZE, ...) joined to (N, ...)."""
    parts = zip(*(tensor.split(SIZE) for tensor in tensors), strict=True)
    return torch.cat([function(*part) for part in parts])
