"""What stands around a code's sliders: their names, ranges and weights, and where they stand."""

from typing import Any

import torch
from torch import Tensor

from .....live import decoders, shelf
from .....live.pictures import packed
from .....live.sliders import axes
from .....support.kept import per_model
from .... import session
from ....runtime import Loaded
from ....shared.figures import model_hue
from ..placed import code_of

BASES = {"dimensions": "Its own dimensions", "principal": "Principal directions"}
Code = tuple[float, ...]


def begin(loaded: Loaded, start: str, x: Tensor | None, carried: tuple[str, tuple[float, ...]] | None) -> Code:
    """The code that the sliders start from; `carried`: model and code of the sample that was picked."""
    if start == "picked" and carried is not None:
        return carried[1]
    return tuple(code_of(loaded, start, x).tolist())


def take(loaded: Loaded, start: str, basis: str) -> None:
    """Take over what the sliders say. Raises BadInput, keeping the old, when it is no code."""

    def code_of(along: str, values: Code) -> Code:
        return tuple(axes(loaded, along).code(torch.tensor(values)).tolist())

    session.take_slid(loaded.card.name, start, basis, loaded.card.code_size, code_of)


def about(loaded: Loaded, basis: str) -> str:
    """What the sliders are, how they are sorted, and how many do nothing. Markdown."""
    along = axes(loaded, basis)
    dead = int(along.collapsed.sum())
    if basis == "principal":
        words = "The directions in which the test digits' codes vary most, by their share of the variance."
    elif along.unit == "nats":
        words = "By what each dimension tells of a digit: its KL to the prior in nats, mean over the test digits."
    else:
        words = "By how much each dimension varies over the test digits: its share of the codes' variance."
    return words + (f" **{dead} of {len(along.names)} have collapsed**: moving them changes nothing." if dead else "")


@per_model
def panel(loaded: Loaded, basis: str, start: Code, now: Code | None) -> dict[str, Any]:
    """The sliders component's data for codes of k numbers: where it started, and where it stands (None: there still).

    `axes` (origin (k,) and directions (k, k), float32) turn the sliders' values into a code; `ask` tells the door and
    the browser's own decoder which network it is.
    """
    along = axes(loaded, basis)
    begun, values = along.values(torch.tensor(start)), along.values(torch.tensor(now or start))
    low, high = along.low.minimum(begun).minimum(values), along.high.maximum(begun).maximum(values)
    rows = [
        {
            "name": along.names[i],
            "low": _rounded(low[i]),
            "high": _rounded(high[i]),
            "start": _rounded(begun[i]),
            "weight": round(float(along.weights[i] / along.weights[0].clamp_min(1e-12)), 4),
            "note": f"{float(along.weights[i]):.1f} {along.unit}" if not along.collapsed[i] else "collapsed",
            "collapsed": bool(along.collapsed[i]),
        }
        for i in range(len(values))
    ]
    return {
        "hue": model_hue(loaded.card.name),
        "rows": rows,
        "values": [_rounded(value) for value in values],
        "axes": {"origin": packed(along.origin), "directions": packed(along.directions)},
        "ask": {
            "network": shelf.lend(loaded),
            "basis": basis,
            "start": [round(value, 6) for value in start],
            "files": decoders.addresses(loaded),
        },
    }


def _rounded(value: Tensor) -> float:
    return round(float(value), 4)
