"""One number's way through a network: a pixel, a unit of the first layer, a number of the code, the picture."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from ..support.kept import per_model
from . import shelf
from .answers import ink_or
from .door import Unanswerable
from .messages import Follow
from .pictures import packed, picture, pictures
from .shelf import Loaded
from .units import HIGHEST

LARGEST = 10  # contributions to a number of the code that are told one by one


@dataclass(frozen=True, eq=False)
class Way:
    """What a number passes in an encoder: a hidden layer of weighted sums, perhaps others, and the code's layer."""

    first: nn.Linear
    norm: nn.LayerNorm | None
    function: nn.Module
    between: nn.Sequential  # the hidden layers after the first
    last: nn.Linear
    ending: nn.Module | None  # what the layer of the code makes of its sums

    @property
    def layers(self) -> int:
        """How many hidden layers there are."""
        return 1 + sum(isinstance(layer, nn.Linear) for layer in self.between)


@per_model
def way(loaded: Loaded) -> Way | None:
    """The way through a model's encoder; None where a hidden unit is no weighted sum of pixels, or there is none."""
    layers = loaded.model.encoder_layers() or []
    sums = [(place, layer) for place, layer in enumerate(layers) if isinstance(layer, nn.Linear)]
    if len(sums) < 2:
        return None
    (_, first), (second, _), (end, last) = sums[0], sums[1], sums[-1]
    norm = layers[1] if isinstance(layers[1], nn.LayerNorm) else None
    ending = layers[end + 1] if end + 1 < len(layers) else None
    return Way(first, norm, layers[second - 1], nn.Sequential(*layers[second:end]), last, ending)


def name_of(function: nn.Module | None) -> str | None:
    """What an activation function is called."""
    if function is None:
        return None
    name = type(function).__name__
    return name.lower() if name in ("Sigmoid", "Tanh") else name  # GELU and ReLU are written so


def _said(value: Tensor) -> float:
    """A number that JSON can hold, and a page show."""
    return float(value.double().nan_to_num(0, HIGHEST, -HIGHEST).clamp(-HIGHEST, HIGHEST))


def _all_said(**values: Tensor) -> dict[str, float]:
    return {name: _said(value) for name, value in values.items()}


@torch.inference_mode()
def follow(question: Follow) -> dict[str, Any]:
    """Every step's arithmetic in the model's own numbers, and the pictures at both ends.

    Sums are made here in double precision; they agree with what the model answers but for its rounding. Raises
    Unanswerable for a model that is not here or has no such way, and for a unit or number that it does not have.
    """
    loaded = shelf.find(question.network)
    steps: Way | None = None if loaded is None else way(loaded)
    if loaded is None or steps is None:
        raise Unanswerable("There is no network here of that name whose numbers can be followed.")
    if question.unit >= steps.first.out_features or question.number > loaded.card.code_size:
        raise Unanswerable("This network has no such unit or no such number in its code.")
    x, own = ink_or(question.drawing, question.instead)
    given, unit, number = x.to(loaded.model.device), question.unit, question.number - 1
    hidden = _hidden(steps, given).repeat(2, 1)
    hidden[1, unit] = 0
    posterior, z = _code(loaded, given, question.seed)
    return {
        "own": own,
        "picture": picture(x),
        "pixel": _pixel(steps, x, unit, question.pixel),
        "unit": _unit(steps, given, unit) | {"strongest": int(hidden[0].abs().argmax())},
        "code": _contributions(steps, hidden, unit, number) | {"strongest": int(z.abs().argmax()) + 1},
        "posterior": None if posterior is None else {name: _said(part[number]) for name, part in posterior.items()},
        "output": _output(loaded, z, number, question.pixel),
    }


def _pixel(steps: Way, x: Tensor, unit: int, pixel: int) -> dict[str, float]:
    """The pixel, the unit's weight for it, and their product."""
    value, weight = x.flatten()[pixel].double(), steps.first.weight[unit, pixel].cpu().double()
    return _all_said(value=value, weight=weight, product=value * weight)


def _hidden(steps: Way, x: Tensor) -> Tensor:
    """What the first layer answers to x (1, 1, 28, 28): (1, units)."""
    sums = steps.first(x.flatten(1))
    return steps.function(sums if steps.norm is None else steps.norm(sums))


def _unit(steps: Way, x: Tensor, unit: int) -> dict[str, Any]:
    """The unit's 784 products as a picture, their sum, and what bias, normalisation and activation function make of it.

    The picture is int8, 127 at the unit's strongest weight: what that weight times ink would be.
    """
    weights = steps.first.weight[unit].double()
    products = weights * x.flatten().double()
    total, bias = products.sum(), steps.first.bias[unit].double()
    bent, norm = total + bias, None
    if steps.norm is not None:
        sums = steps.first(x.flatten(1))[0].double()
        mean, spread = sums.mean(), (sums.var(correction=0) + steps.norm.eps).sqrt()
        gain, shift = steps.norm.weight[unit].double(), steps.norm.bias[unit].double()
        bent = (bent - mean) / spread * gain + shift
        norm = _all_said(mean=mean, spread=spread, gain=gain, shift=shift, after=bent)
    shown = (127 * products / weights.abs().max().clamp_min(1e-12)).nan_to_num().round().to(torch.int8)
    said = _all_said(sum=total, bias=bias, before=total + bias, answer=steps.function(bent))
    return said | {"products": packed(shown), "norm": norm}


def _contributions(steps: Way, hidden: Tensor, unit: int, number: int) -> dict[str, Any]:
    """What adds up to a number of the code: weight times answer of the last hidden layer's units, and the bias.

    The LARGEST come one by one, and the unit's own where it is one of them; `rest` is the sum of the others. `hidden`
    (2, units): what the first layer answers, and the same without the unit, which makes `without` of the number.
    """
    answers = steps.between(hidden)
    weights, bias = steps.last.weight[number].double(), steps.last.bias[number].double()
    parts = weights * answers[0].double()
    shown = parts.abs().topk(min(LARGEST, len(parts))).indices.tolist()
    direct = steps.layers == 1
    if direct and unit not in shown:
        shown.append(unit)
    total, rest = parts.sum() + bias, parts.sum() - parts[shown].sum()
    ending = steps.ending or nn.Identity()
    ends = {"value": ending(total), "without": ending(steps.last(answers)[1, number])}
    return _all_said(bias=bias, rest=rest, sum=total, **ends) | {
        "parts": [{"unit": one, "part": _said(parts[one]), "weight": _said(weights[one])} for one in shown],
        "others": len(parts) - len(shown),
        "direct": direct,
    }


def _code(loaded: Loaded, x: Tensor, seed: int | None) -> tuple[dict[str, Tensor] | None, Tensor]:
    """The code of x (k,); for a generative model drawn from its posterior (Kingma and Welling 2014, section 2.4)."""
    if not loaded.card.generative:
        return None, loaded.model.encode(x)[0]
    mu, logvar = (part[0] for part in loaded.model.posterior(x))
    epsilon = torch.zeros_like(mu)
    if seed is not None:
        epsilon = torch.randn(mu.shape, generator=torch.Generator().manual_seed(seed)).to(mu)
    sigma = (0.5 * logvar).exp()
    z = mu + sigma * epsilon
    return {"mu": mu, "logvar": logvar, "sigma": sigma, "epsilon": epsilon, "z": z}, z


def _output(loaded: Loaded, z: Tensor, number: int, pixel: int) -> dict[str, Any]:
    """What the code z (k,) decodes to, with the number and with 0 instead: the pictures, and one of their pixels."""
    both = z.repeat(2, 1)
    both[1, number] = 0
    made = loaded.model.decode(both).cpu()
    as_it_is, without = pictures(made)
    here, gone = made.flatten(1)[:, pixel].double()
    return {
        "picture": as_it_is,
        "without": without,
        "value": _said(z[number]),
        "pixel": _all_said(now=here, without=gone),
    }
