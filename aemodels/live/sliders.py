"""A code as sliders: a direction each, what moving along it does, and the digit where they stand."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ..evaluation import latent
from ..evaluation.metrics import squared_error
from ..models.principal import principal_directions
from ..support.kept import per_model
from .latent import asked, decode, test_codes
from .messages import Slide, Strips
from .pictures import picture
from .sheets import sheet
from .shelf import Loaded

STRIP = 7  # pictures above a slider
COLLAPSED = 0.01  # nats; a dimension that carries less is switched off


@dataclass(frozen=True)
class Axes:
    """Directions of a code as sliders: code = origin + values @ directions; most important first."""

    origin: Tensor  # (k,)
    directions: Tensor  # (k, k), orthonormal rows
    low: Tensor  # (k,) 0.5 % and 99.5 % quantiles of the test codes along each direction
    high: Tensor
    names: list[str]
    weights: Tensor  # (k,) how much each matters, in `unit`
    unit: str
    collapsed: Tensor  # bool (k,)

    def values(self, code: Tensor) -> Tensor:
        """Codes (..., k) -> the sliders' values (..., k)."""
        return (code - self.origin) @ self.directions.T

    def code(self, values: Tensor) -> Tensor:
        """The sliders' values (..., k) -> codes (..., k)."""
        return self.origin + values @ self.directions


@per_model
def axes(loaded: Loaded, basis: str) -> Axes:
    """The model's own dimensions or the principal directions of its test codes, sorted by how much they matter.

    Own dimensions count by their KL to the prior where there is one, else by their share of the codes' variance.
    """
    known = test_codes(loaded)
    mean, directions, variances = (part.float() for part in principal_directions(known))
    if basis == "principal":
        weights, unit, origin = _percent(variances), "%", mean
        names, collapsed = [f"direction {i + 1}" for i in range(len(mean))], variances < 1e-4 * variances[0]
    else:
        kl = loaded.statistics.get("kl")
        weights = _percent(known.var(0)) if kl is None else kl
        order = weights.argsort(descending=True)
        unit, origin, directions = "%" if kl is None else "nats", torch.zeros_like(mean), torch.eye(len(mean))[order]
        weights, names = weights[order], [f"z {int(i) + 1}" for i in order]
        collapsed = torch.zeros(len(mean), dtype=torch.bool) if kl is None else weights < COLLAPSED
    placed = (known - origin) @ directions.T
    low, high = placed.quantile(torch.tensor([0.005, 0.995]), dim=0)
    # A collapsed dimension has no range of its own: it gets the prior's, to show that it does nothing.
    low, high = torch.where(collapsed, -2.0, low), torch.where(collapsed, 2.0, high)
    return Axes(origin, directions, low, high, names, weights, unit, collapsed)


def _percent(variances: Tensor) -> Tensor:
    """Each one's share of the sum in %; 0 where nothing varies."""
    return 100 * variances / variances.sum().clamp_min(1e-12)


def strips(question: Strips) -> dict[str, Any]:
    """STRIP pictures for each slider as it goes from its low end to its high one while the others stay: one sheet.

    Raises Unanswerable for a network that is not here, and for values that are not those of its sliders.
    """
    loaded, given = asked(question.network, question.values, question.low, question.high)
    values, low, high = given
    share = torch.linspace(0, 1, STRIP)[:, None]
    moved = values.repeat(len(values), STRIP, 1)  # (k, STRIP, k)
    each = torch.arange(len(values))
    moved[each, :, each] = (low + share * (high - low)).T
    return {"strips": sheet(decode(loaded, axes(loaded, question.basis).code(moved.flatten(0, 1))), STRIP)}


def slide(question: Slide) -> dict[str, Any]:
    """The digits at two codes, where the sliders stand and where they started, and the squared error between them.

    {"digits": [{"picture", "label" of the nearest test digit}, ...], "error"}. Raises Unanswerable for a network that
    is not here, and for codes that are not its own.
    """
    loaded, both = asked(question.network, question.code, question.start)
    here, then = decode(loaded, both).split(1)
    labels = loaded.statistics["labels"][latent.nearest(both, test_codes(loaded))[1]]
    return {
        "digits": [{"picture": picture(x), "label": int(label)} for x, label in zip((here, then), labels, strict=True)],
        "error": float(squared_error(here, then)),
    }
