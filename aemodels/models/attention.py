"""Transformer blocks over tokens (Vaswani et al. 2017), normalised before each half as in He et al. 2021."""

import math

import torch
from torch import Tensor, nn

from .layers import outputs_of


def sine_cosine_positions(side: int, width: int) -> Tensor:
    """Codes of the places of a side x side grid, row by row: (side * side, width), fixed.

    Half of the numbers tell the row and half the column, each as sines and cosines of falling frequencies (Vaswani et
    al. 2017, section 3.5, in two dimensions as in He et al. 2021). Raises ValueError unless width is a multiple of 4.
    """
    if width % 4:
        raise ValueError(f"positions in two dimensions need a width that is a multiple of 4, not {width}")
    frequencies = torch.exp(-math.log(10_000) * torch.arange(width // 4) / (width // 4))
    angles = torch.arange(side)[:, None] * frequencies
    line = torch.cat([angles.sin(), angles.cos()], 1)
    rows, columns = line.repeat_interleave(side, 0), line.repeat(side, 1)
    return torch.cat([rows, columns], 1)


class AttentionBlock(nn.Module):
    """Every token looks at every token, then each is worked on by itself: (N, L, width) -> the same form."""

    def __init__(self, width: int, heads: int, expansion: int):
        super().__init__()
        if width % heads:
            raise ValueError(f"{heads} heads do not divide a width of {width}")
        self.heads = heads
        self.norm, self.qkv, self.merge = nn.LayerNorm(width), nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.dense = nn.Sequential(
            nn.LayerNorm(width),
            nn.Linear(width, expansion * width),
            nn.GELU(),
            nn.Linear(expansion * width, width),
        )

    def _queries_keys_values(self, tokens: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(N, L, width) -> three times (N, heads, L, width / heads)."""
        count, length, width = tokens.shape
        split = self.qkv(self.norm(tokens)).reshape(count, length, 3, self.heads, width // self.heads)
        return split.permute(2, 0, 3, 1, 4).unbind(0)

    @staticmethod
    def _weights(query: Tensor, key: Tensor) -> Tensor:
        # Written out: on a CPU torch's fused attention is slower for one picture's few tokens, and more so in bfloat16.
        return (query @ key.transpose(2, 3) / math.sqrt(query.shape[3])).softmax(3)

    def attention(self, tokens: Tensor) -> Tensor:
        """How much each token (row) looks at each (column), by head: (N, heads, L, L); rows sum to 1."""
        query, key, _ = self._queries_keys_values(tokens)
        return self._weights(query, key)

    def forward(self, tokens: Tensor) -> Tensor:
        query, key, value = self._queries_keys_values(tokens)
        mixed = self._weights(query, key).to(value.dtype) @ value
        tokens = tokens + self.merge(mixed.transpose(1, 2).reshape(tokens.shape))
        return tokens + self.dense(tokens)


class AttentionStack(nn.Module):
    """Blocks one after the other, then a last normalisation."""

    def __init__(self, width: int, depth: int, heads: int, expansion: int):
        super().__init__()
        self.blocks = nn.ModuleList(AttentionBlock(width, heads, expansion) for _ in range(depth))
        self.norm = nn.LayerNorm(width)

    def forward(self, tokens: Tensor) -> Tensor:
        """(N, L, width) -> the same form."""
        for block in self.blocks:
            tokens = block(tokens)
        return self.norm(tokens)

    def layer_outputs(self, tokens: Tensor) -> list[Tensor]:
        """The tokens after every block, before the last normalisation: [(N, L, width), ...]."""
        return outputs_of(self.blocks, tokens)

    def attention(self, tokens: Tensor) -> list[Tensor]:
        """Every block's attention: [(N, heads, L, L), ...]."""
        given = [tokens, *outputs_of(self.blocks[:-1], tokens)]
        return [block.attention(one) for block, one in zip(self.blocks, given, strict=True)]  # type: ignore[operator]
