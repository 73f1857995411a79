"""Measures of a model's answers, one number per image unless said otherwise."""

import torch
import torch.nn.functional as F
from torch import Tensor

from ..models.losses import squared_error
from ..support.device import in_float64
from . import latent as code_space

__all__ = [
    "auroc",
    "decibels",
    "hoyer_sparsity",
    "larger_place",
    "neighbour_accuracy",
    "neighbour_distance",
    "precision_at",
    "probe_accuracy",
    "psnr",
    "share_above",
    "squared_error",
    "ssim",
]


PIXELS = 784


def decibels(error: Tensor) -> Tensor:
    """Squared errors per image, any shape -> PSNR in dB for a peak of 1, capped at 100 dB.

    The one convention for a figure of many images: the PSNR of their mean squared error, not the mean of their PSNRs,
    in which the few that noise has not touched, infinitely many decibels good, would outweigh all others.
    """
    return -10 * (error / PIXELS).clamp_min(1e-10).log10()


def psnr(x_hat: Tensor, x: Tensor) -> Tensor:
    """Peak signal-to-noise ratio in dB of each image by itself: (N, 1, 28, 28) twice -> (N,)."""
    return decibels(squared_error(x_hat, x))


def _gaussian_window(size: int = 11, sigma: float = 1.5) -> Tensor:
    offsets = torch.arange(size) - (size - 1) / 2
    line = torch.exp(-offsets.square() / (2 * sigma**2))
    return torch.outer(line, line) / line.sum().square()


def ssim(x_hat: Tensor, x: Tensor) -> Tensor:
    """Structural similarity, -1 to 1: (N, 1, 28, 28) twice -> (N,).

    Wang et al. 2004, equation 13, with their 11 x 11 Gaussian window, K1 = 0.01, K2 = 0.03 and a range of 1, averaged
    over the places where the window fits.
    """
    window = _gaussian_window().to(x)[None, None]
    a, b = F.conv2d(x_hat, window), F.conv2d(x, window)
    var_a = F.conv2d(x_hat.square(), window) - a.square()
    var_b = F.conv2d(x.square(), window) - b.square()
    covariance = F.conv2d(x_hat * x, window) - a * b
    c1, c2 = 0.01**2, 0.03**2
    local = (2 * a * b + c1) * (2 * covariance + c2) / ((a.square() + b.square() + c1) * (var_a + var_b + c2))
    return local.flatten(1).mean(1)


def hoyer_sparsity(activations: Tensor) -> Tensor:
    """0 when all units answer alike (or none at all), 1 when one alone does: (N, units > 1) -> (N,).

    Hoyer 2004, section 3.1.
    """
    units = activations.shape[1] ** 0.5
    norm = activations.norm(dim=1)
    ratio = activations.abs().sum(1) / norm.clamp_min(1e-12)
    return torch.where(norm > 0, (units - ratio) / (units - 1), 0.0)


def neighbour_accuracy(known: Tensor, known_labels: Tensor, codes: Tensor, labels: Tensor, k: int = 5) -> float:
    """Share of codes (N, d) whose k nearest known codes (M, d), by Euclidean distance, vote for the right label."""
    nearest = code_space.neighbours(codes, known, k)[1]
    return int((known_labels[nearest].mode(1).values == labels).sum()) / len(codes)


def precision_at(codes: Tensor, labels: Tensor, k: int = 10, cosine: bool = False) -> Tensor:
    """Share of the k nearest other codes that carry a code's own label: (N, d) and (N,) -> (N,), 0 to 1.

    The usual precision at k of retrieval, with every code in turn as the query and never its own answer.
    """
    found = code_space.neighbours(codes, codes, k, cosine, own=True)[1]
    return (labels[found] == labels[:, None]).float().mean(1)


def neighbour_distance(codes: Tensor, known: Tensor | None = None, k: int = 5) -> Tensor:
    """Mean Euclidean distance from each code (N, d) to its k nearest known codes (M, d) -> (N,).

    Without `known`, to the k nearest of the others among themselves. The further, the odder: the distance to nearest
    neighbours is a score for outliers (Ramaswamy, Rastogi and Shim 2000 rank by the k-th; the mean varies less).
    """
    return code_space.neighbours(codes, codes if known is None else known, k, own=known is None)[0].mean(1)


def auroc(ordinary: Tensor, odd: Tensor) -> float:
    """The chance that an odd score (M,) is larger than an ordinary one (N,), ties counting half: 0 to 1.

    This is the area under the curve of true against false alarms (Hanley and McNeil 1982): 1 where some threshold tells
    all apart, 0.5 where the score tells nothing.
    """
    ordered = in_float64(ordinary).sort().values
    below, not_above = (torch.searchsorted(ordered, in_float64(odd), side=side) for side in ("left", "right"))
    return float((below + not_above).double().mean() / (2 * len(ordered)))


def larger_place(*scores: Tensor) -> Tensor:
    """The larger of the shares of images, 0 to 1, that lie below an image by each of several scores: (N,)s -> (N,)."""
    places = [torch.searchsorted(score.sort().values, score) / len(score) for score in scores]
    return torch.stack(places).amax(0)


def probe_accuracy(known: Tensor, known_labels: Tensor, codes: Tensor, labels: Tensor) -> float:
    """Share of codes (N, d) that a linear classifier trained on known codes (M, d) labels rightly.

    Multinomial logistic regression on standardised codes, fitted by L-BFGS (Alain and Bengio 2016 call it a probe).
    """
    mean, spread = known.mean(0), known.std(0).clamp_min(1e-6)
    known, codes = (known - mean) / spread, (codes - mean) / spread
    weight = torch.zeros(10, known.shape[1], device=known.device, requires_grad=True)
    bias = torch.zeros(10, device=known.device, requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimiser.zero_grad()
        loss = F.cross_entropy(F.linear(known, weight, bias), known_labels) + 1e-5 * weight.square().sum()
        loss.backward()
        return loss

    with torch.enable_grad():
        optimiser.step(closure)
    with torch.no_grad():
        return float((F.linear(codes, weight, bias).argmax(1) == labels).float().mean())


def share_above(quantiles: Tensor, value: float) -> float:
    """Share of a population that lies above `value`, 0 to 1, from its evenly spaced quantiles, ascending (Q,)."""
    known = quantiles.numpy()
    position = int(known.searchsorted(value))
    if position in (0, len(known)):
        return 1.0 if position == 0 else 0.0
    low, high = known[position - 1 : position + 1].tolist()
    within = (value - low) / (high - low) if high > low else 0.0
    return min(1.0, max(0.0, 1 - (position - 1 + within) / (len(known) - 1)))
