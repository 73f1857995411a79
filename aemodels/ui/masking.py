"""What the masking page computes: holes filled, attention, curves, and how few patches suffice."""

from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from .. import codes, completion
from ..cards import Card
from ..live.latent import test_codes
from ..live.pictures import picture
from ..recognition import NEIGHBOURS
from ..variants.masked import PATCHES, MaskedAutoencoder, pixels_of
from .figures import named
from .runtime import Loaded
from .state import Mask

NOBODY = {"name": "mean", "title": "Mean digit", "hue": None}  # what no model at all would answer


def completes(card: Card) -> bool:
    """Whether a model can be asked what it was not shown."""
    return card.code_kind == "tokens"


@torch.inference_mode()
def fill(loaded: Loaded, x: Tensor, hidden: Tensor) -> Tensor:
    """x (1, 1, 28, 28) with what the model puts in the patches of `hidden` (1, 49), on the CPU."""
    device = loaded.model.device
    return completion.fill(loaded.model, x.to(device), hidden.to(device)).cpu()


def filled(models: list[Loaded], x: Tensor, mask: Mask) -> list[dict[str, Any]]:
    """Everybody's answer to the hole, the masked model (first of `models`) first, the mean digit last."""
    hidden = mask.tensor()
    mean = models[0].statistics["mean_image"].float()[None, None]
    answers = [(named(one.card), fill(one, x, hidden)) for one in models]
    answers.append((NOBODY, torch.where(pixels_of(hidden), mean, x)))
    return [who | {"picture": picture(y), "error": _error(y, x, hidden)} for who, y in answers]


def _error(y: Tensor, x: Tensor, hidden: Tensor) -> float | None:
    return round(float(completion.error_in_hole(y, x, hidden)), 4) if hidden.any() else None


def words(answers: list[dict[str, Any]], mask: Mask) -> str:
    """What the answers show, in a sentence."""
    count = mask.hidden.count("1")
    if not count:
        return "Nothing is hidden. Hide a few patches, and everybody will fill them in."
    seen = f"{answers[0]['title']} saw {PATCHES - count} of {PATCHES} patches."
    best = min(answers, key=lambda one: one["error"])
    if best is answers[0]:
        second = min(answers[1:], key=lambda one: one["error"])
        if not best["error"]:
            return f"{seen} Here it comes closest."
        times = f"{second['error'] / best['error']:.1f} times"
        return f"{seen} Here it comes closest: the next best error, of {second['title']}, is {times} as large."
    return f"{seen} Here {best['title']} comes closer."


@torch.inference_mode()
def looks(loaded: Loaded, x: Tensor, mask: Mask) -> dict[str, Any]:
    """Where the asked patch looks among the visible ones, for each block and head, for the gaze component.

    A visible patch looks in the encoder, which knows no others. A hidden one is only there in the decoder.
    """
    model: MaskedAutoencoder = loaded.model
    hidden, device = mask.tensor(), loaded.model.device
    visible = (~hidden[0]).nonzero()[:, 0]
    is_hidden = bool(hidden[0, mask.asked])
    if is_hidden:
        found = model.decoder_attention(x.to(device), hidden.to(device))
        rows = torch.stack([block[0, :, mask.asked] for block in found]).cpu()[:, :, visible]
    else:
        found = model.attention(x.to(device), hidden.to(device))
        rows = torch.stack([block[0, :, int((visible == mask.asked).nonzero())] for block in found]).cpu()
    maps = torch.zeros(*rows.shape[:2], PATCHES)
    maps[:, :, visible] = rows
    return {
        "picture": picture(torch.where(pixels_of(hidden), 0, x)),
        "hidden": mask.hidden,
        "asked": mask.asked,
        "part": "decoder" if is_hidden else "encoder",
        "maps": [[[round(v, 3) for v in head] for head in block] for block in maps.tolist()],
        "sent": mask.sent,
    }


def chart(models: list[Loaded]) -> dict[str, Any]:
    """Error in the hole against the share of patches hidden, on the test set, for the curves component."""
    known = [one for one in models if "hole_error" in one.statistics]
    lines = [named(one.card) | _line(one, "hole_error") for one in known]
    lines.append(NOBODY | _line(models[0], "hole_error_of_mean"))
    highest = max(value for line in lines for value in line["y"])
    return {
        "name": f"holes {','.join(line['name'] for line in lines)}",
        "title": "Squared error per hidden pixel on 1,000 test digits, by share of patches hidden",
        "x": {"title": "Share of the patches that is hidden", "domain": [0, 1]},
        "y": {"title": "Squared error per hidden pixel", "domain": [0, 0.05 * (1 + highest // 0.05)]},
        "trained": 0,
        "lines": lines,
    }


def _line(one: Loaded, entry: str) -> dict[str, Any]:
    shares, values = (one.statistics[key].tolist() for key in ("hole_share", entry))
    return {"x": [round(share, 3) for share in shares], "y": [round(value, 4) for value in values]}


def steps(loaded: Loaded, x: Tensor, revealed: tuple[int, ...]) -> list[dict[str, Any]]:
    """What the model expects after each revealed patch, and how the nearest test digits vote on that: from 0 on."""
    pixels = x.mul(255).round().byte().numpy().tobytes()
    return [_step(loaded, pixels, revealed[:count]) for count in range(len(revealed) + 1)]


@lru_cache(maxsize=4000)
def _step(loaded: Loaded, pixels: bytes, revealed: tuple[int, ...]) -> dict[str, Any]:
    x = torch.frombuffer(bytearray(pixels), dtype=torch.uint8).reshape(1, 1, 28, 28) / 255
    hidden = torch.ones(1, PATCHES, dtype=torch.bool)
    hidden[0, list(revealed)] = False
    expected = fill(loaded, x, hidden)
    counts = votes(loaded, expected)
    return {"picture": picture(expected), "votes": counts, "vote": counts.index(max(counts)), "patches": len(revealed)}


@torch.inference_mode()
def votes(loaded: Loaded, x: Tensor) -> list[int]:
    """How many of the ten test digits whose codes are nearest to that of x (1, 1, 28, 28) are of each class."""
    z = loaded.model.features(x.to(loaded.model.device)).cpu()
    places = codes.neighbours(z, test_codes(loaded), NEIGHBOURS)[1][0]
    return torch.bincount(loaded.statistics["labels"][places].long(), minlength=10).tolist()


def settled(found: list[dict[str, Any]], label: int) -> int | None:
    """After how many patches the vote went to `label` and stayed there; None when it does not stand there."""
    stays = None
    for step in found:
        stays = (step["patches"] if stays is None else stays) if step["vote"] == label else None
    return stays
