"""Figures that only some models have: measured by what a model can do."""

from typing import Any

import torch
from torch import Tensor

from . import losses, metrics
from .batches import in_batches
from .variants.base import Autoencoder
from .variants.linear import LinearAutoencoder, principal_components
from .variants.masked import MaskedAutoencoder, pixels_of
from .variants.nested import NestedAutoencoder
from .variants.sparse import PenalisedAutoencoder
from .variants.vae import VariationalAutoencoder

ACTIVE = 0.01  # variance of a dimension's mean over the data above which it counts as active (Burda et al. 2016)
DEAD = 0.1  # a sigmoid unit that no image brings above this is dead
QUIET = 0.01  # and one that lives with a mean activation below this stays small


def variational(model: VariationalAutoencoder, x: Tensor, seed: int) -> dict[str, Any]:
    """-ELBO and its terms in nats with one posterior sample, KL by dimension, and how many dimensions are active.

    Kingma and Welling 2014, equation 10; a dimension is active when its posterior mean varies over the data by more
    than 0.01 (Burda et al. 2016, section 5.1.2).
    """
    generator = torch.Generator(x.device).manual_seed(seed)
    batches = [model.elbo_terms(part, generator) for part in x.split(1000)]
    terms = {name: float(torch.cat([batch[name] for batch in batches]).mean()) for name in batches[0]}
    mu, logvar = (torch.cat(parts) for parts in zip(*map(model.posterior, x.split(1000)), strict=True))
    return {
        "negative_elbo": sum(terms.values()),
        **terms,
        "kl_per_dimension": losses.gaussian_kl(mu, logvar).mean(0).tolist(),
        "active_units": int((mu.var(0) > ACTIVE).sum()),
    }


def masked(model: MaskedAutoencoder, x: Tensor, train: Tensor | None, seed: int) -> dict[str, float]:
    """Mean squared error of the hidden pixels alone, under random masks as in training (He et al. 2021).

    With training images also that of filling in their mean image, under the same masks.
    """
    generator = torch.Generator(x.device).manual_seed(seed)
    mean = None if train is None else train.mean(0, keepdim=True)
    errors = {"masked_pixel_error": 0.0, "masked_pixel_error_of_mean_image": 0.0}
    pixels = 0
    for part in x.split(1000):
        hidden = model.hide(len(part), generator)
        answers = [model.predict(part, hidden)]
        answers += [] if mean is None else [torch.where(pixels_of(hidden), mean, part)]
        for name, answer in zip(errors, answers, strict=False):
            errors[name] += float(metrics.squared_error(answer, part).sum())
        pixels += int(hidden.sum()) * x[0].numel() // hidden.shape[1]
    return {name: total / pixels for name, total in errors.items() if total}


def subspace(model: LinearAutoencoder, train: Tensor) -> dict[str, Any]:
    """Angles in degrees, ascending, between what a linear decoder spans and the principal components of `train`."""
    _, directions = principal_components(train, model.code_size)
    angles = metrics.principal_angles(model.to_pixels.weight, directions.T).tolist()
    return {"principal_angles": angles, "largest_principal_angle": angles[-1]}


def sparsity(model: PenalisedAutoencoder, x: Tensor) -> dict[str, float]:
    """Shares of the first layer's units that no image wakes (dead), and that live but answer little (quiet)."""
    hidden = in_batches(lambda part: model.activations(part)["hidden 1"], x)
    dead = hidden.amax(0) < DEAD
    quiet = ~dead & (hidden.mean(0) < QUIET)
    return {"dead_share": float(dead.float().mean()), "quiet_share": float(quiet.float().mean())}


def prefixes(model: NestedAutoencoder, x: Tensor, train: Tensor | None) -> dict[str, dict[str, dict[str, float]]]:
    """Squared error through each beginning of the code; with training images also that of as many components."""
    z = in_batches(model.encode, x)
    rows = {}
    for length in model.prefixes:
        x_hat = in_batches(model.decode, model.keep(z, length))
        rows[str(length)] = {"squared_error": float(metrics.squared_error(x_hat, x).mean())}
    if train is not None:
        mean, directions = principal_components(train, max(model.prefixes))
        for length in model.prefixes:
            mine = directions[:length].to(x)
            middle = mean.to(x)
            redrawn = ((x.flatten(1) - middle) @ mine.T @ mine + middle).reshape_as(x)
            rows[str(length)]["pca_squared_error"] = float(metrics.squared_error(redrawn, x).mean())
    return {"by_prefix": rows}


@torch.no_grad()
def beside(model: Autoencoder, train: Tensor) -> dict[str, Tensor]:
    """Statistics of the training images that `model` is to be compared with; {} for most models.

    A model with prefixes gets as many principal components as it has numbers.
    """
    if not isinstance(model, NestedAutoencoder):
        return {}
    mean, directions = principal_components(train, max(model.prefixes))
    return {"components/mean": mean.half(), "components/directions": directions.half()}


@torch.no_grad()
def sweep(checkpoints: dict[float, VariationalAutoencoder], x: Tensor, seed: int = 0) -> dict[str, Any]:
    """For each checkpoint of a beta-VAE, by beta: reconstruction and KL in nats, KL by dimension, active dimensions.

    {} where there are no checkpoints.
    """
    kept = ("reconstruction", "kl", "active_units", "kl_per_dimension")
    rows = {}
    for value, model in checkpoints.items():
        found = variational(model, x, seed)
        rows[f"{value:g}"] = {key: found[key] for key in kept}
    return {"by_beta": rows} if rows else {}


@torch.no_grad()
def measure(model: Autoencoder, x: Tensor, train: Tensor | None, seed: int) -> dict[str, Any]:
    """All figures that `model` has beyond those of every autoencoder, on images x; some need training images."""
    found: dict[str, Any] = {}
    if isinstance(model, VariationalAutoencoder):
        found |= variational(model, x, seed)
    if isinstance(model, MaskedAutoencoder):
        found |= masked(model, x, train, seed)
    if isinstance(model, PenalisedAutoencoder):
        found |= sparsity(model, x)
    if isinstance(model, NestedAutoencoder):
        found |= prefixes(model, x, train)
    if isinstance(model, LinearAutoencoder) and train is not None:
        found |= subspace(model, train)
    return found
