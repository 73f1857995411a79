"""The convolutional autoencoder: small filters that slide over the picture (LeCun et al. 1998; Masci et al. 2011)."""

from dataclasses import dataclass
from itertools import pairwise

from torch import Tensor, nn

from .base import Autoencoder
from .choices import choice
from .layers import ACTIVATIONS, LayerSequence, activation_layer, convolution_block
from .registry import register


@register("convolutional")
class ConvolutionalAutoencoder(Autoencoder):
    """28 x 28 -> 14 x 14 by stride, -> 7 x 7 by pooling, then a linear code; back by transposed convolutions.

    A unit of a convolutional layer is a channel: one filter, asked at every place. `activations` gives its mean over
    the places.
    """

    objective = r"\lVert g(f(x)) - x \rVert^2"

    @dataclass(frozen=True)
    class Config(Autoencoder.Config):
        """`channels`: filters of the three convolutional layers; `dense`: units between them and the code, 0: none."""

        channels: tuple[int, int, int] = choice(
            (16, 32, 64), "Filters", "Filters of the three convolutional layers.", low=1, high=128, least=3, most=3
        )
        dense: int = choice(
            0, "Dense layer", "Units between the filters and the code; 0: none.", unit="units", stops=(0, 64, 128, 256)
        )
        activation: str = choice(
            "gelu", "Activation", "What each unit does with the sum of its inputs.", options=tuple(ACTIVATIONS)
        )

    config: Config

    def __init__(self, config: Config):
        super().__init__(config)
        if len(config.channels) != 3:
            raise ValueError(
                f"there are three convolutional layers, so channels cannot have {len(config.channels)} entries"
            )
        first, second, third = config.channels
        act = config.activation
        self.encoder = LayerSequence(
            convolution_block(nn.Conv2d(1, first, 5, stride=2, padding=2), act),
            convolution_block(nn.Conv2d(first, second, 3, padding=1), act, nn.AvgPool2d(2)),
            convolution_block(nn.Conv2d(second, third, 3, padding=1), act),
        )
        self.to_code = self._dense(third * 49, config.dense, config.code_size)
        self.from_code = self._dense(config.code_size, config.dense, third * 49)
        self.decoder = nn.Sequential(
            nn.Unflatten(1, (third, 7, 7)),
            nn.GroupNorm(1, third),
            activation_layer(act),
            convolution_block(nn.ConvTranspose2d(third, second, 4, stride=2, padding=1), act),
            nn.ConvTranspose2d(second, 1, 4, stride=2, padding=1),
        )

    def _dense(self, *sizes: int) -> nn.Sequential:
        """Linear layers through the sizes that are not 0, with the non-linearity between them."""
        layers: list[nn.Module] = []
        for inputs, outputs in pairwise(size for size in sizes if size):
            between = [nn.LayerNorm(inputs), activation_layer(self.config.activation)] if layers else []
            layers += [*between, nn.Linear(inputs, outputs)]
        return nn.Sequential(*layers)

    def encode(self, x: Tensor) -> Tensor:
        return self.to_code(self.encoder(x).flatten(1))

    def decode(self, z: Tensor) -> Tensor:
        # float(): under bfloat16 autocast the sigmoid would otherwise round pixels to three digits.
        return self.decoder(self.from_code(z)).float().sigmoid()

    def activations(self, x: Tensor) -> dict[str, Tensor]:
        maps = self.encoder.layer_outputs(x)
        means = {f"hidden {number}": answers.mean((2, 3)) for number, answers in enumerate(maps, 1)}
        return means | {"code": self.to_code(maps[-1].flatten(1))}
