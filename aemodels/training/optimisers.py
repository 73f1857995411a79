"""The optimisers of the training loop and their schedule: torch's arithmetic without its Optimizer class.

The first such object that a process makes brings in its compiler, hundreds of modules, in the middle of a class.
"""

import math
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.adam import adam as adam_step
from torch.optim.adamw import adamw as adamw_step
from torch.optim.sgd import sgd as sgd_step

RISE = 0.2  # share of the steps in which the learning rate rises
FIRST, LAST = 25, 1e4  # times that the rate is smaller at the start than at the top, and at the end than at the start
MOMENTA = (0.85, 0.95)  # of AdamW and Adam, in the middle and at both ends


class Optimiser:
    """Moves parameters against their gradients; `decay` is for the `decaying` ones only."""

    cycled = True  # whether the schedule moves the momentum

    def __init__(self, decaying: Iterable[nn.Parameter], free: Iterable[nn.Parameter], decay: float):
        self.groups = [(list(decaying), decay), (list(free), 0.0)]
        self._kept: dict[Tensor, tuple[Tensor | None, ...]] = {}

    def zero_grad(self) -> None:
        """Forget the gradients."""
        for parameters, _ in self.groups:
            for parameter in parameters:
                parameter.grad = None

    @torch.no_grad()
    def step(self, rate: float, momentum: float) -> None:
        """One step of size `rate` by the parameters' gradients; those without one stay."""
        for parameters, decay in self.groups:
            moved: list[Tensor] = [parameter for parameter in parameters if parameter.grad is not None]
            gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
            if moved:
                self._move(moved, gradients, rate, momentum, decay)

    def _move(self, moved: list[Tensor], gradients: list[Tensor], rate: float, momentum: float, decay: float) -> None:
        raise NotImplementedError


class _Adam(Optimiser):
    rule: Callable[..., None]

    def _move(self, moved: list[Tensor], gradients: list[Tensor], rate: float, momentum: float, decay: float) -> None:
        for one in moved:
            if one not in self._kept:
                count = torch.zeros((), dtype=torch.float32, device=one.device)
                self._kept[one] = (torch.zeros_like(one), torch.zeros_like(one), count)
        first, second, steps = map(list, zip(*(self._kept[one] for one in moved), strict=True))
        settings = {"amsgrad": False, "beta1": momentum, "beta2": 0.999, "eps": 1e-8, "maximize": False}
        type(self).rule(moved, gradients, first, second, [], steps, fused=True, lr=rate, weight_decay=decay, **settings)


class Adam(_Adam):
    """Kingma and Ba 2015, weight decay as a part of the gradient."""

    rule = adam_step


class AdamW(_Adam):
    """Loshchilov and Hutter 2019: weight decay apart from the gradient."""

    rule = adamw_step


class SGD(Optimiser):
    """The textbook's rule: gradients with a momentum that stays as it is."""

    cycled = False

    def _move(self, moved: list[Tensor], gradients: list[Tensor], rate: float, momentum: float, decay: float) -> None:
        kept = [self._kept.get(one, (None,))[0] for one in moved]
        settings: dict[str, Any] = {"dampening": 0.0, "nesterov": False, "maximize": False}
        sgd_step(moved, gradients, kept, fused=True, lr=rate, momentum=momentum, weight_decay=decay, **settings)
        self._kept |= {one: (buffer,) for one, buffer in zip(moved, kept, strict=True)}


OPTIMISERS: dict[str, type[Optimiser]] = {"adamw": AdamW, "adam": Adam, "sgd": SGD}


def one_cycle(step: int, steps: int, rate: float) -> tuple[float, float]:
    """Learning rate and momentum at `step` of 0 to steps - 1: Smith and Topin 2018, with cosines for straight lines.

    The rate rises from a 25th of `rate` in the first fifth of the steps and falls to nearly nothing in the others; the
    momentum goes the other way. As torch.optim.lr_scheduler.OneCycleLR has it, to the last bit.
    """
    rise = RISE if steps != 5 else 0.21  # with 5 steps the first of them would be the whole rise
    top, last = float(rise * steps) - 1, steps - 1
    low, high = MOMENTA
    start = rate / FIRST
    if step <= top:
        share = step / top
        return _between(start, rate, share), _between(high, low, share)
    share = (step - top) / (last - top)
    return _between(rate, start / LAST, share), _between(low, high, share)


def _between(start: float, end: float, share: float) -> float:
    return end + (start - end) / 2.0 * (math.cos(math.pi * share) + 1)
