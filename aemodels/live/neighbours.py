"""The test digits whose codes lie near a picture's."""

import torch
from torch import Tensor

from ..evaluation import latent
from ..evaluation.retrieval import NEIGHBOURS
from .latent import test_codes
from .shelf import Loaded


@torch.inference_mode()
def votes(loaded: Loaded, x: Tensor) -> list[int]:
    """How many of the ten test digits whose codes are nearest to that of x (1, 1, 28, 28) are of each class."""
    z = loaded.model.features(x.to(loaded.model.device)).cpu()
    places = latent.neighbours(z, test_codes(loaded), NEIGHBOURS)[1][0]
    return torch.bincount(loaded.statistics["labels"][places].long(), minlength=10).tolist()
