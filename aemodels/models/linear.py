"""The linear autoencoder: what principal components analysis does (Baldi and Hornik 1989)."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from .base import Autoencoder
from .principal import principal_angles, principal_components
from .registry import register


@register("linear")
class LinearAutoencoder(Autoencoder):
    """784 - code - 784 with no non-linearity at all.

    Its best squared error is that of principal components, whose subspace it then spans (Bourlard and Kamp 1988; Baldi
    and Hornik 1989). Like theirs its pictures may leave [0, 1] a little; whoever paints them cuts them off there.
    """

    objective = r"\lVert W^\prime W x + b - x \rVert^2"
    bounded = False

    @dataclass(frozen=True)
    class Config(Autoencoder.Config):
        """`code_size`: how many numbers, or principal components, a picture becomes."""

    def __init__(self, config: Config):
        super().__init__(config)
        self.to_code = nn.Linear(784, config.code_size)
        self.to_pixels = nn.Linear(config.code_size, 784)

    def encode(self, x: Tensor) -> Tensor:
        return self.to_code(x.flatten(1))

    def decode(self, z: Tensor) -> Tensor:
        """Codes (N, code_size) -> images (N, 1, 28, 28), not cut off at 0 and 1: published errors count them so."""
        return self.to_pixels(z).float().reshape(-1, 1, 28, 28)

    def encoder_layers(self) -> list[nn.Module]:
        return [self.to_code]

    def decoder_layers(self) -> list[nn.Module]:
        return [self.to_pixels]

    @torch.no_grad()
    def fit_closed_form(self, x: Tensor) -> None:
        """Set the weights, in place, to the principal components of images x (N, 1, 28, 28): the best there are.

        Raises ValueError when the code is larger than a picture.
        """
        mean, directions = principal_components(x, self.code_size)
        self.to_code.weight.copy_(directions)
        self.to_code.bias.copy_(-directions @ mean)
        self.to_pixels.weight.copy_(directions.T)
        self.to_pixels.bias.copy_(mean)

    def activations(self, x: Tensor) -> dict[str, Tensor]:
        """The code alone: there is no other layer."""
        return {"code": self.encode(x)}

    def incoming_weights(self, layer: str) -> Tensor | None:
        """The directions that the code measures: (code_size, 1, 28, 28)."""
        return self.to_code.weight.reshape(-1, 1, 28, 28) if layer == "code" else None

    @torch.no_grad()
    def extra_metrics(self, x: Tensor, train: Tensor | None, seed: int) -> dict[str, Any]:  # noqa: ARG002 exact
        """Angles in degrees, ascending, between what the decoder spans and the principal components of `train`."""
        if train is None:
            return {}
        _, directions = principal_components(train, self.code_size)
        angles = principal_angles(self.to_pixels.weight, directions.T).tolist()
        return {"principal_angles": angles, "largest_principal_angle": angles[-1]}
