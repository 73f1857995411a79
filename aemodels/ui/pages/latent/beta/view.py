"""One network at several weights of its KL term: what that buys and what it costs, on the card and on a drawing."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from .....evaluation import dimensions
from .....evaluation.dimensions import Places
from .....live.latent import decode, encode, test_codes
from .....live.pictures import picture
from .....live.sheets import sheet
from .....live.sliders import COLLAPSED, STRIP
from .....live.words import figure
from .....store import extras
from .....store.cards import Card, PretrainedError
from .....support.kept import per_model
from .... import session
from ....runtime import Loaded
from ....shared.figures import model_hue

SPAN = 2.5  # standard deviations of the prior to each side of a traversal
START = 1.0  # the beta in whose order the rows stand: that of the variational bound
IMAGES = 2_000  # digits by which dimensions are matched


def swept(card: Card) -> bool:
    """Whether a shipped model was trained at several settings of beta."""
    return not session.is_own(card) and "by_beta" in card.metrics


@per_model
def checkpoints(loaded: Loaded) -> dict[float, Loaded] | PretrainedError:
    """The model at each beta, ascending; the error, which is a sentence, when its extras cannot be read."""
    try:
        found = extras.load_extras(loaded.card.name)
    except PretrainedError as error:
        return error
    return {beta: replace(loaded, model=model) for beta, model in extras.checkpoints(loaded.model, found).items()}


def nearest(betas: Iterable[float]) -> int:
    """Number of the beta nearest to the one that the visitor looked at when the slider was mounted."""
    wanted = session.BETA.begun().beta
    far = [abs(beta - wanted) for beta in betas]
    return far.index(min(far))


@per_model
@torch.inference_mode()
def _places(loaded: Loaded) -> list[Places]:
    """Where each network's dimensions stand, so that those that tell the same of a digit share a row.

    They are matched by the codes that the networks give to the same digits: the model's reconstructions of test digits,
    for of these themselves only codes are here.
    """
    models = checkpoints(loaded)
    x = decode(loaded, test_codes(loaded)[:IMAGES])
    weights = [_kl(loaded, beta) for beta in models]
    return dimensions.places([encode(one, x) for one in models.values()], weights, COLLAPSED, list(models).index(START))


def _kl(loaded: Loaded, beta: float) -> Tensor:
    return torch.tensor(loaded.card.metrics["by_beta"][f"{beta:g}"]["kl_per_dimension"])


def shown(loaded: Loaded, models: dict[float, Loaded], x: Tensor | None) -> dict[str, Any]:
    """The betas component's data: for each beta the card's figures, x (1, 1, 28, 28) redrawn, and its traversals.

    A traversal takes one dimension from -SPAN to SPAN, or back where it runs the other way (`_places`), while the
    others stay. Those of most KL come first at START, and at other betas what matches them.
    """
    seen, places = session.example(3) if x is None else x, _places(loaded)
    rows = [
        _row(one, loaded.card.metrics["by_beta"][f"{beta:g}"], place, seen)
        for (beta, one), place in zip(models.items(), places, strict=True)
    ]
    matched = [_matched(list(models), at, places[at], _kl(loaded, beta)) for at, beta in enumerate(models)]
    return {
        "hue": model_hue(loaded.card.name),
        "picture": picture(seen),
        "whose": "An example, until you draw" if x is None else "Your drawing",
        "columns": STRIP,
        "start": list(models).index(START),
        "betas": [
            {"beta": beta, "matched": words} | about
            for beta, words, (about, _) in zip(models, matched, rows, strict=True)
        ],
        "strips": sheet(torch.cat([strips for _, strips in rows]), STRIP),
    }


def _matched(betas: list[float], at: int, places: Places, kl: Tensor) -> str:
    """How well the rows of a network are those of its neighbour on the way to START."""
    start = betas.index(START)
    if at == start:
        return "The rows of the five other networks stand where they match these."
    beside = betas[at - 1 if at > start else at + 1]
    alike, speaks = places.likeness[places.likeness > 0], int((kl >= COLLAPSED).sum())
    if not len(alike):
        return f"No row matches one of beta {beside:g}."
    range_ = " to ".join(dict.fromkeys(f"{float(value):.2f}" for value in (alike.min(), alike.max())))
    words = f"{len(alike)} of {speaks} match a row of beta {beside:g}: correlation {range_}."
    return words if len(alike) == speaks else f"{words} What matches none is marked new."


def _row(one: Loaded, figures: dict[str, Any], places: Places, x: Tensor) -> tuple[dict[str, Any], Tensor]:
    z, kl = encode(one, x)[0], torch.tensor(figures["kl_per_dimension"])
    moved = z.repeat(len(z), STRIP, 1)  # (k, STRIP, k)
    moved[torch.arange(len(z)), :, places.order] = places.signs[:, None] * torch.linspace(-SPAN, SPAN, STRIP)
    x_hat = decode(one, z[None])
    about = {
        "rate": round(figures["kl"], 2),
        "distortion": round(figures["reconstruction"], 2),
        "active": figures["active_units"],
        "picture": picture(x_hat),
        "error": figure(float((x_hat - x).square().sum())),
        "dims": [_dimension(place, int(i), kl, bool(places.likeness[place])) for place, i in enumerate(places.order)],
    }
    return about, decode(one, moved.flatten(0, 1))


def _dimension(place: int, i: int, kl: Tensor, matched: bool) -> dict[str, Any]:
    collapsed = bool(kl[i] < COLLAPSED)
    return {
        "name": chr(ord("A") + place),
        "own": f"z {i + 1} of this network",
        "note": "collapsed" if collapsed else f"{float(kl[i]):.1f} nats",
        "weight": round(float(kl[i] / kl.max().clamp_min(1e-9)), 4),
        "collapsed": collapsed,
        "matched": matched,
    }
