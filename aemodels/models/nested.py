"""The nested autoencoder: every beginning of its code is a code (Rippel et al. 2014, nested dropout)."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from . import losses
from .autoencoder import DenseAutoencoder
from .batches import in_batches
from .choices import choice
from .principal import principal_components
from .registry import register


@register("nested")
class NestedAutoencoder(DenseAutoencoder):
    """One network for several sizes of bottleneck: in training, each image keeps only a beginning of its code.

    Numbers that are not kept are 0 for the decoder, so that the first ones learn to say what matters most, as principal
    components do. Rippel et al. draw the length from a geometric distribution; here all `prefixes` are equally likely.
    """

    objective = r"\mathbb{E}_k \lVert g(f(x)_{1 \ldots k}) - x \rVert^2"

    @dataclass(frozen=True)
    class Config(DenseAutoencoder.Config):
        """`prefixes`: the lengths that are practised, none beyond `code_size`; the last is usually the whole code."""

        code_size: int = 64
        prefixes: tuple[int, ...] = choice(
            (2, 4, 8, 16, 30, 64),
            "Lengths to practise",
            "Each digit is redrawn from only so many of its code's first numbers, one of these lengths by chance.",
            low=1,
            high=784,
            most=10,
        )

    config: Config

    def __init__(self, config: Config):
        """Raises ValueError when a length is larger than the code."""
        super().__init__(config)
        if max(config.prefixes) > config.code_size:
            raise ValueError(
                f"a length of {max(config.prefixes)} is to be practised, but the code has {config.code_size} numbers"
            )

    @property
    def prefixes(self) -> tuple[int, ...]:
        """The lengths of code that training practised."""
        return self.config.prefixes

    def keep(self, z: Tensor, lengths: Tensor | int) -> Tensor:
        """z (N, code_size) with all but the first `lengths` (one number, or one for each row) numbers set to 0."""
        places = torch.arange(z.shape[1], device=z.device)
        return torch.where(places < torch.as_tensor(lengths, device=z.device).reshape(-1, 1), z, 0)

    def reconstruct(self, x: Tensor, length: int) -> Tensor:
        """Images x (N, 1, 28, 28) through the first `length` numbers of their codes: the same form."""
        return self.decode(self.keep(self.encode(x), length))

    def loss(self, x: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
        chosen = torch.randint(len(self.prefixes), (len(x),), generator=generator, device=generator.device)
        lengths = torch.tensor(self.prefixes, device=x.device)[chosen.to(x.device)]
        x_hat = self.decode(self.keep(self.encode(x), lengths))
        return self.weighed({"squared_error": losses.squared_error(x_hat, x).mean()})

    @torch.no_grad()
    def extra_metrics(self, x: Tensor, train: Tensor | None, seed: int) -> dict[str, Any]:  # noqa: ARG002 exact
        """Squared error through each beginning of the code; with training images also that of as many components."""
        z = in_batches(self.encode, x)
        rows = {}
        for length in self.prefixes:
            x_hat = in_batches(self.decode, self.keep(z, length))
            rows[str(length)] = {"squared_error": float(losses.squared_error(x_hat, x).mean())}
        if train is not None:
            mean, directions = principal_components(train, max(self.prefixes))
            for length in self.prefixes:
                mine = directions[:length].to(x)
                middle = mean.to(x)
                redrawn = ((x.flatten(1) - middle) @ mine.T @ mine + middle).reshape_as(x)
                rows[str(length)]["pca_squared_error"] = float(losses.squared_error(redrawn, x).mean())
        return {"by_prefix": rows}

    @torch.no_grad()
    def extra_statistics(self, train: Tensor) -> dict[str, Tensor]:
        """As many principal components of the training images as the code has numbers."""
        mean, directions = principal_components(train, max(self.prefixes))
        return {"components/mean": mean.half(), "components/directions": directions.half()}
