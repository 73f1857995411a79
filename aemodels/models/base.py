"""What every autoencoder can do."""

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from . import losses
from .choices import choice, choices
from .patches import pixels_of


class Autoencoder(nn.Module):
    """An encoder z = f(x), a decoder x_hat = g(z) and the loss that trains them.

    Subclasses set `Config` and `objective` and write `encode`, `decode`, `activations` and, where it is not the squared
    error, `loss`; everything else (trainer, pages, command line) uses nothing but these.
    """

    variant: ClassVar[str]  # set by the registry
    code_kind: ClassVar[str] = "vector"  # "vector": z is (N, k); "tokens": z is (N, L, D)
    generative: ClassVar[bool] = False  # whether z ~ N(0, I) decodes to new data by construction

    objective: ClassVar[str] = ""  # the loss of one image in a line of LaTeX, in the words of the loss function
    decays_itself: ClassVar[bool] = False  # whether the loss has a weight decay, so that the optimiser needs none
    bounded: ClassVar[bool] = True  # whether every picture stays in [0, 1]; those of a linear decoder may leave it
    knows_holes: ClassVar[bool] = False  # whether it can be told which patches are hidden, and `fill` tells it
    keeps_quiet: ClassVar[bool] = False  # whether it can be asked to keep its hidden units' activations small

    @dataclass(frozen=True)
    class Config:
        """The variant's choices; plain values only, so that a card can hold them. choices.py says how to describe one.

        A field that a subclass only gives another default keeps the description given here.
        """

        code_size: int = choice(
            30,
            "Code size",
            "How many numbers the network may say about a digit. 784 is as many as there are pixels.",
            unit="numbers",
            stops=(1, 2, 3, 5, 8, 12, 20, 30, 50, 100, 200, 400, 784),
        )

    config: Any  # the variant's own Config; a variant that reads more than the size of its code declares which

    def __init__(self, config: Any):
        """Raises ValueError when a list of `config` has fewer entries than its choice asks for."""
        super().__init__()
        for name, about in choices(type(config)).items():
            value = getattr(config, name)
            if isinstance(value, tuple | list) and len(value) < about.least:
                raise ValueError(f"{name} needs at least {about.least} of its entries, not {len(value)}")
        self.config = config

    @property
    def code_size(self) -> int:
        """Numbers in one code."""
        return self.config.code_size

    @property
    def parameter_count(self) -> int:
        """Numbers that training may change, in all weights and biases."""
        return sum(parameter.numel() for parameter in self.parameters())

    @property
    def device(self) -> torch.device:
        """Where the weights lie, and images and codes have to be."""
        return next(self.parameters()).device

    def encode(self, x: Tensor) -> Tensor:
        """Images (N, 1, 28, 28) in [0, 1] -> codes (N, code_size); deterministic."""
        raise NotImplementedError

    def decode(self, z: Tensor) -> Tensor:
        """Codes (N, code_size) -> images (N, 1, 28, 28) in [0, 1]."""
        raise NotImplementedError

    def encoder_layers(self) -> list[nn.Module] | None:
        """The layers of `encode` in order, where it is nothing but layers one after the other; None where it is not.

        The code is the first `code_size` numbers that the last of them answers: a variational network's log variances
        come after its means.
        """
        return None

    def decoder_layers(self) -> list[nn.Module] | None:
        """The layers of `decode` in order, where it is nothing but layers one after the other; None where it is not."""
        return None

    def forward(self, x: Tensor) -> Tensor:
        """decode(encode(x)): images (N, 1, 28, 28) -> reconstructions of the same form."""
        return self.decode(self.encode(x))

    def posterior(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Images (N, 1, 28, 28) -> mean and log variance of their codes, (N, code_size) each; of generative ones."""
        raise NotImplementedError

    def reconstruct(self, x: Tensor, length: int) -> Tensor:
        """Images x (N, 1, 28, 28) through the first `length` numbers of their codes, where training practised that."""
        raise NotImplementedError

    def fill(self, x: Tensor, hidden: Tensor) -> Tensor:
        """Images x (N, 1, 28, 28) with the patches of `hidden` (N, 49) bool as the model fills them in.

        It is given the picture with a black hole, and what it answers there is taken; it cannot know which of the black
        is hole and which is background.
        """
        hole = pixels_of(hidden)
        return torch.where(hole, self(torch.where(hole, 0, x)), x)

    def features(self, x: Tensor) -> Tensor:
        """One vector for each image, to compare images by: the code (N, code_size); for tokens (N, D), their mean."""
        return self.encode(x)

    @property
    def penalised(self) -> tuple[str, ...]:
        """The layers of `activations` that the loss has a penalty on."""
        return ()

    @property
    def loss_weights(self) -> dict[str, float]:
        """How often the loss counts each of its terms; those that are not listed count once."""
        return {}

    def loss(self, x: Tensor, generator: torch.Generator) -> dict[str, Tensor]:  # noqa: ARG002 nothing random here
        """The training loss on clean images x and its terms: scalars, means over the batch.

        Every term is what its name says, in its own unit; "loss" is their sum, each times its weight in `loss_weights`.
        """
        return self.weighed({"squared_error": losses.squared_error(self(x), x).mean()})

    def weighed(self, terms: dict[str, Tensor]) -> dict[str, Tensor]:
        """The terms of a loss, scalars, after their weighted sum, "loss"."""
        return {"loss": reduce(add, (self.loss_weights.get(name, 1.0) * term for name, term in terms.items())), **terms}

    def activations(self, x: Tensor) -> dict[str, Tensor]:
        """What each encoder layer answers, after its non-linearity, in order: {"hidden 1": (N, units), ..., "code"}.

        Every entry is (N, units). Where a layer answers at many places, a unit is a filter (a channel, a token's
        number) and its answer the mean over the places.
        """
        raise NotImplementedError

    def decodable_layers(self) -> tuple[str, ...]:
        """The layers of `activations` from which `decode_from_layer` can go on."""
        return ("code",) if self.code_kind == "vector" else ()

    def decode_from_layer(self, layer: str, activations: Tensor) -> Tensor:
        """What becomes of the picture when `layer` answers `activations` (N, units): images (N, 1, 28, 28).

        With the layer's own activations, decode_from_layer(layer, activations(x)[layer]) is forward(x); changing one
        unit shows what it does. Raises KeyError for a layer that `decodable_layers` does not list.
        """
        if layer not in self.decodable_layers():
            raise KeyError(
                f"no layer {layer!r} to go on from; there are: {', '.join(self.decodable_layers()) or 'none'}"
            )
        return self.decode(self._up_to_code(layer, activations))

    def _up_to_code(self, layer: str, activations: Tensor) -> Tensor:  # noqa: ARG002 for those with more layers
        """What the layers above `layer` make of its activations (N, units): codes (N, code_size)."""
        return activations

    def extra_metrics(self, x: Tensor, train: Tensor | None, seed: int) -> dict[str, Any]:  # noqa: ARG002 none here
        """Figures on images x that only models of this kind have, for its card; some need the training images."""
        return {}

    def extra_statistics(self, train: Tensor) -> dict[str, Tensor]:  # noqa: ARG002 none here
        """Statistics of the training images that the model is to be compared with, for its statistics file."""
        return {}

    def incoming_weights(self, layer: str) -> Tensor | None:  # noqa: ARG002 for those that have such weights
        """What each unit of `layer` looks for in the picture: (units, 1, 28, 28), or None where that is no picture."""
        return None
