"""What is to be trained, on what, and how."""

from dataclasses import dataclass, field
from typing import Any

from ..training.config import TrainConfig
from ..training.recipes import RECIPES

USUAL = TrainConfig(epochs=20, batch_size=128)


@dataclass(frozen=True)
class Plan:
    """A variant with its configuration, a training, and `images` training images from a source (sources.SOURCES).

    The source is the name of a data set (datasets.DATASETS), or "strokes".
    """

    variant: str = "autoencoder"
    config: dict[str, Any] = field(default_factory=lambda: {"hidden": (500, 250)})
    training: TrainConfig = USUAL
    source: str = "strokes"
    images: int = 3_000


def title_of(variant: str) -> str:
    """The word under which people meet a variant."""
    known = [recipe for recipe in RECIPES.values() if recipe.variant == variant]
    by_gradient = [recipe for recipe in known if recipe.strategy == "gradient"]  # as everything here is trained
    found = next(iter(by_gradient or known), None)
    return found.title if found else variant.replace("_", " ").capitalize()
