"""Autoencoders that people can hold in their hands: models, training, drawing and measurement; no user interface.

>>> import aemodels
>>> model = aemodels.load("vae")
>>> x_hat = model(x)  # x: float32 (N, 1, 28, 28) in [0, 1], ink bright on dark
"""

from .device import best_device
from .pretrained import Card, PretrainedError, available, load, save
from .registry import create, variant_names
from .training import TrainConfig, fit

__all__ = [
    "Card",
    "PretrainedError",
    "TrainConfig",
    "available",
    "best_device",
    "create",
    "fit",
    "load",
    "save",
    "variant_names",
]
