"""A model's answer to a picture, measured, put into words and ready to paint; and what is asked while a pen moves."""

from dataclasses import dataclass
from math import isfinite
from typing import Any

import torch
from torch import Tensor

from ..drawing import BadDrawing
from ..evaluation.metrics import decibels as psnr_of
from ..evaluation.metrics import share_above, squared_error
from ..support.kept import per_model
from . import shelf
from .door import Unanswerable
from .drawn import seen
from .latent import test_codes
from .messages import Drawn, Redraw
from .pictures import image, picture, pictures
from .shelf import Loaded
from .words import decibels, figure, nearest, pictured, place, rank, usually

KNOWN = 1000  # test codes among which the nearest is looked for: all 10,000 would take ten times as long
NO_DIFFERENCE = 100  # dB; what metrics.psnr says of a picture and itself


@dataclass(frozen=True)
class Answer:
    """What a model made of one input: its picture, code as bars (-1 to 1), squared error and PSNR against clean x.

    `near`: the label of the test picture whose code is nearest, of the first KNOWN.
    """

    loaded: Loaded
    picture: str
    bars: list[float]
    error: float
    psnr: float  # dB
    near: int


def answer(loaded: Loaded, seen: Tensor, clean: Tensor | None = None) -> Answer:
    """The model's answer to `seen`, measured against `clean` (default: `seen` itself); both (1, 1, 28, 28)."""
    return answer_all(loaded, seen, clean)[0]


@per_model
def _known(loaded: Loaded) -> tuple[Tensor, Tensor]:
    """The squared lengths (KNOWN,) of the first test codes, and these, a column each: (k, KNOWN)."""
    codes = test_codes(loaded)[:KNOWN]
    return codes.square().sum(1), codes.T.contiguous()


@torch.inference_mode()
def answer_all(loaded: Loaded, seen: Tensor, clean: Tensor | None = None) -> list[Answer]:
    """The same of several inputs (N, 1, 28, 28) at once: reading the weights costs more than the sums."""
    given = seen.to(loaded.model.device)
    code = loaded.model.features(given)
    z = code.cpu()
    # What tokens decode to is not what a model of tokens redraws.
    x_hat = (loaded.model.decode(code) if loaded.card.code_kind == "vector" else loaded.model(given)).cpu()
    errors = squared_error(x_hat, seen if clean is None else clean)
    bars = (z.double() / loaded.code_reach).clamp(-1, 1).numpy().round(3).tolist()
    lengths, known = _known(loaded)
    # Squared distances but for |z|^2, which all share: a fifth of the time that cdist takes.
    near = loaded.statistics["labels"][torch.addmm(lengths, z, known, alpha=-2).argmin(1)].tolist()
    found = zip(pictures(x_hat), bars, errors.tolist(), psnr_of(errors).tolist(), near, strict=True)
    return [Answer(loaded, *one) for one in found]


def _painted(given: Answer) -> dict[str, Any]:
    return {"picture": given.picture, "code": given.bars, "error": round(given.error, 4)}


def redrawn(given: Answer, best: bool = False) -> dict[str, Any]:
    """How far the reconstruction is off, on a scale that all networks share, and what the network's usual error is.

    `more`: where that stands among the network's own errors on test digits. A network with large errors everywhere
    ranks high there, so it says nothing about who is closer.
    """
    better = share_above(given.loaded.statistics["error_quantiles"], given.error)
    words = {
        "main": figure(given.error),
        "short": figure(given.error),
        "unit": "squared error",
        "place": place(given.error),
        "rank": usually(given.loaded.card),
        "more": rank(better, pictured(given.loaded.card), len(given.loaded.statistics["labels"])),
        "near": nearest(given.loaded.card, given.near),
        "best": best,
    }
    return _painted(given) | words


def denoised(given: Answer, before: float, best: bool) -> dict[str, Any]:
    """How many decibels the model won over the corrupted picture, whose PSNR is `before` dB."""
    words: dict[str, Any]
    if before >= NO_DIFFERENCE:
        told = decibels(given.psnr)
        words = {"main": told, "short": f"{told} dB", "unit": "dB", "rank": f"squared error {figure(given.error)}"}
    else:
        won = given.psnr - before
        words = {
            "main": decibels(abs(won)),
            "short": f"{'+' if won >= 0 else '−'}{decibels(abs(won))} dB",
            "unit": "dB gained" if won >= 0 else "dB lost",
            "rank": f"{decibels(given.psnr)} dB, squared error {figure(given.error)}",
            "best": best and won > 0,
        }
    return _painted(given) | words | {"psnr": round(given.psnr, 2)}


def ink_of(drawn: Drawn) -> Tensor | None:
    """What the networks see of what a page sends, None while there is no ink. Raises Unanswerable."""
    try:
        return seen(drawn)
    except BadDrawing as error:
        raise Unanswerable(str(error)) from error


def ink_or(drawn: Drawn, instead: bytes | None, blank: bool = False) -> tuple[Tensor, bool]:
    """What the networks see of a drawing, or of the picture `instead` while there is no ink; and whether it is drawn.

    `blank`: whether an empty picture that nobody has drawn on counts as one. Raises Unanswerable where there is none.
    """
    x = ink_of(drawn)
    if x is None and blank and drawn.picture is not None and not drawn.strokes:
        x = image(drawn.picture)
    if x is not None:
        return x, True
    if instead is None:
        raise Unanswerable("There is nothing to look at yet.")
    return image(instead), False


def redraw_all(questions: list[Redraw]) -> list[dict[str, Any] | Unanswerable]:
    """What the networks see of each drawing and how each of them redraws it, or why there is no answer.

    Those that are not here do not answer. Each network is asked about all the drawings at once.
    """
    seen = [_attempted(question.drawing) for question in questions]
    drawn = {i: x for i, x in enumerate(seen) if isinstance(x, Tensor)}
    answers: dict[int, dict[str, Answer]] = {i: {} for i in drawn}
    for name in dict.fromkeys(name for i in drawn for name in questions[i].networks):
        who, loaded = [i for i in drawn if name in questions[i].networks], shelf.find(name)
        if loaded is None:
            continue
        for i, given in zip(who, answer_all(loaded, torch.cat([drawn[i] for i in who])), strict=True):
            answers[i][name] = given
    return [
        x
        if isinstance(x, Unanswerable)
        else {"seen": None if x is None else picture(x), "answers": _compared(answers.get(i, {}))}
        for i, x in enumerate(seen)
    ]


def _compared(answers: dict[str, Answer]) -> dict[str, Any]:
    """The answers of several networks to one drawing, the closest marked where there are others to compare it with."""
    errors = {name: given.error for name, given in answers.items() if isfinite(given.error)}
    closest = min(errors, key=errors.__getitem__, default=None)
    return {name: redrawn(given, len(answers) > 1 and name == closest) for name, given in answers.items()}


def _attempted(drawn: Drawn) -> Tensor | Unanswerable | None:
    try:
        return ink_of(drawn)
    except Unanswerable as error:
        return error
