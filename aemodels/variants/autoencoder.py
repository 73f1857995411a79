"""The plain autoencoder: a bottleneck and nothing else (Hinton and Salakhutdinov 2006)."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .. import losses
from ..registry import register
from .base import Autoencoder
from .layers import DenseStack


@register("autoencoder")
class DenseAutoencoder(Autoencoder):
    """784 - hidden - code - hidden mirrored - 784 with a linear code and pixels through a sigmoid."""

    objective = r"\lVert g(f(x)) - x \rVert^2"

    @dataclass(frozen=True)
    class Config(Autoencoder.Config):
        """Sizes of the encoder's hidden layers (the decoder mirrors them) and what each layer does."""

        code_size: int = 30
        hidden: tuple[int, ...] = (1000, 500, 250)
        activation: str = "gelu"
        normalise: bool = True

    def __init__(self, config: Config):
        super().__init__(config)
        hidden = tuple(config.hidden)
        self.encoder = DenseStack((784, *hidden), config.activation, config.normalise)
        self.to_code = self.code_layer(hidden[-1])
        self.decoder = DenseStack((config.code_size, *reversed(hidden)), config.activation, config.normalise)
        self.to_pixels = nn.Linear(hidden[0], 784)

    def code_layer(self, inputs: int) -> nn.Module:
        """The layer from the last hidden layer to the code: (N, inputs) -> (N, code_size)."""
        return nn.Linear(inputs, self.config.code_size)

    def encode(self, x: Tensor) -> Tensor:
        return self.to_code(self.encoder(x.flatten(1)))

    def logits(self, z: Tensor) -> Tensor:
        """Codes (N, code_size) -> pixels before the sigmoid (N, 1, 28, 28)."""
        # float(): under bfloat16 autocast the sigmoid would otherwise round pixels to three digits.
        return self.to_pixels(self.decoder(z)).float().reshape(-1, 1, 28, 28)

    def decode(self, z: Tensor) -> Tensor:
        return self.logits(z).sigmoid()

    def loss(self, x: Tensor, generator: torch.Generator) -> dict[str, Tensor]:  # noqa: ARG002 nothing random here
        error = losses.squared_error(self(x), x).mean()
        return {"loss": error, "squared_error": error}

    def activations(self, x: Tensor) -> dict[str, Tensor]:
        hidden = self.encoder.each(x.flatten(1))
        named = {f"hidden {number}": h for number, h in enumerate(hidden, 1)}
        return named | {"code": self.to_code(hidden[-1])}
