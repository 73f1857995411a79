"""One digit through bottlenecks of growing width, beside as many principal components."""

from typing import Any

import torch
from torch import Tensor

from ..metrics import squared_error
from ..pretrained import Card
from . import state
from .answers import figure, picture
from .figures import model_hue
from .kept import per_model
from .runtime import Loaded

COMPONENTS = "Principal components"


def laddered(card: Card) -> bool:
    """Whether every beginning of a shipped model's code decodes: others were not measured beside components."""
    return not state.is_own(card) and "by_prefix" in card.metrics


@per_model
def _components(loaded: Loaded) -> tuple[Tensor, Tensor]:
    return tuple(loaded.statistics[f"components/{key}"].float() for key in ("mean", "directions"))


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


def verdict(card: Card) -> str:
    """How many numbers say as much as the most principal components that are compared. Markdown."""
    by_prefix = {int(length): row for length, row in card.metrics["by_prefix"].items()}
    most = max(by_prefix)
    goal = by_prefix[most]["pca_squared_error"]
    enough = min((length for length, row in by_prefix.items() if row["squared_error"] <= goal), default=None)
    words = (
        "The same digit through ever narrower codes: a network every beginning of whose code decodes, and principal "
        "components, the best that straight lines can do."
    )
    return words + (
        f" **{enough} numbers of the network redraw the test digits better than {most} components.**" if enough else ""
    )


def shown(loaded: Loaded, x: Tensor | None) -> dict[str, Any]:
    """The ladder component's data: widths, a row of answers for each of two ways, and both ways' test-set errors."""
    by_prefix = loaded.card.metrics["by_prefix"]
    widths = [int(length) for length in by_prefix]
    ways = (
        ("nested", loaded.card.title, model_hue(loaded.card.name), through_code, "squared_error"),
        ("pca", COMPONENTS, model_hue("pca"), through_components, "pca_squared_error"),
    )
    return {
        "widths": widths,
        "rows": [
            {
                "name": name,
                "title": title,
                "hue": hue,
                "test": [round(by_prefix[str(width)][key], 2) for width in widths],
                "answers": [] if x is None else [_step(through(loaded, x, width), x) for width in widths],
            }
            for name, title, hue, through, key in ways
        ],
    }


def _step(x_hat: Tensor, x: Tensor) -> dict[str, Any]:
    error = float(squared_error(x_hat, x))
    return {"picture": picture(x_hat), "error": round(error, 2), "words": figure(error)}
