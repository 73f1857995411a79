"""Building blocks that several variants share."""

from collections.abc import Sequence
from itertools import pairwise

from torch import Tensor, nn

ACTIVATIONS: dict[str, type[nn.Module]] = {"gelu": nn.GELU, "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh}


def dense_block(inputs: int, outputs: int, activation: str, normalise: bool) -> nn.Sequential:
    """Linear, then LayerNorm if `normalise`, then the non-linearity: (N, inputs) -> (N, outputs)."""
    if activation not in ACTIVATIONS:
        raise ValueError(f"no activation is called {activation!r}; known are: {', '.join(ACTIVATIONS)}")
    norm = [nn.LayerNorm(outputs)] if normalise else []
    return nn.Sequential(nn.Linear(inputs, outputs), *norm, ACTIVATIONS[activation]())


class DenseStack(nn.Module):
    """Dense blocks one after the other, sizes[0] inputs to sizes[-1] outputs."""

    def __init__(self, sizes: Sequence[int], activation: str, normalise: bool):
        super().__init__()
        self.blocks = nn.ModuleList(dense_block(a, b, activation, normalise) for a, b in pairwise(sizes))

    def each(self, h: Tensor) -> list[Tensor]:
        """(N, sizes[0]) -> the output of every block in order, [(N, sizes[1]), ...]."""
        outputs = []
        for block in self.blocks:
            h = block(h)
            outputs.append(h)
        return outputs

    def forward(self, h: Tensor) -> Tensor:
        """(N, sizes[0]) -> (N, sizes[-1])."""
        for block in self.blocks:
            h = block(h)
        return h
