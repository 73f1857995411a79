"""Autoencoders that people can hold in their hands: models, training, drawing and measurement; no user interface.

>>> import aemodels
>>> model = aemodels.load("vae")
>>> x_hat = model(x)  # x: float32 (N, 1, 28, 28) in [0, 1], ink bright on dark
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .cards import Card, PretrainedError
    from .device import best_device
    from .pretrained import load, save
    from .registry import create, variant_names
    from .shipped import available
    from .train_config import TrainConfig
    from .training import fit

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

_HOMES = {
    "Card": "cards",
    "PretrainedError": "cards",
    "TrainConfig": "train_config",
    "available": "shipped",
    "best_device": "device",
    "create": "registry",
    "fit": "training",
    "load": "pretrained",
    "save": "pretrained",
    "variant_names": "registry",
}


def __getattr__(name: str) -> Any:
    # Looked for when it is asked for: the app's first page is there before torch is.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
