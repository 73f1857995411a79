"""Which networks' numbers can be followed, where that begins, and what stays while the hand moves."""

from collections.abc import Iterable
from typing import Any

import torch

from .....live import shelf
from .....live.journey import Way, name_of, way
from .....live.pictures import picture
from .....support.kept import per_model
from .... import session
from ....runtime import Loaded
from ....shared.figures import named

USUAL = "vae"  # has every step that there is
REACH, POINTS = 6.0, 97  # of an activation function's curve, from -REACH to REACH


def followed(loaded: list[Loaded]) -> list[Loaded]:
    """The models whose hidden units are weighted sums of pixels or of one another."""
    return [one for one in loaded if way(one) is not None]


def default(names: Iterable[str]) -> str:
    """The name of the network that the view opens with, of these."""
    known = list(names)
    return USUAL if USUAL in known else known[0]


def not_followed(loaded: list[Loaded]) -> str:
    """A sentence about each kind of model that is not offered; empty where all are."""
    reasons: dict[str, list[str]] = {}
    for one in loaded:
        if way(one) is None:
            reasons.setdefault(_reason(one), []).append(one.card.title)
    told = [f"{', '.join(titles)}: {reason}." for reason, titles in reasons.items()]
    return f"Not offered here. {' '.join(told)}" if told else ""


def _reason(one: Loaded) -> str:
    if one.card.code_kind == "tokens":
        return "the code is a list of tokens that look at one another, not of numbers that are weighted sums"
    if one.model.encoder_layers() is None:
        return "a unit is a filter that answers at many places, so it has no single weighted sum of all pixels"
    return "there is no hidden layer, a number of the code is itself the weighted sum of pixels"


@per_model
@torch.inference_mode()
def plan(one: Loaded) -> dict[str, Any]:
    """The network, where to begin in it, and its activation function as a curve, for the journey component."""
    steps: Way = way(one)
    places = torch.linspace(-REACH, REACH, POINTS, device=one.model.device)
    x = session.example(3, style=1).to(one.model.device)
    units, numbers = one.model.activations(x)["hidden 1"][0], one.model.encode(x)[0]
    return named(one.card) | {
        "network": shelf.lend(one),
        "units": steps.first.out_features,
        "numbers": one.card.code_size,
        "answering": steps.last.in_features,
        "layers": steps.layers,
        # What speaks loudest of the example is where to begin.
        "usual": {"unit": int(units.abs().argmax()), "number": int(numbers.abs().argmax()) + 1},
        "function": name_of(steps.function),
        "ending": steps.ending and name_of(steps.ending),
        "instead": picture(x),
        "curve": {"reach": REACH, "values": [round(value, 4) for value in steps.function(places).tolist()]},
        "sampled": one.card.generative,
    }
