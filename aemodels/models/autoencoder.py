"""The plain autoencoder: a bottleneck and nothing else (Hinton and Salakhutdinov 2006)."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .base import Autoencoder
from .choices import choice
from .layers import ACTIVATIONS, DenseStack
from .registry import register


@register("autoencoder")
class DenseAutoencoder(Autoencoder):
    """784 - hidden - code - hidden mirrored - 784 with a linear code and pixels through a sigmoid."""

    objective = r"\lVert g(f(x)) - x \rVert^2"

    @dataclass(frozen=True)
    class Config(Autoencoder.Config):
        """Sizes of the encoder's hidden layers (the decoder mirrors them) and what each layer does."""

        hidden: tuple[int, ...] = choice(
            (1000, 500, 250),
            "Hidden layers",
            "Units in each layer between the pixels and the code, such as 500, 250. The decoder mirrors them.",
            unit="units",
            low=1,
            high=2000,
            most=5,
        )
        activation: str = choice(
            "gelu", "Activation", "What each unit does with the sum of its inputs.", options=tuple(ACTIVATIONS)
        )
        normalise: bool = choice(
            True,
            "Layer normalisation",
            "Brings the inputs of a layer's units to mean 0 and spread 1, which makes deep networks easier to train.",
            advanced=True,
        )

    config: Config

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

    def encoder_layers(self) -> list[nn.Module]:
        parts = (self.encoder, self.to_code)
        return [layer for part in parts for layer in part.modules() if not list(layer.children())]

    def decoder_layers(self) -> list[nn.Module]:
        return [*(layer for block in self.decoder.blocks for layer in block.children()), self.to_pixels, nn.Sigmoid()]

    def activations(self, x: Tensor) -> dict[str, Tensor]:
        hidden = self.encoder.layer_outputs(x.flatten(1))
        named = {f"hidden {number}": h for number, h in enumerate(hidden, 1)}
        return named | {"code": self.to_code(hidden[-1])}

    def decodable_layers(self) -> tuple[str, ...]:
        return (*(f"hidden {number}" for number in range(1, len(self.encoder.blocks) + 1)), "code")

    def _up_to_code(self, layer: str, activations: Tensor) -> Tensor:
        if layer == "code":
            return activations
        for block in self.encoder.blocks[self.decodable_layers().index(layer) + 1 :]:
            activations = block(activations)
        return self.code_of(self.to_code(activations))

    def code_of(self, outputs: Tensor) -> Tensor:
        """The code among the code layer's outputs (N, outputs): (N, code_size)."""
        return outputs

    def incoming_weights(self, layer: str) -> Tensor:
        """For "hidden 1" its weights; for deeper layers the product of all weight matrices up to there.

        The product is what a network of straight lines would look for: LayerNorm's centring and gains are in it, its
        division by the spread and the non-linearities are not.
        """
        product = torch.eye(784, device=self.to_pixels.weight.device)
        for block in self.encoder.blocks[: self.decodable_layers().index(layer) + 1]:
            product = _linear_part(block) @ product
        if layer == "code":
            product = self.code_of((_linear_part(self.to_code) @ product).T).T
        return product.reshape(-1, 1, 28, 28)


def _linear_part(layer: nn.Module) -> Tensor:
    """The weights (outputs, inputs) of a linear layer or of a block of layers that begins with one."""
    first, *rest = layer if isinstance(layer, nn.Sequential) else [layer]
    weight: Tensor = first.get_parameter("weight")
    for norm in rest:
        if isinstance(norm, nn.LayerNorm):
            weight = norm.weight[:, None] * (weight - weight.mean(0))
    return weight
