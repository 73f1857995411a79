"""A model's answer to a picture, measured, put into words and ready to paint; and what is asked while a pen moves."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ..drawing import BadDrawing
from ..metrics import psnr, share_above, squared_error
from . import shelf
from .door import Unanswerable
from .drawn import seen
from .messages import Drawn, Redraw
from .pictures import picture
from .shelf import Loaded

TEST_DIGITS = "10,000 test digits"
NO_DIFFERENCE = 100  # dB; what metrics.psnr says of a picture and itself


@dataclass(frozen=True)
class Answer:
    """What a model made of one input: x_hat (1, 1, 28, 28), code (k,), squared error and PSNR (dB) against clean x."""

    loaded: Loaded
    x_hat: Tensor
    code: Tensor
    error: float
    psnr: float


@torch.inference_mode()
def answer(loaded: Loaded, seen: Tensor, clean: Tensor | None = None) -> Answer:
    """The model's answer to `seen`, measured against `clean` (default: `seen` itself); both (1, 1, 28, 28)."""
    given = seen.to(loaded.model.device)
    code = loaded.model.features(given)
    # What tokens decode to is not what a model of tokens redraws.
    x_hat = (loaded.model.decode(code) if loaded.card.code_kind == "vector" else loaded.model(given)).cpu()
    target = seen if clean is None else clean
    return Answer(loaded, x_hat, code[0].cpu(), float(squared_error(x_hat, target)), float(psnr(x_hat, target)))


def _painted(given: Answer) -> dict[str, Any]:
    """The answer's picture, its code as bars (-1 to 1) and its error."""
    bars = (given.code / given.loaded.code_reach).clamp(-1, 1)
    return {
        "picture": picture(given.x_hat),
        "code": [round(value, 3) for value in bars.tolist()],
        "error": round(given.error, 4),
    }


def resting(loaded: Loaded) -> dict[str, Any]:
    """What stands in a model's row while there is nothing to answer."""
    return {"main": "–", "unit": "squared error", "place": None, "rank": f"compared with {_measured_on(loaded)}"}


def redrawn(given: Answer) -> dict[str, Any]:
    """How far the reconstruction is off, and where that stands among the test digits."""
    better = share_above(given.loaded.statistics["error_quantiles"], given.error)
    words = {
        "main": figure(given.error),
        "unit": "squared error",
        "place": round(better, 4),
        "rank": rank(better, _measured_on(given.loaded)),
    }
    return _painted(given) | words


def mended(given: Answer, before: float, best: bool) -> dict[str, Any]:
    """How many decibels the model won over the spoiled picture, whose PSNR is `before` dB."""
    if before >= NO_DIFFERENCE:
        words = {"main": f"{given.psnr:.1f}", "unit": "decibels", "rank": f"squared error {figure(given.error)}"}
    else:
        won = given.psnr - before
        words = {
            "main": f"{abs(won):.1f}",
            "unit": "decibels won" if won >= 0 else "decibels lost",
            "rank": f"{given.psnr:.1f} dB, squared error {figure(given.error)}",
            "best": best and won > 0,
        }
    return _painted(given) | words


def figure(error: float) -> str:
    """A squared error in three digits."""
    return f"{error:.2f}" if error < 10 else f"{error:.1f}"


def _measured_on(loaded: Loaded) -> str:
    """The digits that a model's statistics are of; a visitor's own model has seen fewer."""
    return f"{len(loaded.statistics['labels']):,} test digits"


def rank(better: float, digits: str = TEST_DIGITS) -> str:
    """The share of test digits with a larger error, 0 to 1, in words."""
    if better in (0, 1):
        return f"{'closer' if better else 'further off'} than all {digits}"
    side, share = ("closer", better) if better >= 0.5 else ("further off", 1 - better)
    return f"{side} than {min(99, int(100 * share))} % of test digits"


def ink_of(drawn: Drawn) -> Tensor | None:
    """What the networks see of what a page sends, None while there is no ink. Raises Unanswerable."""
    try:
        return seen(drawn)
    except BadDrawing as error:
        raise Unanswerable(str(error)) from error


def redraw(question: Redraw) -> dict[str, Any]:
    """What the networks see of a drawing, and how each of them redraws it; no answer from those that are not here.

    Raises Unanswerable for a drawing that is none.
    """
    x = ink_of(question.drawing)
    if x is None:
        return {"seen": None, "answers": {}}
    found = {name: shelf.find(name) for name in question.networks}
    return {
        "seen": picture(x),
        "answers": {name: redrawn(answer(one, x)) for name, one in found.items() if one is not None},
    }
