"""The denoising autoencoder: corrupted input, clean target (Vincent et al. 2010)."""

from dataclasses import dataclass

import torch
from torch import Tensor

from ..noise import NOISES, corrupt
from . import losses
from .autoencoder import DenseAutoencoder
from .choices import choice
from .registry import register


@register("denoising")
class DenoisingAutoencoder(DenseAutoencoder):
    """The plain autoencoder's network, trained to redraw the clean picture from a corrupted one."""

    objective = r"\lVert g(f(\tilde{x})) - x \rVert^2"

    @dataclass(frozen=True)
    class Config(DenseAutoencoder.Config):
        """`noises`: the corruptions of training as (name, largest amount); amounts are drawn evenly from 0 to it."""

        noises: tuple[tuple[str, float], ...] = choice(
            (("gaussian", 0.8), ("masking", 0.8), ("salt_and_pepper", 0.5)),
            "Corruption to practise on",
            "Each digit is corrupted with one of these, in an amount drawn by chance from 0 to the one set here.",
            low=0.0,
            high=1.0,
            options=tuple(NOISES),
            most=len(NOISES),
        )

    config: Config

    def corrupt(self, x: Tensor, generator: torch.Generator) -> Tensor:
        """Give each kind of noise an equal share of the batch, each image its own amount: same form as x.

        The shares are interleaved: the first part of a batch is the one that the trainer has changed by chance.
        """
        corrupted = torch.empty_like(x)
        kinds = self.config.noises
        for number, (name, largest) in enumerate(kinds):
            part = x[number :: len(kinds)]
            amounts = largest * torch.rand(len(part), generator=generator, device=generator.device).to(x.device)
            corrupted[number :: len(kinds)] = corrupt(part, name, amounts, generator)
        return corrupted

    def loss(self, x: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
        return self.weighed({"squared_error": losses.squared_error(self(self.corrupt(x, generator)), x).mean()})
