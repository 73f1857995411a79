"""A picture cut into square patches, for what hides some of them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

PATCH = 4  # pixels along a patch's side
SIDE = 28 // PATCH
PATCHES = SIDE * SIDE


def pixels_of(hidden: "Tensor") -> "Tensor":
    """A mask of patches (N, 49) bool as a mask of pixels (N, 1, 28, 28) bool."""
    squares = hidden.reshape(-1, 1, SIDE, SIDE)
    return squares.repeat_interleave(PATCH, 2).repeat_interleave(PATCH, 3)
