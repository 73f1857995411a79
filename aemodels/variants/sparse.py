"""The sparse autoencoder: many units, few of them active (Ng, Sparse autoencoder, CS294A lecture notes)."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .. import losses
from ..choices import choice
from ..registry import register
from .autoencoder import DenseAutoencoder


class PenalisedAutoencoder(DenseAutoencoder):
    """Sigmoid layers, and a penalty on what the first one answers; subclasses say which penalty."""

    @dataclass(frozen=True)
    class Config(DenseAutoencoder.Config):
        """`beta`, `weight_decay`: the weights of the penalty and of the weights' decay beside the squared error."""

        hidden: tuple[int, ...] = (300,)
        activation: str = "sigmoid"
        normalise: bool = False
        beta: float = choice(
            0.1,
            "Weight of the sparsity, beta",
            "How much the penalty on the first layer's activity costs, beside the squared error. 0 asks for nothing.",
            stops=(0.0, 0.01, 0.03, 0.1, 0.15, 0.3, 1.0, 3.0, 10.0),
        )
        weight_decay: float = choice(
            1e-5,
            "Weight decay, lambda",
            "How much large weights cost: this times half the sum of their squares is added to the loss.",
            stops=(0.0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2),
            aside=True,
        )

    def code_layer(self, inputs: int) -> nn.Module:
        return nn.Sequential(nn.Linear(inputs, self.config.code_size), nn.Sigmoid())

    def penalty(self, hidden: Tensor) -> Tensor:
        """What first-layer activations (N, units) cost, summed over the units: a scalar, before the weight beta."""
        raise NotImplementedError

    def loss(self, x: Tensor, generator: torch.Generator) -> dict[str, Tensor]:  # noqa: ARG002 nothing random here
        hidden = self.encoder.each(x.flatten(1))
        x_hat = self.decode(self.to_code(hidden[-1]))
        weights = [parameter for parameter in self.parameters() if parameter.dim() == 2]
        terms = {
            "squared_error": losses.squared_error(x_hat, x).mean(),
            "sparsity": self.config.beta * self.penalty(hidden[0].float()),
            "weight_decay": self.config.weight_decay * losses.weight_decay(weights),
        }
        return {"loss": sum(terms.values()), **terms}


@register("sparse")
class SparseAutoencoder(PenalisedAutoencoder):
    """Sigmoid layers; a KL penalty pulls each first-layer unit's mean activation rho_hat towards rho."""

    objective = (
        r"\lVert g(f(x)) - x \rVert^2 + \beta \sum_j \mathrm{KL}(\rho \,\Vert\, \hat\rho_j)"
        r" + \tfrac{\lambda}{2} \lVert W \rVert^2"
    )

    @dataclass(frozen=True)
    class Config(PenalisedAutoencoder.Config):
        """`rho`: target mean activation; `beta`, `weight_decay`: the penalties' weights beside the squared error."""

        rho: float = choice(
            0.02,
            "Target activity, rho",
            "The share of its full strength that each unit of the first layer is asked to answer with on average.",
            stops=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
        )

    def penalty(self, hidden: Tensor) -> Tensor:
        return losses.sparsity_kl(hidden.mean(0), self.config.rho).sum()
