"""Weights as files hold them: float16."""

import torch
from torch import Tensor

from .base import Autoencoder


def round_weights(model: Autoencoder) -> None:
    """Round all weights, in place, to the float16 values that are stored: what is measured is what ships."""
    with torch.no_grad():
        for tensor in model.state_dict().values():
            tensor.copy_(tensor.half())


def checkpoint_entries(label: str, model: Autoencoder) -> dict[str, Tensor]:
    """The weights of `model`, float16, as entries of an extras file: {"LABEL/PARAMETER": ...}."""
    return {f"{label}/{key}": value.half().contiguous().cpu() for key, value in model.state_dict().items()}
