"""A contact sheet: what every model makes of the same ten digits."""

from functools import cache
from typing import Any

import torch
from torch import Tensor

from .....evaluation import metrics
from .....live.sheets import sheet
from .....live.words import figure
from .....store.files import WEIGHTS
from .....support.kept import Store
from .... import session
from ....runtime import Loaded
from ....shared.figures import named

DIGITS = range(10)
_sheets = Store(most=4)


@cache
def examples() -> Tensor:
    """The first handwriting of each of the ten example digits: (10, 1, 28, 28)."""
    return torch.cat([session.example(label) for label in DIGITS])


@torch.inference_mode()
def redrawn(loaded: Loaded) -> Tensor:
    """What a model makes of the examples: (10, 1, 28, 28) on the CPU."""
    return loaded.model(examples().to(loaded.model.device)).cpu()


def _row(loaded: Loaded, x_hat: Tensor) -> dict[str, Any]:
    errors = metrics.squared_error(x_hat, examples())
    return named(loaded.card) | {
        "main": figure(float(errors.mean())),
        "errors": [round(error, 4) for error in errors.tolist()],
    }


def _sheet(loaded: list[Loaded]) -> dict[str, Any]:
    answers = [redrawn(one) for one in loaded]
    rows = [_row(one, x_hat) for one, x_hat in zip(loaded, answers, strict=True)]
    return {"rows": rows, "columns": len(DIGITS), "sheet": sheet(torch.cat([examples(), *answers]), len(DIGITS))}


def contact(loaded: list[Loaded]) -> dict[str, Any]:
    """For the contact component: a sheet of the ten examples, then a row of what each model makes of them."""
    key = tuple((one.card.sha256[WEIGHTS], one.card.name, one.card.title) for one in loaded)
    return _sheets.get(key, lambda: _sheet(loaded))
