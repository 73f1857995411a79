"""The stacked autoencoder: learnt layer by layer, then unrolled (Hinton and Salakhutdinov 2006; Bengio et al. 2007)."""

from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .base import Autoencoder
from .choices import choice
from .registry import register


@register("stacked")
class StackedAutoencoder(Autoencoder):
    """784 - hidden - code and back: sigmoid layers, a linear code, and one matrix for each way up and down.

    A level is one autoencoder of the stack: it goes up by W and comes down by the transpose of the same W, with biases
    of its own for each way (tied weights, Vincent et al. 2010, section 2.2). pretraining.py trains them one by one.
    """

    objective = r"\lVert g(f(x)) - x \rVert^2"

    @dataclass(frozen=True)
    class Config(Autoencoder.Config):
        """`hidden`: sizes of the sigmoid layers on the way up; `noise`: share of a level's inputs set to 0 in training.

        Without noise a layer larger than its input could learn to copy it. `gain`: how much larger than Glorot's the
        first random weights are; 4 keeps signals alive through sigmoids (Glorot and Bengio 2010 derive 1 for tanh).
        """

        hidden: tuple[int, ...] = choice(
            (1000, 1000, 500), "Hidden layers", "Units of the sigmoid layers on the way up.", low=1, high=2000, most=5
        )
        noise: float = choice(
            0.25, "Noise", "Share of each level's inputs that is set to 0 in training.", low=0.0, high=0.9, step=0.05
        )
        gain: float = choice(
            4.0,
            "Gain",
            "How much larger than Glorot's the first random weights are.",
            stops=(1.0, 2.0, 4.0, 8.0),
            advanced=True,
        )

    config: Config

    def __init__(self, config: Config):
        super().__init__(config)
        sizes = tuple(pairwise((784, *config.hidden, config.code_size)))
        fresh = (torch.empty(units, inputs) for inputs, units in sizes)
        self.weights = nn.ParameterList(nn.init.xavier_uniform_(weight, config.gain) for weight in fresh)
        self.up_biases = nn.ParameterList(torch.zeros(b) for _, b in sizes)
        self.down_biases = nn.ParameterList(torch.zeros(a) for a, _ in sizes)

    @property
    def levels(self) -> int:
        """How many autoencoders are stacked."""
        return len(self.weights)

    def up(self, h: Tensor, level: int) -> Tensor:
        """One level up: (N, inputs) -> (N, units), through a sigmoid except at the code."""
        raised = F.linear(h, self.weights[level], self.up_biases[level])
        return raised if level == self.levels - 1 else raised.sigmoid()

    def down_logits(self, h: Tensor, level: int) -> Tensor:
        """One level down: (N, units) -> what stands before the sigmoid of the level below, (N, inputs)."""
        return F.linear(h, self.weights[level].T, self.down_biases[level])

    def encode_to(self, x: Tensor, levels: int) -> Tensor:
        """Images (N, 1, 28, 28) through the first `levels` levels: (N, units); 0 levels give the pixels (N, 784)."""
        h = x.flatten(1)
        for level in range(levels):
            h = self.up(h, level)
        return h

    def decode_from(self, h: Tensor, levels: int) -> Tensor:
        """From the answers (N, units) after `levels` levels back down to images (N, 1, 28, 28) in [0, 1]."""
        for level in reversed(range(levels)):
            # float(): under bfloat16 autocast the sigmoid would otherwise round pixels to three digits.
            h = self.down_logits(h, level).float().sigmoid()
        return h.reshape(-1, 1, 28, 28)

    def encode(self, x: Tensor) -> Tensor:
        return self.encode_to(x, self.levels)

    def decode(self, z: Tensor) -> Tensor:
        return self.decode_from(z, self.levels)

    def encoder_layers(self) -> list[nn.Module]:
        layers: list[nn.Module] = []
        for weight, bias in zip(self.weights, self.up_biases, strict=True):
            level = nn.Linear(weight.shape[1], weight.shape[0], device="meta")  # holds nothing of its own
            level.weight, level.bias = weight, bias
            layers += [level, nn.Sigmoid()]
        return layers[:-1]

    def activations(self, x: Tensor) -> dict[str, Tensor]:
        named, h = {}, x.flatten(1)
        for level in range(self.levels):
            h = self.up(h, level)
            named["code" if level == self.levels - 1 else f"hidden {level + 1}"] = h
        return named
