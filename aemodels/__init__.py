"""Autoencoders that people can hold in their hands: models, training, drawing and measurement; no user interface.

>>> import aemodels
>>> model = aemodels.load("vae")
>>> x_hat = model(x)  # x: float32 (N, 1, 28, 28) in [0, 1], ink bright on dark
"""

from ._later import names_in

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

__all__ = list(_HOMES)
__getattr__ = names_in(__name__, _HOMES)
