"""Test-set metrics of a model, and the statistics of the test set that the app shows without having it.

Keys of the statistics (NAME.stats.safetensors), all on the 10,000 test images, in their order:

| key | form | meaning |
|---|---|---|
| `codes` | float16 (N, k) | features(x): the code, or for tokens their mean |
| `labels` | uint8 (N,) | the digits |
| `kl` | float32 (k,) | KL to the prior in nats of each dimension of the code, mean; generative models only |
| `error_quantiles` | float32 (1001,) | squared error at 0, 0.1, ... 100 % |
| `distance_quantiles` | float32 (1001,) | the same of the mean distance from a code to the 5 nearest others |
| `oddity_quantiles` | float32 (1001,) | the same of an image's larger place, 0 to 1, by error or distance |
| `law/PARTS/*` | float32 | Gaussians fitted to the training images' codes; mixtures.py |
| `components/mean` | float16 (784,) | mean of the training images; models with prefixes only, as the next |
| `components/directions` | float16 (k, 784) | principal components of the training images, orthonormal |
| `mean/LAYER` | float32 (units,) | mean activation of each unit |
| `range/LAYER` | float32 (2,) | lowest and highest activation of the layer |
| `fine/LAYER` | int32 (bins,) | the whole layer's histogram in bins of 0.01; sums to N x units |
| `fine_first/LAYER` | int32 (1,) | number of its first bin, which starts at 0.01 x that number |
| `hoyer/LAYER` | float32 (1,) | Hoyer sparsity of the layer's activations, mean over the images |
| `strength/LAYER` | float16 (units, 10) | mean absolute activation of each unit for each digit |
| `unit_range/LAYER` | float16 (units, 2) | lowest and highest activation of each unit |
| `class_histogram/LAYER` | uint8 (units, 10, 16) | for each digit 255 sqrt(share) in 16 bins of the unit's range |
| `top/LAYER` | int16 (units, 8) | numbers of the images with the unit's largest activations, the largest first |
| `noise_amount/NOISE` | float32 (21,) | amounts from 0 to the noise's maximum |
| `noise_psnr/NOISE` | float32 (21,) | PSNR in dB, of the mean squared error, of the answers to the corrupted images |
| `noise_input_psnr/NOISE` | float32 (21,) | the same of the corrupted images themselves: what doing nothing gives |
| `hole_share` | float32 (10,) | shares of the 49 patches that were hidden |
| `hole_error` | float32 (10,) | squared error per hidden pixel of what the model fills in, on the first 1,000 images |
| `hole_error_of_mean` | float32 (10,) | the same of the mean image; masked models only |
| `mean_image` | float16 (28, 28) | mean of the training images; masked models only |
| `map/box` | float32 (2, 2) | corners of the land where holes were looked for (holes.py); codes of two numbers only |
| `map/holes` | uint8 (512,) | a bit for each of its 64 x 64 fields, row by row from the upper left, lowest bit first |

The noise curves of models whose code is tokens are those of the first 1,000 images.
"""

from typing import Any

import torch
from torch import Tensor

from ..models import losses
from ..models.base import Autoencoder
from ..models.batches import in_batches
from ..noise import NOISES, corrupt
from . import holes, inpainting, metrics, mixtures, retrieval, units

NOISE_IMAGES = {"vector": 10_000, "tokens": 1_000}  # by code_kind: a transformer takes its time
CURVE_POINTS = 21
NOISE_CURVES = ("amount", "psnr", "input_psnr")
NOISE_AMOUNTS = {name: noise.amounts for name, noise in NOISES.items()}


def _denoised(model: Autoencoder, x: Tensor, noise: str, amount: float, seed: int) -> tuple[float, float]:
    """PSNR in dB (metrics.decibels), against clean x, of x with `amount` of `noise` on it and of what answers it."""
    generator = torch.Generator(x.device).manual_seed(seed)
    errors = []
    for part in x[: NOISE_IMAGES[model.code_kind]].split(1000):
        y = corrupt(part, noise, amount, generator)
        errors.append(
            torch.stack([metrics.squared_error(y, part), metrics.squared_error(in_batches(model, y), part)], 1)
        )
    before, after = metrics.decibels(torch.cat(errors).mean(0)).tolist()
    return before, after


def _noise_psnr(model: Autoencoder, x: Tensor, seed: int) -> dict[str, dict[str, float]]:
    """PSNR in dB (of the mean squared error) of the answers to corrupted x against clean x, by noise and amount."""
    return {
        name: {str(amount): _denoised(model, x, name, amount, seed)[1] for amount in amounts}
        for name, amounts in NOISE_AMOUNTS.items()
    }


def _noise_curves(model: Autoencoder, x: Tensor, seed: int) -> dict[str, Tensor]:
    """The statistics' noise_* entries."""
    curves: dict[str, Tensor] = {}
    for name, noise in NOISES.items():
        amounts = torch.linspace(0, noise.maximum, CURVE_POINTS)
        pairs = [_denoised(model, x, name, amount, seed) for amount in amounts.tolist()]
        before, after = torch.tensor(pairs).T
        curves |= {f"noise_amount/{name}": amounts, f"noise_input_psnr/{name}": before, f"noise_psnr/{name}": after}
    return curves


@torch.no_grad()
def evaluate(
    model: Autoencoder,
    test: tuple[Tensor, Tensor],
    train: tuple[Tensor, Tensor] | None = None,
    seed: int = 0,
    pixels: dict[str, float] | None = None,
) -> dict[str, Any]:
    """Metrics of `model` on test images and labels; with the training set also what its codes know of the digits.

    Images are float32 (N, 1, 28, 28), labels int64 (N,). Squared error is per image, PSNR in dB of the mean squared
    error (metrics.decibels), nats per image; `mean_activation`, `hoyer_sparsity` and `selectivity`
    (units.class_selectivity, mean over units) are those of the first layer. `noise_psnr` (keys: noise, amount) is that
    of answers to corrupted images. Models with codes of two numbers add their `holes`, each kind its extra_metrics,
    and retrieval.py, where there is a training set, what a search finds and which oddities are noticed. `pixels` are
    what codes are compared with then: retrieval.known_of_pixels, measured here unless it is handed over.
    """
    x, labels = test
    x_hat = in_batches(model, x)
    first = next(iter(model.activations(x[:1])))
    activations = in_batches(lambda part: model.activations(part)[first], x)
    errors = metrics.squared_error(x_hat, x)
    result: dict[str, Any] = {
        "squared_error": float(errors.mean()),
        "psnr": float(metrics.decibels(errors.mean())),
        "ssim": float(in_batches(metrics.ssim, x_hat, x).mean()),
        "mean_activation": float(activations.mean()),
        "hoyer_sparsity": float(metrics.hoyer_sparsity(activations).mean()),
        "selectivity": float(units.class_selectivity(units.class_strengths(activations, labels)).mean()),
        "noise_psnr": _noise_psnr(model, x, seed),
    }
    result |= model.extra_metrics(x, None if train is None else train[0], seed)
    if model.code_kind == "vector" and model.code_size == 2:
        result["holes"] = holes.share(model, x, seed)
    if train is not None:
        features = in_batches(model.features, x)
        result |= retrieval.known(in_batches(model.features, train[0]), train[1], features, labels)
        result["pixels"] = retrieval.known_of_pixels(train, test) if pixels is None else pixels
        result |= retrieval.retrieval(features, x, labels)
        result |= retrieval.novelty(model, features, errors, x, seed)
    return result


@torch.no_grad()
def sweep(checkpoints: dict[float, Autoencoder], x: Tensor, seed: int = 0) -> dict[str, Any]:
    """For each checkpoint of a beta-VAE, by beta: reconstruction and KL in nats, KL by dimension, active dimensions.

    {} where there are no checkpoints.
    """
    kept = ("reconstruction", "kl", "active_units", "kl_per_dimension")
    rows = {}
    for value, model in checkpoints.items():
        found = model.extra_metrics(x, None, seed)
        rows[f"{value:g}"] = {key: found[key] for key in kept}
    return {"by_beta": rows} if rows else {}


@torch.inference_mode()
def denoised_repeatedly(model: Autoencoder, x: Tensor, steps: int) -> list[Tensor]:
    """model(x), model(model(x)), ...: `steps` images of x's form (N, 1, 28, 28).

    Each step follows the field from a picture to its reconstruction, which for a denoising autoencoder points uphill
    on the density of the data (Alain and Bengio 2014).
    """
    film = []
    for _ in range(steps):
        x = model(x)
        film.append(x)
    return film


@torch.no_grad()
def statistics(
    model: Autoencoder,
    x: Tensor,
    labels: Tensor,
    seed: int = 0,
    train: Tensor | None = None,
    noise_images: int | None = None,
) -> dict[str, Tensor]:
    """What the app shows of the test set, on the CPU; the module's docstring lists the keys.

    `train`: the training images, from which some models get something to be compared with; without them there are no
    `distance_quantiles`, `oddity_quantiles`, `hole_*`, `mean_image` and `law/*`: the models that visitors train do
    without. The noise curves are
    taken of the first `noise_images` images, where given: they cost more than all the rest.
    """
    errors = in_batches(lambda part: metrics.squared_error(model(part), part), x)
    codes, shares = in_batches(model.features, x), torch.linspace(0, 1, 1001, device=x.device)
    found = {
        "codes": codes.half(),
        "labels": labels.to(torch.uint8),
        "error_quantiles": errors.quantile(shares),
    }
    if model.generative:
        found["kl"] = in_batches(lambda part: losses.gaussian_kl(*model.posterior(part)), x).mean(0)
    if train is not None:
        distances = metrics.neighbour_distance(codes)
        found["distance_quantiles"] = distances.quantile(shares)
        found["oddity_quantiles"] = metrics.larger_place(errors, distances).quantile(shares)
        found |= model.extra_statistics(train)
        found |= inpainting.statistics(model, x, train, seed)
        if model.code_kind == "vector":
            found |= mixtures.statistics(in_batches(model.features, train))
    if model.code_kind == "vector" and model.code_size == 2:
        found |= holes.statistics(model, x)
    found |= _noise_curves(model, x[:noise_images], seed)
    for layer in model.activations(x[:1]):
        activations = in_batches(lambda part, name=layer: model.activations(part)[name], x)
        found |= units.layer_statistics(layer, activations, labels)
    return {key: value.contiguous().cpu() for key, value in found.items()}


def forms(count: int, code: tuple[int, ...], layers: dict[str, int], generative: bool) -> units.Forms:
    """Type and shape of each entry of the statistics of `count` images, for codes of one shape and layers' units.

    None stands for a length that may be any.
    """
    expected: units.Forms = {
        "codes": (torch.float16, (count, *code)),
        "labels": (torch.uint8, (count,)),
        "error_quantiles": (torch.float32, (1001,)),
    }
    if generative:
        expected["kl"] = (torch.float32, code)
    for layer, width in layers.items():
        expected |= units.layer_forms(layer, width, count)
    return expected


def extra_forms(code: tuple[int, ...]) -> units.Forms:
    """Type and shape, as in `forms`, of entries that not every statistics file has.

    Some need training images, and a kind of noise may be younger than the file.
    """
    noises: units.Forms = {
        f"noise_{key}/{name}": (torch.float32, (CURVE_POINTS,)) for key in NOISE_CURVES for name in NOISES
    }
    curve = (torch.float32, (len(inpainting.HIDDEN),))
    return (
        {
            "distance_quantiles": (torch.float32, (1001,)),
            "oddity_quantiles": (torch.float32, (1001,)),
            "hole_share": curve,
            "hole_error": curve,
            "hole_error_of_mean": curve,
            "mean_image": (torch.float16, (28, 28)),
        }
        | noises
        | mixtures.forms(*code)
        | holes.forms(code)
    )
