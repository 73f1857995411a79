"""The one training loop, for the command line and the app."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from .augmentation import random_affine
from .variants.base import Autoencoder


@dataclass(frozen=True)
class TrainConfig:
    """How a model is trained: AdamW under a one-cycle schedule (Smith and Topin 2018)."""

    epochs: int = 30
    batch_size: int = 256
    learning_rate: float = 2e-3  # at the top of the cycle
    decay: float = 1e-2  # AdamW's decoupled weight decay
    seed: int = 0
    affine_share: float = 0.5  # share of each batch that random_affine changes
    bfloat16: bool = False  # matrix products in bfloat16, weights and sums in float32


@dataclass(frozen=True)
class Progress:
    """Where a training stands after an epoch: mean losses over its batches, seconds spent and seconds to go."""

    epoch: int
    epochs: int
    losses: dict[str, float]
    seconds: float
    seconds_left: float


class TrainingDiverged(RuntimeError):
    """The loss is no longer a finite number."""


def _augment(batch: Tensor, share: float, generator: torch.Generator) -> Tensor:
    count = round(share * len(batch))
    return torch.cat([random_affine(batch[:count], generator), batch[count:]]) if count else batch


def fit(
    model: Autoencoder,
    data: Tensor,
    config: TrainConfig,
    on_epoch: Callable[[Progress], None] | None = None,
    on_step: Callable[[int], None] | None = None,
) -> list[Progress]:
    """Train `model` in place on images (N, 1, 28, 28) in [0, 1] that lie, like the model, whole on one device.

    Calls nothing of the model but `model.loss(x, generator)`. `on_step(step)` after each gradient step and
    `on_epoch(progress)` after each epoch may raise to stop. Returns one Progress per epoch and leaves the model in
    eval mode. The order of the data, the affine changes and the loss's own randomness follow from `config.seed`.
    Raises TrainingDiverged when an epoch's loss is not finite and ValueError when there is nothing to train on.
    """
    generator = torch.Generator(data.device).manual_seed(config.seed)
    optimiser = torch.optim.AdamW(model.parameters(), lr=config.learning_rate, weight_decay=config.decay, fused=True)
    batches = -(-len(data) // config.batch_size)
    steps = config.epochs * batches
    if steps < 1:
        raise ValueError("there is nothing to train on: at least one image and one epoch are needed")
    rise = 0.2 if steps != 5 else 0.21  # OneCycleLR divides by rise * steps - 1
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, config.learning_rate, steps, pct_start=rise)
    history: list[Progress] = []
    start = time.perf_counter()
    try:
        for epoch in range(1, config.epochs + 1):
            model.train()  # again each time: a callback may have looked at the model in eval mode
            totals: dict[str, Tensor] = {}
            order = torch.randperm(len(data), generator=generator, device=data.device)
            for number, chosen in enumerate(order.split(config.batch_size)):
                x = _augment(data[chosen], config.affine_share, generator)
                with torch.autocast(data.device.type, torch.bfloat16, enabled=config.bfloat16):
                    terms = model.loss(x, generator)
                optimiser.zero_grad()
                terms["loss"].backward()
                optimiser.step()
                schedule.step()
                for name, term in terms.items():
                    totals[name] = totals.get(name, 0) + term.detach() * (len(chosen) / len(data))
                if on_step:
                    on_step((epoch - 1) * batches + number + 1)
            seconds = time.perf_counter() - start
            losses = {name: float(total) for name, total in totals.items()}
            history.append(Progress(epoch, config.epochs, losses, seconds, seconds / epoch * (config.epochs - epoch)))
            if not torch.isfinite(totals["loss"]):
                raise TrainingDiverged(
                    f"the loss became {losses['loss']} in epoch {epoch}; try a smaller learning rate"
                )
            if on_epoch:
                on_epoch(history[-1])
    finally:
        model.eval()
    return history
