"""One digit through codes of growing length, and through as many principal components."""

from typing import Any

import torch
from torch import Tensor

from ..evaluation.metrics import squared_error
from ..support.kept import per_model
from . import shelf
from .answers import ink_of
from .door import Unanswerable
from .messages import Narrow
from .pictures import picture
from .shelf import Loaded
from .words import figure


@per_model
def _components(loaded: Loaded) -> tuple[Tensor, Tensor]:
    return loaded.statistics["components/mean"].float(), loaded.statistics["components/directions"].float()


@torch.inference_mode()
def through_components(loaded: Loaded, x: Tensor, length: int) -> Tensor:
    """x (1, 1, 28, 28) redrawn from its first `length` principal components, as they are: not cut off at 0 and 1."""
    mean, directions = _components(loaded)
    kept = directions[:length]
    return ((x.flatten(1) - mean) @ kept.T @ kept + mean).reshape_as(x)


@torch.inference_mode()
def through_code(loaded: Loaded, x: Tensor, length: int) -> Tensor:
    """x (1, 1, 28, 28) redrawn by the model from the first `length` numbers of its code."""
    return loaded.model.reconstruct(x.to(loaded.model.device), length).cpu()


WAYS = {"nested": through_code, "pca": through_components}


def _step(x_hat: Tensor, x: Tensor) -> dict[str, Any]:
    error = float(squared_error(x_hat, x))
    return {"picture": picture(x_hat), "error": round(error, 2), "words": figure(error)}


def narrow(question: Narrow) -> dict[str, Any]:
    """The drawing through every practised length of the network's code, and through as many components.

    Raises Unanswerable for a drawing that is none, and for a network that has no such lengths.
    """
    x, loaded = ink_of(question.drawing), shelf.find(question.network)
    if loaded is None or "components/mean" not in loaded.statistics:
        raise Unanswerable("There is no network here with codes of several lengths.")
    if x is None:
        return {"answers": {way: [] for way in WAYS}}
    widths = [int(length) for length in loaded.card.metrics["by_prefix"]]
    return {
        "answers": {way: [_step(through(loaded, x, width), x) for width in widths] for way, through in WAYS.items()}
    }
