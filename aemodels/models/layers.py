"""Building blocks that several variants share."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from torch import Tensor, nn

ACTIVATIONS: dict[str, type[nn.Module]] = {"gelu": nn.GELU, "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh}


def activation_layer(name: str) -> nn.Module:
    """The non-linearity called `name`. Raises ValueError for an unknown one."""
    if name not in ACTIVATIONS:
        raise ValueError(f"no activation is called {name!r}; known are: {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[name]()


def outputs_of(layers: Iterable[nn.Module], h: Tensor) -> list[Tensor]:
    """What each of the layers answers when they work on `h` one after the other, in order."""
    return list(accumulate(layers, lambda answer, layer: layer(answer), initial=h))[1:]


def dense_block(inputs: int, outputs: int, activation: str, normalise: bool) -> nn.Sequential:
    """Linear, then LayerNorm if `normalise`, then the non-linearity: (N, inputs) -> (N, outputs)."""
    norm = [nn.LayerNorm(outputs)] if normalise else []
    return nn.Sequential(nn.Linear(inputs, outputs), *norm, activation_layer(activation))


class DenseStack(nn.Module):
    """Dense blocks one after the other, sizes[0] inputs to sizes[-1] outputs."""

    def __init__(self, sizes: Sequence[int], activation: str, normalise: bool):
        super().__init__()
        self.blocks = nn.ModuleList(dense_block(a, b, activation, normalise) for a, b in pairwise(sizes))

    def layer_outputs(self, h: Tensor) -> list[Tensor]:
        """(N, sizes[0]) -> the output of every block in order, [(N, sizes[1]), ...]."""
        return outputs_of(self.blocks, h)

    def forward(self, h: Tensor) -> Tensor:
        """(N, sizes[0]) -> (N, sizes[-1])."""
        for block in self.blocks:
            h = block(h)
        return h


class LayerSequence(nn.Sequential):
    """Layers one after the other that can also tell what each of them answered."""

    def layer_outputs(self, h: Tensor) -> list[Tensor]:
        """The output of every layer in order."""
        return outputs_of(self, h)


def convolution_block(
    convolution: nn.Conv2d | nn.ConvTranspose2d, activation: str, pooling: nn.Module | None = None
) -> nn.Sequential:
    """Convolution (or its transpose), pooling if any, normalisation over all channels and places, non-linearity.

    (N, channels, height, width) -> the same with other numbers. Raises ValueError for an unknown activation.
    """
    reduce = [pooling] if pooling else []
    return nn.Sequential(convolution, *reduce, nn.GroupNorm(1, convolution.out_channels), activation_layer(activation))
