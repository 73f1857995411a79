"""Holes in a digit: who fills them in how, and where a masked network looks."""

from math import isfinite
from typing import Any

import torch
from torch import Tensor

from ..evaluation import inpainting
from ..models.masked import MaskedAutoencoder
from ..models.patches import PATCHES, pixels_of
from ..store.cards import Card
from . import shelf
from .answers import ink_of
from .door import Unanswerable
from .messages import Chance, Drawn, Fill, Gaze
from .pictures import picture
from .shelf import Loaded

MEAN_DIGIT = "Mean digit"  # what no model at all would answer


def completes(card: Card) -> bool:
    """Whether a model can be asked what it was not shown."""
    return card.code_kind == "tokens"


def masked_network(name: str) -> Loaded:
    """The network of that name, which completes. Raises Unanswerable."""
    loaded = shelf.find(name)
    if loaded is None or not completes(loaded.card) or "mean_image" not in loaded.statistics:
        raise Unanswerable("There is no network here that could fill in what is hidden.")
    return loaded


def by_chance(count: int, seed: int) -> str:
    """`count` of the 49 patches hidden by chance: "1" where one is."""
    mask = inpainting.random_masks(1, count, torch.Generator().manual_seed(seed))[0]
    return "".join("1" if hidden else "0" for hidden in mask.tolist())


def mask_tensor(hidden: str) -> Tensor:
    """A mask as models take it: bool (1, 49)."""
    return torch.tensor([[patch == "1" for patch in hidden]])


def _hidden_in(mask: str | Chance) -> str:
    return mask if isinstance(mask, str) else by_chance(mask.count, mask.seed)


def digit_of(drawing: Drawn) -> Tensor:
    """The digit (1, 1, 28, 28) that patches are hidden of. Raises Unanswerable."""
    x = ink_of(drawing)
    if x is None:
        raise Unanswerable("There is no digit here of which something could be hidden.")
    return x


@torch.inference_mode()
def filled(loaded: Loaded, x: Tensor, hidden: Tensor) -> Tensor:
    """x (1, 1, 28, 28) with what the model puts in the patches of `hidden` (1, 49), on the CPU."""
    device = loaded.model.device
    return loaded.model.fill(x.to(device), hidden.to(device)).cpu()


def fill(question: Fill) -> dict[str, Any]:
    """What is hidden, everybody's answer to the hole with its error, and what they show in a sentence.

    Raises Unanswerable for a drawing that is none, and for a masked network that is none.
    """
    x, masked = digit_of(question.drawing), masked_network(question.masked)
    bits = _hidden_in(question.mask)
    hidden = mask_tensor(bits)
    others = ((name, shelf.find(name)) for name in question.networks)
    models = {question.masked: masked} | {name: one for name, one in others if one is not None}
    mean = masked.statistics["mean_image"].float()[None, None]
    answers = {name: _told(filled(one, x, hidden), x, hidden) for name, one in models.items()}
    nobody = _told(torch.where(pixels_of(hidden), mean, x), x, hidden)
    errors = [(one.card.title, answers[name]["error"]) for name, one in models.items()]
    return {
        "hidden": bits,
        "answers": answers,
        "mean": nobody,
        "words": _words([*errors, (MEAN_DIGIT, nobody["error"])], bits.count("1")),
    }


def _told(y: Tensor, x: Tensor, hidden: Tensor) -> dict[str, Any]:
    error = float(inpainting.error_in_hole(y, x, hidden))
    return {"picture": picture(y), "error": round(error, 4) if hidden.any() and isfinite(error) else None}


def _words(errors: list[tuple[str, float | None]], count: int) -> str:
    """What the errors by title, the masked network's first, show when `count` patches are hidden."""
    if not count:
        return "Nothing is hidden. Hide a few patches, and everybody will fill them in."
    (title, own), *others = errors
    seen = f"{title} saw {PATCHES - count} of {PATCHES} patches."
    second, least = min(((who, error) for who, error in others if error is not None), key=lambda one: one[1])
    if own is None or own > least:
        return f"{seen} Here {second} comes closer."
    if not own:
        return f"{seen} Here it comes closest."
    return f"{seen} Here it comes closest: the next best error, of {second}, is {least / own:.1f} times as large."


@torch.inference_mode()
def gaze(question: Gaze) -> dict[str, Any]:
    """Where the asked patch looks among the visible ones, for each block and head.

    A visible patch looks in the encoder, which knows no others. A hidden one is only there in the decoder. Raises
    Unanswerable for a drawing that is none, and for a network that is no masked one.
    """
    x, loaded = digit_of(question.drawing), masked_network(question.network)
    model: MaskedAutoencoder = loaded.model  # type: ignore[assignment]  # as its card has told
    bits, asked, device = _hidden_in(question.mask), question.asked, loaded.model.device
    hidden = mask_tensor(bits)
    visible = (~hidden[0]).nonzero()[:, 0]
    is_hidden = bool(hidden[0, asked])
    if is_hidden:
        found = model.decoder_attention(x.to(device), hidden.to(device))
        rows = torch.stack([block[0, :, asked] for block in found]).cpu()[:, :, visible]
    else:
        found = model.attention(x.to(device), hidden.to(device))
        rows = torch.stack([block[0, :, int((visible == asked).nonzero())] for block in found]).cpu()
    maps = torch.zeros(*rows.shape[:2], PATCHES)
    maps[:, :, visible] = rows.nan_to_num()
    return {
        "picture": picture(torch.where(pixels_of(hidden), 0, x)),
        "hidden": bits,
        "asked": asked,
        "part": "decoder" if is_hidden else "encoder",
        "maps": [[[round(v, 3) for v in head] for head in block] for block in maps.tolist()],
    }
