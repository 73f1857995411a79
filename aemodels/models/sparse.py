"""The sparse autoencoder: many units, few of them active (Ng, Sparse autoencoder, CS294A lecture notes)."""

from dataclasses import dataclass
from functools import reduce
from operator import add

import torch
from torch import Tensor, nn

from . import losses
from .autoencoder import DenseAutoencoder
from .batches import in_batches
from .choices import choice
from .registry import register

DEAD = 0.1  # a sigmoid unit that no image brings above this is dead
QUIET = 0.01  # and one that lives with a mean activation below this stays small


class PenalisedAutoencoder(DenseAutoencoder):
    """Sigmoid layers, and a penalty on what the hidden ones answer; subclasses say which penalty.

    The code is free of it: its few numbers have a whole digit to tell.
    """

    decays_itself = True
    keeps_quiet = True

    @dataclass(frozen=True)
    class Config(DenseAutoencoder.Config):
        """`beta`, `weight_decay`: the weights of the penalty and of the weights' decay beside the squared error."""

        hidden: tuple[int, ...] = (300,)
        activation: str = "sigmoid"
        normalise: bool = False
        beta: float = choice(
            0.1,
            "Weight of the sparsity penalty, beta",
            "How much the penalty on the hidden layers' activity costs, beside the squared error. 0 asks for nothing.",
            stops=(0.0, 0.01, 0.03, 0.1, 0.15, 0.3, 1.0, 3.0, 10.0),
        )
        weight_decay: float = choice(
            1e-5,
            "Weight decay, lambda",
            "How much large weights cost: this times half the sum of their squares is added to the loss.",
            stops=(0.0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2),
            advanced=True,
        )

    config: Config

    def code_layer(self, inputs: int) -> nn.Module:
        return nn.Sequential(nn.Linear(inputs, self.config.code_size), nn.Sigmoid())

    @property
    def loss_weights(self) -> dict[str, float]:
        return {"sparsity": self.config.beta, "weight_decay": self.config.weight_decay}

    @property
    def penalised(self) -> tuple[str, ...]:
        """The layers of `activations` that the penalty is on: all but the code."""
        return self.decodable_layers()[:-1]

    def penalty(self, hidden: Tensor) -> Tensor:
        """What a hidden layer's activations (N, units) cost, summed over its units: a scalar, before it is weighed."""
        raise NotImplementedError

    @torch.no_grad()
    def extra_metrics(self, x: Tensor, train: Tensor | None, seed: int) -> dict[str, float]:  # noqa: ARG002 none needed
        """Shares of the first layer's units that no image wakes (dead), and that live but answer little (quiet)."""
        hidden = in_batches(lambda part: self.activations(part)["hidden 1"], x)
        dead = hidden.amax(0) < DEAD
        quiet = ~dead & (hidden.mean(0) < QUIET)
        return {"dead_share": float(dead.float().mean()), "quiet_share": float(quiet.float().mean())}

    def loss(self, x: Tensor, generator: torch.Generator) -> dict[str, Tensor]:  # noqa: ARG002 nothing random here
        hidden = self.encoder.layer_outputs(x.flatten(1))
        x_hat = self.decode(self.to_code(hidden[-1]))
        weights = [parameter for parameter in self.parameters() if parameter.dim() == 2]
        return self.weighed(
            {
                "squared_error": losses.squared_error(x_hat, x).mean(),
                "sparsity": reduce(add, (self.penalty(answers.float()) for answers in hidden)),
                "weight_decay": losses.weight_decay(weights),
            }
        )


@register("sparse")
class SparseAutoencoder(PenalisedAutoencoder):
    """Sigmoid layers; a KL penalty pulls each hidden unit's mean activation rho_hat towards rho."""

    objective = (
        r"\lVert g(f(x)) - x \rVert^2 + \beta \sum_j \mathrm{KL}(\rho \,\Vert\, \hat\rho_j)"
        r" + \tfrac{\lambda}{2} \lVert W \rVert^2"
    )

    @dataclass(frozen=True)
    class Config(PenalisedAutoencoder.Config):
        """`rho`: target mean activation; `beta`, `weight_decay`: the penalties' weights beside the squared error."""

        rho: float = choice(
            0.02,
            "Target mean activation, rho",
            "The share of its full strength that each hidden unit is asked to answer with, on average over a batch.",
            stops=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
        )

    config: Config

    def penalty(self, hidden: Tensor) -> Tensor:
        """The sum over units of KL(rho || rho_hat), a scalar, with rho_hat the mean over the batch at hand.

        So it depends on how large batches are: chance moves the mean of a small one, and the KL counts that. On 10,000
        digits the shipped sparse network pays 0.09 for all at once, 0.12 in batches of 256 and 0.35 in batches of 32.
        A running mean over 1,000 or 5,000 images, whose gradient goes through the batch at hand, was no better: after
        30 epochs on 10,000 digits the squared error on 10,000 held out was 9.71 or 9.75 instead of 9.36 in batches of
        32, and 25.1 or 24.9 instead of 25.0 in batches of 128 (means of two seeds).
        """
        return losses.sparsity_kl(hidden.mean(0), self.config.rho).sum()
