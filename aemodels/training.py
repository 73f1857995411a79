"""The one training loop, for the command line and the app."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .augmentation import random_affine
from .choices import choice
from .device import multiplies_bfloat16
from .optimisers import MOMENTUM, OPTIMISERS, Optimiser, one_cycle

EXPLODED = 2  # times the first batch's loss: pixels lie in [0, 1], so even a hopeless squared error cannot grow far


@dataclass(frozen=True)
class TrainConfig:
    """How a model is trained: AdamW, unless told otherwise, under a one-cycle schedule (Smith and Topin 2018).

    As the learning rate rises from a 25th of its value and falls again, AdamW's and Adam's first beta, their momentum,
    falls from 0.95 to 0.85 and rises again; SGD's momentum stays at MOMENTUM. `bfloat16` has an effect only where the
    device multiplies such numbers natively (device.multiplies_bfloat16); elsewhere they would be slower than float32.
    """

    epochs: int = choice(
        30,
        "Epochs",
        "How often each training digit is seen.",
        stops=(1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 100, 200),
    )
    batch_size: int = choice(
        256,
        "Batch",
        "Digits that are looked at before the weights move one step.",
        unit="digits",
        stops=(16, 32, 64, 128, 256, 512, 1024),
    )
    learning_rate: float = choice(
        2e-3,
        "Learning rate",
        "How far each step goes, at the top of the schedule: it rises for the first fifth of the training, then falls.",
        stops=(1e-5, 1e-4, 3e-4, 1e-3, 2e-3, 3e-3, 5e-3, 1e-2, 3e-2, 0.1, 1.0, 10.0),
    )
    decay: float = choice(
        1e-2,
        "Weight decay",
        "Pulls weights towards zero at every step, apart from the loss (with SGD and Adam: as a part of it); biases, "
        "gains and the mask token stay free. A kind whose loss has a weight decay of its own does without this one.",
        stops=(0.0, 1e-4, 1e-3, 1e-2, 0.1, 1.0),
        aside=True,
    )
    seed: int = choice(
        0,
        "Seed",
        "The same seed gives the same start, the same order and the same curves.",
        low=0,
        high=9999,
        aside=True,
    )
    affine_share: float = choice(
        0.5,
        "Moved digits",
        "Share of each batch that is slightly turned, sheared, scaled and shifted, so that your own hand lies within "
        "what the network knows.",
        low=0.0,
        high=1.0,
        step=0.25,
        aside=True,
    )
    bfloat16: bool = choice(
        False,
        "Half precision",
        "Matrix products in bfloat16 where the processor has them, weights and sums in float32.",
        aside=True,
    )
    optimiser: str = choice(
        "adamw",
        "Optimiser",
        "The rule that turns gradients into steps. The schedule also moves the momentum of AdamW and Adam, between "
        f"0.95 and 0.85; that of SGD stays at {MOMENTUM}.",
        options=tuple(OPTIMISERS),
        aside=True,
    )


@dataclass(frozen=True)
class Progress:
    """Where a training stands after an epoch: mean losses over its batches, seconds spent and seconds to go."""

    epoch: int
    epochs: int
    losses: dict[str, float]
    seconds: float
    seconds_left: float


Fit = Callable[[nn.Module, Tensor, TrainConfig], list[Progress]]  # `fit`, or one that shows a bar besides


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


def decaying(model: nn.Module) -> set[str]:
    """Names of the parameters that weight decay is for: matrices and filters, no biases, gains and tokens.

    None where the model says, by `decays_itself`, that its loss has a weight decay of its own.
    """
    if getattr(model, "decays_itself", False):
        return set()
    return {name for name, parameter in model.named_parameters() if parameter.dim() > 1}


def _optimiser(model: nn.Module, config: TrainConfig) -> Optimiser:
    if config.optimiser not in OPTIMISERS:
        raise ValueError(f"no optimiser is called {config.optimiser!r}; known are: {', '.join(OPTIMISERS)}")
    names, named = decaying(model), dict(model.named_parameters())
    decayed, free = ([named[name] for name in named if (name in names) == wanted] for wanted in (True, False))
    return OPTIMISERS[config.optimiser](decayed, free, config.decay)


def fit(
    model: nn.Module,
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
    first: Tensor | None = None
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
                first = terms["loss"].detach() if first is None else first
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
