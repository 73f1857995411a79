"""Greedy pretraining: a stack of autoencoders, learnt one level after the other (Bengio et al. 2007)."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from .. import drawing
from ..data import strokes
from ..models import losses
from ..models.stacked import StackedAutoencoder
from .loop import Fit, Progress, TrainConfig, fit


class Level(nn.Module):
    """One level of a stack as a denoising autoencoder of its own, for `fit` (Vincent et al. 2010, section 3).

    Its parameters are those of this level alone. It is given images; the levels below bring them up to its inputs, and
    learn nothing.
    """

    def __init__(self, model: StackedAutoencoder, level: int):
        super().__init__()
        self.weight, self.up_bias = model.weights[level], model.up_biases[level]
        self.down_bias = model.down_biases[level]
        self._stack = [model]  # in a list, so that the other levels do not become parameters of this one
        self.level = level

    def corrupt(self, h: Tensor, generator: torch.Generator) -> Tensor:
        """h (N, inputs) with the configured share of its numbers set to 0."""
        luck = torch.rand(h.shape, generator=generator, device=generator.device).to(h.device)
        return torch.where(luck < self._stack[0].config.noise, 0, h)

    def loss(self, x: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
        """Cross-entropy in nats between the level's inputs and what it redraws of them when they are corrupted.

        All inputs, pixels or sigmoid units, lie in [0, 1], which cross-entropy takes as probabilities.
        """
        model = self._stack[0]
        with torch.no_grad():
            h = model.encode_to(x, self.level)
        answer = model.up(self.corrupt(h, generator), self.level)
        nats = losses.bernoulli_nll(model.down_logits(answer, self.level).float(), h.float()).mean()
        return {"loss": nats, "cross_entropy": nats}


def greedy(
    model: StackedAutoencoder,
    x: Tensor,
    config: TrainConfig,
    on_stage: Callable[[int], None] | None = None,
    fit: Fit = fit,
) -> list[list[Progress]]:
    """Train the levels of `model` in place, from the pixels up, each for `config.epochs`, on images x (N, 1, 28, 28).

    `on_stage(levels)` after each tells how many are trained by now and may raise to stop. Returns each level's history
    of `training.fit`, and leaves the model in eval mode.
    """
    histories = []
    for level in range(model.levels):
        histories.append(fit(Level(model, level), x, config))
        if on_stage:
            on_stage(level + 1)
    model.eval()
    return histories


@torch.no_grad()
def film_frame(model: StackedAutoencoder, levels: int) -> Tensor:
    """The ten hand-made example digits through the first `levels` levels and back: uint8 (10, 784)."""
    x = torch.cat([drawing.from_strokes(strokes.digit(label)) for label in range(10)])
    x = x.to(model.device)
    redrawn = model.decode_from(model.encode_to(x, levels), levels)
    return redrawn.flatten(1).mul(255).round().to(torch.uint8).cpu()
