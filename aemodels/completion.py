"""Filling in what is hidden: patches of a picture, by any model and by the mean image."""

from functools import partial

import torch
from torch import Tensor

from .batches import in_batches
from .patches import PATCHES
from .variants.base import Autoencoder
from .variants.masked import MaskedAutoencoder, pixels_of

HIDDEN = (5, 10, 15, 20, 25, 30, 35, 40, 45, 48)  # numbers of hidden patches at which models are measured
IMAGES = 1000  # so many are enough for a curve, and a transformer takes its time


def random_masks(count: int, hidden: int, generator: torch.Generator) -> Tensor:
    """`count` masks (count, 49) bool, each hiding `hidden` patches by chance (He et al. 2021, section 3).

    From one generator state the patches hidden at a smaller number are among those hidden at a larger one.
    """
    luck = torch.rand(count, PATCHES, generator=generator, device=generator.device)
    return luck.argsort(1).argsort(1) < hidden


def fill(model: Autoencoder, x: Tensor, hidden: Tensor) -> Tensor:
    """Images x (N, 1, 28, 28) with the patches of `hidden` (N, 49) bool as the model fills them in.

    A masked autoencoder never sees what is hidden. Any other model is given the picture with a black hole, and what it
    answers there is taken; it cannot know which of the black is hole and which is background.
    """
    if isinstance(model, MaskedAutoencoder):
        return model.predict(x, hidden)
    hole = pixels_of(hidden)
    return torch.where(hole, model(torch.where(hole, 0, x)), x)


def error_in_hole(filled: Tensor, x: Tensor, hidden: Tensor) -> Tensor:
    """Squared error of each image per hidden pixel: (N, 1, 28, 28) twice and (N, 49) -> (N,); 0 where none is hidden.

    Per pixel and not in all, so that holes of different sizes can be compared.
    """
    hole = pixels_of(hidden)
    return (filled - x).square().mul(hole).flatten(1).sum(1) / hole.flatten(1).sum(1).clamp_min(1)


@torch.no_grad()
def statistics(model: Autoencoder, x: Tensor, train: Tensor, seed: int) -> dict[str, Tensor]:
    """The entries hole_* and mean_image of a statistics file (evaluation.py), on images x and the training images.

    All models are measured with the same masks; masked autoencoders also hold what the mean image would do.
    """
    few = x[:IMAGES]
    mean = train.mean(0, keepdim=True)
    errors: dict[str, list[Tensor]] = {"hole_error": [], "hole_error_of_mean": []}
    for hidden in HIDDEN:
        masks = random_masks(len(few), hidden, torch.Generator().manual_seed(seed)).to(x.device)
        answers = in_batches(partial(fill, model), few, masks)
        errors["hole_error"].append(error_in_hole(answers, few, masks).mean())
        errors["hole_error_of_mean"].append(error_in_hole(mean, few, masks).mean())
    found = {name: torch.stack(values) for name, values in errors.items()}
    found["hole_share"] = torch.tensor(HIDDEN) / PATCHES
    if isinstance(model, MaskedAutoencoder):
        return found | {"mean_image": mean[0, 0].half()}
    del found["hole_error_of_mean"]
    return found
