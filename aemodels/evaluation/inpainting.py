"""Filling in what is hidden: patches of a picture, by any model and by the mean image."""

import torch
from torch import Tensor

from ..models.base import Autoencoder
from ..models.batches import in_batches
from ..models.patches import PATCHES, pixels_of

HIDDEN = (5, 10, 15, 20, 25, 30, 35, 40, 45, 48)  # numbers of hidden patches at which models are measured
IMAGES = 1000  # so many are enough for a curve, and a transformer takes its time


def random_masks(count: int, hidden: int, generator: torch.Generator) -> Tensor:
    """`count` masks (count, 49) bool, each hiding `hidden` patches by chance (He et al. 2021, section 3).

    From one generator state the patches hidden at a smaller number are among those hidden at a larger one.
    """
    luck = torch.rand(count, PATCHES, generator=generator, device=generator.device)
    return luck.argsort(1).argsort(1) < hidden


def error_in_hole(filled: Tensor, x: Tensor, hidden: Tensor) -> Tensor:
    """Squared error of each image per hidden pixel: (N, 1, 28, 28) twice and (N, 49) -> (N,); 0 where none is hidden.

    Per pixel and not in all, so that holes of different sizes can be compared.
    """
    hole = pixels_of(hidden)
    return (filled - x).square().mul(hole).flatten(1).sum(1) / hole.flatten(1).sum(1).clamp_min(1)


@torch.no_grad()
def statistics(model: Autoencoder, x: Tensor, train: Tensor, seed: int) -> dict[str, Tensor]:
    """The entries hole_* and mean_image of a statistics file (report.py), on images x and the training images.

    All models are measured with the same masks; those that know of holes also hold what the mean image would do.
    """
    few = x[:IMAGES]
    mean = train.mean(0, keepdim=True)
    errors: dict[str, list[Tensor]] = {"hole_error": [], "hole_error_of_mean": []}
    for hidden in HIDDEN:
        masks = random_masks(len(few), hidden, torch.Generator().manual_seed(seed)).to(x.device)
        answers = in_batches(model.fill, few, masks)
        errors["hole_error"].append(error_in_hole(answers, few, masks).mean())
        errors["hole_error_of_mean"].append(error_in_hole(mean, few, masks).mean())
    found = {name: torch.stack(values) for name, values in errors.items()}
    found["hole_share"] = torch.tensor(HIDDEN) / PATCHES
    if model.knows_holes:
        return found | {"mean_image": mean[0, 0].half()}
    del found["hole_error_of_mean"]
    return found
