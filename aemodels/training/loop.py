"""The one training loop, for the command line and the app."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from ..data.augmentation import random_affine
from ..support.device import multiplies_bfloat16
from .config import MOMENTUM, TrainConfig
from .optimisers import OPTIMISERS, Optimiser, one_cycle

EXPLODED = 2  # times the first batch's loss: pixels lie in [0, 1], so even a hopeless squared error cannot grow far


@dataclass(frozen=True)
class Progress:
    """Where a training stands after an epoch: mean losses over its batches, seconds spent and seconds to go."""

    epoch: int
    epochs: int
    losses: dict[str, float]
    seconds: float
    seconds_left: float


class Learner(Protocol):
    """The module that `fit` trains."""

    def loss(self, x: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
        """The mean loss over a batch, "loss", and its terms."""

    def named_parameters(self) -> Iterator[tuple[str, nn.Parameter]]: ...
    def train(self) -> Any: ...
    def eval(self) -> Any: ...


Fit = Callable[[Learner, Tensor, TrainConfig], list[Progress]]  # `fit`, or one that shows a bar besides


class TrainingDiverged(RuntimeError):
    """The loss is no longer a finite number, or far above where it began."""


def check_loss(loss: float, first: float, when: str, learning_rate: float) -> None:
    """Raise TrainingDiverged when `loss` is no finite number or above EXPLODED times `first`; says what to change."""
    remedy = f"try a smaller learning rate, such as {learning_rate / 10:g}"
    if not math.isfinite(loss):
        raise TrainingDiverged(f"the loss became {loss} {when}; {remedy}")
    if loss > EXPLODED * first:
        raise TrainingDiverged(f"the loss rose from {first:.4g} to {loss:.4g} {when}; {remedy}")


def _augment(batch: Tensor, share: float, generator: torch.Generator) -> Tensor:
    count = round(share * len(batch))
    return torch.cat([random_affine(batch[:count], generator), batch[count:]]) if count else batch


def decaying(model: Learner) -> set[str]:
    """Names of the parameters that weight decay is for: matrices and filters, no biases, gains and tokens.

    None where the model says, by `decays_itself`, that its loss has a weight decay of its own.
    """
    if getattr(model, "decays_itself", False):
        return set()
    return {name for name, parameter in model.named_parameters() if parameter.dim() > 1}


def _optimiser(model: Learner, config: TrainConfig) -> Optimiser:
    if config.optimiser not in OPTIMISERS:
        raise ValueError(f"no optimiser is called {config.optimiser!r}; known are: {', '.join(OPTIMISERS)}")
    names, named = decaying(model), dict(model.named_parameters())
    decayed, free = ([named[name] for name in named if (name in names) == wanted] for wanted in (True, False))
    return OPTIMISERS[config.optimiser](decayed, free, config.decay)


def fit(
    model: Learner,
    data: Tensor,
    config: TrainConfig,
    on_epoch: Callable[[Progress], None] | None = None,
    on_step: Callable[[int], None] | None = None,
) -> list[Progress]:
    """Train `model` in place on images (N, 1, 28, 28) in [0, 1] that lie, like the model, whole on one device.

    Calls nothing of the model but `model.loss(x, generator)`, and decays what `decaying` names. `on_step(step)` after
    each gradient step and `on_epoch(progress)` after each epoch may raise to stop. Returns one Progress per epoch and
    leaves the model in eval mode. The order of the data, the affine changes and the loss's own randomness follow from
    `config.seed`. Raises TrainingDiverged when an epoch's loss is not finite or above EXPLODED times the first batch's,
    and ValueError when there is nothing to train on or no such optimiser.
    """
    generator = torch.Generator(data.device).manual_seed(config.seed)
    optimiser = _optimiser(model, config)
    batches = -(-len(data) // config.batch_size)
    steps = config.epochs * batches
    if steps < 1:
        raise ValueError("there is nothing to train on: at least one image and one epoch are needed")
    half = config.bfloat16 and multiplies_bfloat16(data.device)
    history: list[Progress] = []
    start = time.perf_counter()
    try:
        for epoch in range(1, config.epochs + 1):
            model.train()  # again each time: a callback may have looked at the model in eval mode
            totals: dict[str, Tensor] = {}
            order = torch.randperm(len(data), generator=generator, device=data.device)
            for number, chosen in enumerate(order.split(config.batch_size)):
                x = _augment(data[chosen], config.affine_share, generator)
                with torch.autocast(data.device.type, torch.bfloat16, enabled=half):
                    terms = model.loss(x, generator)
                optimiser.zero_grad()
                terms["loss"].backward()
                step = (epoch - 1) * batches + number
                rate, momentum = one_cycle(step, steps, config.learning_rate)
                optimiser.step(rate, momentum if optimiser.cycled else MOMENTUM)
                if step == 0:
                    first = terms["loss"].detach()
                for name, term in terms.items():
                    totals[name] = totals.get(name, 0) + term.detach() * (len(chosen) / len(data))
                if on_step:
                    on_step(step + 1)
            seconds = time.perf_counter() - start
            losses = {name: float(total) for name, total in totals.items()}
            history.append(Progress(epoch, config.epochs, losses, seconds, seconds / epoch * (config.epochs - epoch)))
            check_loss(losses["loss"], float(first), f"in epoch {epoch}", config.learning_rate)
            if on_epoch:
                on_epoch(history[-1])
    finally:
        model.eval()
    return history
