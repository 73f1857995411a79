"""Mild random affine changes, so that what people draw lies inside what a model has seen."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

ROTATION = math.radians(11)
SHEAR = 0.25
SCALE = 0.15
SHIFT = 1.0 / 14  # one pixel: affine_grid's coordinates run from -1 to 1 over 28 pixels


def random_affine(x: Tensor, generator: torch.Generator) -> Tensor:
    """Rotate (at most 11 degrees), shear (0.25), scale (15 %) and shift (1 pixel) each image by chance.

    float32 (N, 1, 28, 28) in [0, 1] -> the same form. `generator` must live on the images' device.
    """
    draw = torch.rand(len(x), 6, generator=generator, device=x.device) * 2 - 1
    angle, shear = draw[:, 0] * ROTATION, draw[:, 1] * SHEAR
    wide, tall = 1 + SCALE * draw[:, 2], 1 + SCALE * draw[:, 3]
    cosine, sine = angle.cos(), angle.sin()
    rows = (
        torch.stack([wide * cosine, wide * (shear * cosine - sine), SHIFT * draw[:, 4]], 1),
        torch.stack([tall * sine, tall * (shear * sine + cosine), SHIFT * draw[:, 5]], 1),
    )
    grid = F.affine_grid(torch.stack(rows, 1), list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, align_corners=False)
