"""A digit corrupted, and what networks make of it."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from .. import drawing
from ..evaluation.metrics import psnr, squared_error
from ..evaluation.report import denoised_repeatedly
from ..noise import NOISES, corrupt
from . import shelf
from .answers import NO_DIFFERENCE, answer, denoised, ink_of
from .door import Unanswerable
from .drawn import plain
from .messages import Corrupt, Stroke
from .pictures import picture
from .shelf import Loaded
from .words import decibels, figure

STEPS = 8


def corrupted(x: Tensor, noise: str | None, amount: float, seed: int, marks: Sequence[Stroke] = ()) -> Tensor:
    """Clean image (1, 1, 28, 28) -> what noise.corrupt makes of it from this seed, with the marks on top.

    Raises drawing.BadDrawing for marks that are none.
    """
    if noise is not None:
        x = corrupt(x, noise, amount, torch.Generator().manual_seed(seed))
    return drawing.ink(plain(marks), onto=x) if marks else x


def _pictures(question: Corrupt) -> tuple[Tensor, Tensor]:
    """The clean and the corrupted picture, (1, 1, 28, 28) each. Raises Unanswerable."""
    if question.noise is not None and question.amount > NOISES[question.noise].maximum:
        raise Unanswerable("There is not that much of this kind of noise.")
    x = ink_of(question.drawing)
    if x is None:
        raise Unanswerable("There is no digit here that could be corrupted.")
    try:
        return x, corrupted(x, question.noise, question.amount, question.seed, question.marks)
    except drawing.BadDrawing as error:
        raise Unanswerable(str(error)) from error


def _found(question: Corrupt) -> dict[str, Loaded]:
    named = ((name, shelf.find(name)) for name in question.networks)
    return {name: one for name, one in named if one is not None}


@torch.inference_mode()
def denoise(question: Corrupt) -> dict[str, Any]:
    """What the networks see of the corrupted digit, in words too, how far off it is in dB, and what each answers.

    Raises Unanswerable for a drawing, or marks, that are none.
    """
    clean, x = _pictures(question)
    before = float(psnr(x, clean))
    given = {name: answer(one, x, clean) for name, one in _found(question).items()}
    best = max((one.psnr for one in given.values() if one.psnr == one.psnr), default=None)
    wrong = f"Corrupted: {decibels(before)} dB, squared error {figure(float(squared_error(x, clean)))}"
    return {
        "seen": picture(x),
        "note": wrong if before < NO_DIFFERENCE else "Not corrupted yet",
        "before": round(before, 2) if before < NO_DIFFERENCE else None,
        "answers": {name: denoised(one, before, best=one.psnr == best) for name, one in given.items()},
    }


@torch.inference_mode()
def again(question: Corrupt) -> dict[str, Any]:
    """For each network the corrupted picture and STEPS answers in a row, with their PSNR in dB. Raises Unanswerable."""
    clean, x = _pictures(question)
    return {"strips": {name: _strip(one, clean, x) for name, one in _found(question).items()}}


def _strip(one: Loaded, clean: Tensor, x: Tensor) -> list[dict[str, str]]:
    steps = [step.cpu() for step in denoised_repeatedly(one.model, x.to(one.model.device), STEPS)]
    return [{"picture": picture(step), "note": decibels(float(psnr(step, clean)))} for step in (x, *steps)]
