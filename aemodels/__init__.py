"""Autoencoders that people can hold in their hands: models, training, drawing and measurement; no user interface.

>>> import aemodels
>>> model = aemodels.load("vae")
>>> x_hat = model(x)  # x: float32 (N, 1, 28, 28) in [0, 1], ink bright on dark
"""

from .support.later import names_in

_HOMES = {
    "Card": "store.cards",
    "PretrainedError": "store.cards",
    "TrainConfig": "training.config",
    "available": "store.shipped",
    "best_device": "support.device",
    "create": "models.registry",
    "fit": "training.loop",
    "load": "store.pretrained",
    "save": "store.pretrained",
    "variant_names": "training.recipes",
}

__version__ = "1.0.0"
__all__ = [*_HOMES, "__version__"]
__getattr__ = names_in(__name__, _HOMES)
