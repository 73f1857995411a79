"""Principal components in closed form: what a linear autoencoder is measured against, and where codes spread."""

from functools import reduce
from operator import add

import torch
from torch import Tensor

from ..support.device import in_float64


def principal_directions(codes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """PCA of codes (N, k): their mean (k,), orthonormal directions as rows (k, k), and variances (k,), largest first.

    Eigenvectors of the covariance (Pearson 1901), computed and given in float64. Their sign, which is free, is chosen
    such that a direction's largest entry is positive.
    """
    parts = codes.split(5_000)  # 60,000 images at once as doubles would take 376 MB
    mean = reduce(add, (in_float64(part).sum(0) for part in parts)) / len(codes)
    off = (in_float64(part) - mean for part in parts)
    variances, vectors = torch.linalg.eigh(reduce(add, (part.T @ part for part in off)) / (len(codes) - 1))
    directions = vectors.T.flip(0)
    largest = directions.gather(1, directions.abs().argmax(1, keepdim=True))
    return mean, directions * largest.sign(), variances.flip(0).clamp_min(0)


def principal_components(x: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Mean (784,) and the `count` orthonormal directions of most variance (count, 784), in float64, of images x.

    As principal_directions finds them. Raises ValueError when there are no `count` directions.
    """
    if not 1 <= count <= x[0].numel():
        raise ValueError(f"images of {x[0].numel()} pixels have no {count} principal components")
    mean, directions, _ = principal_directions(x.flatten(1))
    return mean, directions[:count]


def principal_angles(a: Tensor, b: Tensor) -> Tensor:
    """Angles in degrees, ascending, between the spaces that the columns of a (d, k) and b (d, k) span: (k,).

    Björck and Golub 1973: the singular values of the product of orthonormal bases are the cosines. Small angles are
    taken from their sines, which keep more digits.
    """
    p, q = (torch.linalg.qr(in_float64(columns)).Q for columns in (a, b))
    cosines = torch.linalg.svdvals(p.T @ q).clamp(0, 1)
    sines = torch.linalg.svdvals(q - p @ (p.T @ q)).clamp(0, 1).flip(0)
    return torch.rad2deg(torch.where(cosines.square() > 0.5, sines.asin(), cosines.acos()))
