"""What single units of a layer do over a set of images: the measurements behind the statistics' per-layer entries.

Some layers answer below zero as well (GELU dips, a linear code has signs). Where this module speaks of the strength
of an activation it means its absolute value, which for sigmoid and ReLU units is the activation itself.
"""

import torch
from torch import Tensor

from ..support.device import in_float64
from .metrics import hoyer_sparsity

FINE_WIDTH = 0.01  # of the bins of a layer's histogram; they start at whole multiples of it
FINE_REACH = 100  # a layer's histogram ends here, at the latest, in both directions
CLASS_BINS = 16
TOP = 8  # images kept for each unit
RESTING = 0.05  # a unit is at rest while the strength of its activation is below this

Forms = dict[str, tuple[torch.dtype, tuple[int | None, ...]]]  # of tensors by their names; None: any length


def _places(values: Tensor, low: Tensor, high: Tensor, bins: int) -> Tensor:
    return ((values - low) / (high - low).clamp_min(1e-12) * bins).long().clamp(0, bins - 1)


def layer_histogram(activations: Tensor) -> tuple[int, Tensor]:
    """All activations of a layer (N, units) -> number of the first bin, and counts (bins,), which sum to N x units.

    Bin k holds values from k x FINE_WIDTH to just below (k + 1) x FINE_WIDTH, whatever the model, so that histograms
    of several models lie on one axis and add up to any coarser width.
    """
    # The small nudge keeps a value that is a multiple of the width, such as 0.05, on its own side of the edge.
    numbers = (in_float64(activations).nan_to_num().clamp(-FINE_REACH, FINE_REACH) / FINE_WIDTH + 1e-6).floor().long()
    first = int(numbers.min())
    return first, (numbers - first).flatten().bincount()


def class_strengths(activations: Tensor, labels: Tensor, classes: int = 10) -> Tensor:
    """Mean strength of each unit for each digit: activations (N, units), labels (N,) -> (units, classes).

    0 for a digit that does not occur.
    """
    members = torch.nn.functional.one_hot(labels.long(), classes).to(activations.dtype)
    return (members.T @ activations.abs() / members.sum(0).clamp_min(1)[:, None]).T


def class_selectivity(strengths: Tensor) -> Tensor:
    """0 for a unit that answers every digit alike, 1 for one that answers a single digit: (units, 10) -> (units,).

    (s_max - s_rest) / (s_max + s_rest), s_max the largest mean strength and s_rest the mean of the other nine: Morcos,
    Barrett, Rabinowitz and Botvinick 2018, section 3.2, there for ReLU units. A unit that never answers gets 0.
    """
    highest = strengths.max(1).values
    rest = (strengths.sum(1) - highest) / (strengths.shape[1] - 1)
    return (highest - rest) / (highest + rest).clamp_min(1e-12)


def _class_histograms(activations: Tensor, labels: Tensor, classes: int = 10) -> tuple[Tensor, Tensor]:
    """(N, units), (N,) -> each unit's own range (units, 2) and the shares of each digit in its bins, as uint8.

    The shares (units, classes, CLASS_BINS) are stored as 255 x their square root, so that rare values are not lost.
    """
    low, high = activations.amin(0), activations.amax(0)
    place = _places(activations, low, high, CLASS_BINS)
    shares = torch.zeros(activations.shape[1], classes, CLASS_BINS, device=activations.device)
    for digit in range(classes):
        own = place[labels == digit].T
        shares[:, digit].scatter_add_(1, own, torch.ones(own.shape, device=own.device))
    shares /= shares.sum(2, keepdim=True).clamp_min(1)
    return torch.stack([low, high], 1), (255 * shares.sqrt()).round().to(torch.uint8)


def layer_statistics(layer: str, activations: Tensor, labels: Tensor) -> dict[str, Tensor]:
    """The statistics' entries of one layer from its activations (N, units); report.py lists them."""
    first, fine = layer_histogram(activations)
    ranges, shares = _class_histograms(activations, labels)
    return {
        f"mean/{layer}": activations.mean(0),
        f"range/{layer}": torch.stack([activations.min(), activations.max()]),
        f"fine_first/{layer}": torch.tensor([first], dtype=torch.int32),
        f"fine/{layer}": fine.to(torch.int32),
        f"hoyer/{layer}": hoyer_sparsity(activations).mean()[None],
        f"strength/{layer}": class_strengths(activations, labels).half(),
        f"unit_range/{layer}": ranges.half(),
        f"class_histogram/{layer}": shares,
        f"top/{layer}": activations.topk(min(TOP, len(activations)), dim=0).indices.T.to(torch.int16),
    }


def layer_forms(layer: str, width: int, count: int) -> Forms:
    """Type and shape of what layer_statistics gives of `width` units over `count` images; None: any length."""
    return {
        f"mean/{layer}": (torch.float32, (width,)),
        f"range/{layer}": (torch.float32, (2,)),
        f"fine_first/{layer}": (torch.int32, (1,)),
        f"fine/{layer}": (torch.int32, (None,)),
        f"hoyer/{layer}": (torch.float32, (1,)),
        f"strength/{layer}": (torch.float16, (width, 10)),
        f"unit_range/{layer}": (torch.float16, (width, 2)),
        f"class_histogram/{layer}": (torch.uint8, (width, 10, CLASS_BINS)),
        f"top/{layer}": (torch.int16, (width, min(TOP, count))),
    }
