"""What the sliders show: a direction each, its range and weight, and what moving along it would do."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ... import codes
from ...kept import per_model
from ...live.answers import figure
from ...live.pictures import picture
from ...metrics import squared_error
from .. import state
from ..figures import model_hue
from ..runtime import Loaded
from ..sheets import sheet
from .places import code_of, decode, test_codes

STRIP = 7  # pictures above a slider
COLLAPSED = 0.01  # nats; a dimension that carries less is switched off
BASES = {"dimensions": "Its own dimensions", "principal": "Principal directions"}
Code = tuple[float, ...]


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
    mean, directions, variances = (part.float() for part in codes.principal_directions(known))
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


def begin(loaded: Loaded, start: str, x: Tensor | None, carried: tuple[str, tuple[float, ...]] | None) -> Code:
    """The code that the sliders start from; `carried`: model and code of the sample that was picked."""
    if start == "picked" and carried is not None:
        return carried[1]
    return tuple(code_of(loaded, start, x).tolist())


def take(loaded: Loaded, standing: state.Stand) -> None:
    """Take over what the sliders say. Raises BadInput, keeping the old, when it is no code."""
    said = state.slid(standing, loaded.card.code_size)
    if said is not None:
        values, sent, done = said
        code = axes(loaded, standing.basis).code(torch.tensor(values))
        state.keep_stand(standing, code.tolist(), sent, done)


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
def rack(loaded: Loaded, basis: str, start: Code, now: Code | None) -> dict[str, Any]:
    """The sliders component's data for codes of k numbers: where it started, and where it stands (None: there still).

    Kept, because it stays the same from the moment when the hand takes a slider until it lets go.
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
        "strips": sheet(_strips(loaded, along, values, low, high), STRIP),
    }


def _rounded(value: Tensor) -> float:
    return round(float(value), 4)


def _strips(loaded: Loaded, along: Axes, values: Tensor, low: Tensor, high: Tensor) -> Tensor:
    """STRIP pictures for each slider as it goes from low to high while the others stay -> (k * STRIP, 1, 28, 28)."""
    share = torch.linspace(0, 1, STRIP)[:, None]
    moved = values.repeat(len(values), STRIP, 1)  # (k, STRIP, k)
    each = torch.arange(len(values))
    moved[each, :, each] = (low + share * (high - low)).T
    return decode(loaded, along.code(moved.flatten(0, 1)))


def shown(loaded: Loaded, start: Code, now: Code, begun_as: str) -> list[dict[str, Any]]:
    """The digits at two codes of k numbers, for the decoded component: where it stands now and where it started."""
    both = torch.tensor([start, now])
    then, here = decode(loaded, both).split(1)
    labels, hue = loaded.statistics["labels"], model_hue(loaded.card.name)
    places = codes.nearest(both, test_codes(loaded))[1]
    near = [f"nearest test digit: {int(labels[i])}" for i in places]
    off = figure(float(squared_error(here, then)))
    return [
        {
            "title": "Now",
            "hue": hue,
            "picture": picture(here),
            "main": off,
            "note": f"squared error to the start; {near[1]}",
        },
        {"title": "Start", "hue": hue, "picture": picture(then), "main": "", "note": f"{begun_as}; {near[0]}"},
    ]
