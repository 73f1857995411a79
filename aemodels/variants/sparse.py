"""The sparse autoencoder: many units, few of them active (Ng, Sparse autoencoder, CS294A lecture notes)."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .. import losses
from ..registry import register
from .autoencoder import DenseAutoencoder


@register("sparse")
class SparseAutoencoder(DenseAutoencoder):
    """Sigmoid layers; a KL penalty pulls each first-layer unit's mean activation rho_hat towards rho."""

    @dataclass(frozen=True)
    class Config(DenseAutoencoder.Config):
        """`rho`: target mean activation; `beta`, `weight_decay`: the penalties' weights beside the squared error."""

        hidden: tuple[int, ...] = (300,)
        activation: str = "sigmoid"
        normalise: bool = False
        rho: float = 0.02
        beta: float = 0.1
        weight_decay: float = 1e-5

    def code_layer(self, inputs: int) -> nn.Module:
        return nn.Sequential(nn.Linear(inputs, self.config.code_size), nn.Sigmoid())

    def loss(self, x: Tensor, generator: torch.Generator) -> dict[str, Tensor]:  # noqa: ARG002 nothing random here
        hidden = self.encoder.each(x.flatten(1))
        x_hat = self.decode(self.to_code(hidden[-1]))
        weights = [parameter for parameter in self.parameters() if parameter.dim() == 2]
        terms = {
            "squared_error": losses.squared_error(x_hat, x).mean(),
            "sparsity": self.config.beta * losses.sparsity_kl(hidden[0].float().mean(0), self.config.rho).sum(),
            "weight_decay": self.config.weight_decay * losses.weight_decay(weights),
        }
        return {"loss": sum(terms.values()), **terms}
