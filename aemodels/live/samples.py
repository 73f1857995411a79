"""New digits: drawn from a prior, and from what was fitted to the codes of a network that has none."""

from typing import Any

import torch
from torch import Tensor

from ..evaluation import latent, mixtures
from ..evaluation.mixtures import Mixture
from ..support.kept import per_model
from .door import Unanswerable
from .latent import asked, decode, encode, test_codes, usual_distance
from .messages import Distribution, Sample
from .pictures import pictures
from .shelf import Loaded

DIGITS = 30  # drawn from each distribution


@per_model
def distribution_of(loaded: Loaded, parts: int) -> Mixture | None:
    """The prior of a generative model (0 parts), or so many Gaussians that were fitted to the codes of training digits.

    None where a model has no such distribution.
    """
    if parts:
        return mixtures.kept(loaded.statistics, parts)
    return mixtures.standard_normal(loaded.card.code_size) if loaded.card.generative else None


def drawn(distribution: Mixture, seed: int, temperature: float) -> Tensor:
    """The codes (DIGITS, k) of a distribution that belong to a seed and a temperature."""
    return distribution.sample(DIGITS, torch.Generator().manual_seed(seed), temperature)


@torch.inference_mode()
def sample(question: Sample) -> dict[str, Any]:
    """DIGITS new digits from each distribution in turn: {"sheets": [{"pictures": [...], "note"}, ...]}.

    The note counts those that their own encoder takes for nothing it knows: whose code, decoded and encoded again, is
    further from every test digit's code than 95 % of those are from each other. The drawn codes themselves would not
    do: a prior has room that the codes do not fill. Raises Unanswerable for what is not here.
    """
    return {"sheets": [_sheet(one, question.seed, question.temperature) for one in question.sources]}


def _sheet(source: Distribution, seed: int, temperature: float) -> dict[str, Any]:
    loaded = asked(source.network)[0]
    distribution = distribution_of(loaded, source.parts)
    if distribution is None:
        raise Unanswerable("This network has no such distribution to draw codes from.")
    x = decode(loaded, drawn(distribution, seed, temperature))
    far = latent.nearest(encode(loaded, x), test_codes(loaded))[0] > usual_distance(loaded)
    return {"pictures": pictures(x), "note": f"{int(far.sum())} of {DIGITS} look like no digit that it knows"}
