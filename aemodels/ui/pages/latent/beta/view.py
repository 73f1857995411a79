"""One network at several weights of its KL term: what that buys and what it costs, on the card and on a drawing."""

from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from .....live.latent import decode, encode
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


def shown(loaded: Loaded, models: dict[float, Loaded], x: Tensor | None) -> dict[str, Any]:
    """The betas component's data: for each beta the card's figures, x (1, 1, 28, 28) redrawn, and its traversals.

    A traversal takes one dimension from -SPAN to SPAN while the others stay; those of most KL come first.
    """
    seen = session.example(3) if x is None else x
    rows = [_row(beta, one, loaded.card.metrics["by_beta"][f"{beta:g}"], seen) for beta, one in models.items()]
    return {
        "hue": model_hue(loaded.card.name),
        "picture": picture(seen),
        "whose": "An example, until you draw" if x is None else "Your drawing",
        "columns": STRIP,
        "betas": [about for about, _ in rows],
        "strips": sheet(torch.cat([strips for _, strips in rows]), STRIP),
    }


def _row(beta: float, one: Loaded, figures: dict[str, Any], x: Tensor) -> tuple[dict[str, Any], Tensor]:
    z, kl = encode(one, x)[0], torch.tensor(figures["kl_per_dimension"])
    order = kl.argsort(descending=True)
    moved = z.repeat(len(z), STRIP, 1)  # (k, STRIP, k)
    each = torch.arange(len(z))
    moved[each, :, order] = torch.linspace(-SPAN, SPAN, STRIP)
    x_hat = decode(one, z[None])
    about = {
        "beta": beta,
        "rate": round(figures["kl"], 2),
        "distortion": round(figures["reconstruction"], 2),
        "active": figures["active_units"],
        "picture": picture(x_hat),
        "error": figure(float((x_hat - x).square().sum())),
        "dims": [
            {
                "name": f"z {int(i) + 1}",
                "note": "collapsed" if kl[i] < COLLAPSED else f"{float(kl[i]):.1f} nats",
                "weight": round(float(kl[i] / kl.max().clamp_min(1e-9)), 4),
                "collapsed": bool(kl[i] < COLLAPSED),
            }
            for i in order
        ],
    }
    return about, decode(one, moved.flatten(0, 1))
