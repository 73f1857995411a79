"""What the maps show of models whose code is two numbers."""

from typing import Any

import torch
from torch import Tensor

from .....evaluation import holes
from .....evaluation.baselines import found
from .....live import decoders, shelf
from .....live.latent import decode, encode, test_codes
from .....live.pictures import packed
from .....live.sheets import light_sheet
from .....models.batches import in_batches
from .....support.kept import per_model
from ....runtime import Loaded
from ....session import REACH
from ....shared.figures import named

GRID = 16  # digits in a row of the manifold
FOG = 64  # fields in a row of the overlay that shows where the map does not know itself


@per_model
def _codes(loaded: Loaded) -> str:
    return packed(loaded.statistics["codes"])


def _grid(side: int) -> Tensor:
    """The middles of side x side equal fields of the map, row by row from its upper left corner: (side^2, 2)."""
    line = (torch.arange(side) + 0.5) * (2 * REACH / side) - REACH
    return torch.stack([line.repeat(side), line.flip(0).repeat_interleave(side)], 1)


@per_model
def _digits(loaded: Loaded) -> str:
    """What is decoded all over the map, GRID x GRID digits as one sheet."""
    return light_sheet(decode(loaded, _grid(GRID)), GRID)


@per_model
def _lost(loaded: Loaded) -> str:
    """How far off each place comes out, decoded and encoded again: FOG x FOG bytes, 255 for 1 or more."""
    places = _grid(FOG)
    astray = in_batches(lambda part: (encode(loaded, decode(loaded, part)) - part).norm(dim=1), places)
    return packed(astray.nan_to_num(1).clamp(0, 1).mul(255).byte())


@per_model
def labels_of(loaded: Loaded) -> str:
    """The test digits' labels, one byte each, in base64."""
    return packed(loaded.statistics["labels"])


@per_model
def _note(loaded: Loaded) -> str:
    share = found(loaded.card.metrics, ("holes",))
    known = "An unknown share" if share is None else f"{100 * share:.0f} %"
    empty = f"{known} of its land decodes to something no test digit is near"
    beyond = float((test_codes(loaded).abs() > REACH).any(1).float().mean())
    return empty if beyond < 0.02 else f"{100 * beyond:.0f} % of its codes lie beyond this map's edge. {empty}"


@per_model
def _holes(loaded: Loaded) -> dict[str, Any] | None:
    """The land where holes were looked for, and a bit for each of its fields (holes.py); None where nobody has."""
    if holes.FIELDS not in loaded.statistics:
        return None
    low, high = loaded.statistics[holes.BOX]
    if not (low < high).all():  # as a stranger may have written it
        return None
    return {
        "low": low.tolist(),
        "high": high.tolist(),
        "side": holes.SIDE,
        "fields": packed(loaded.statistics[holes.FIELDS]),
    }


@torch.inference_mode()
def map_of(loaded: Loaded, x: Tensor | None) -> dict[str, Any]:
    """The codes of the test digits (float16, base64), and where the drawing x (1, 1, 28, 28) lies.

    The note says how much of the map is empty, `holes` where. `network` and `files` tell the door and the browser's
    own decoder which network it is. For a generative model also the posterior's standard deviations, so that its
    ellipse is drawn to scale.
    """
    shown = named(loaded.card) | {
        "network": shelf.lend(loaded),
        "files": decoders.addresses(loaded),
        "prior": loaded.card.generative,
        "note": _note(loaded),
        "codes": _codes(loaded),
        "labels": labels_of(loaded),
        "digits": _digits(loaded),
        "lost": _lost(loaded),
        "holes": _holes(loaded),
        "own": None,
        "spread": None,
    }
    if x is None:
        return shown
    x = x.to(loaded.model.device)
    if loaded.card.generative:
        mu, logvar = loaded.model.posterior(x)
        return shown | {"own": _rounded(mu), "spread": _rounded((0.5 * logvar).exp())}
    return shown | {"own": _rounded(loaded.model.encode(x))}


def _rounded(z: Tensor) -> list[float]:
    return [round(value, 4) for value in z[0].tolist()]
