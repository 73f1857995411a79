"""Every loss term, per image: sums over pixels or dimensions, so that a weight means the same everywhere."""

from collections.abc import Iterable

import torch
import torch.nn.functional as F
from torch import Tensor


def squared_error(x_hat: Tensor, x: Tensor) -> Tensor:
    """Sum over pixels of (x_hat - x)^2: (N, 1, 28, 28) twice -> (N,), the measure of Hinton and Salakhutdinov 2006."""
    return (x_hat - x).square().flatten(1).sum(1)


def bernoulli_nll(logits: Tensor, x: Tensor) -> Tensor:
    """-log p(x|z) in nats of a Bernoulli decoder given logits: (N, 1, 28, 28) twice -> (N,).

    Kingma and Welling 2014, appendix C.1. Grey x in [0, 1] are taken as probabilities, so the least value is the
    entropy of the pixels and not 0.
    """
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").flatten(1).sum(1)


def gaussian_kl(mu: Tensor, logvar: Tensor) -> Tensor:
    """KL(N(mu, sigma^2) || N(0, 1)) in nats per dimension: (N, k) twice -> (N, k).

    Kingma and Welling 2014, appendix B.
    """
    return 0.5 * (mu.square() + logvar.exp() - 1 - logvar)


def sparsity_kl(rho_hat: Tensor, rho: float) -> Tensor:
    """KL(rho || rho_hat) for each unit: mean activations (units,) in (0, 1) -> (units,), 0 where rho_hat = rho.

    Ng, Sparse autoencoder (CS294A lecture notes), section 3. rho_hat is kept 1e-6 away from 0 and 1.
    """
    rho_hat = rho_hat.clamp(1e-6, 1 - 1e-6)
    return rho * (rho / rho_hat).log() + (1 - rho) * ((1 - rho) / (1 - rho_hat)).log()


def l1_activity(activations: Tensor) -> Tensor:
    """Sum over units of |activation|: (N, units) -> (N,). Tibshirani 1996's penalty, on answers instead of weights."""
    return activations.abs().sum(1)


def weight_decay(weights: Iterable[Tensor]) -> Tensor:
    """Half the sum of squares of all weights, a scalar. Ng, Sparse autoencoder, section 2."""
    return 0.5 * torch.stack([weight.square().sum() for weight in weights]).sum()
