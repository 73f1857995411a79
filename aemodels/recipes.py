"""The shipped models: which variant, which configuration, which training; in teaching order."""

from dataclasses import dataclass, field, replace
from typing import Any

from .training import TrainConfig


@dataclass(frozen=True)
class Recipe:
    """All that `python -m aemodels train NAME` needs to know, and the words under which people meet the model."""

    name: str
    title: str
    summary: str  # a few words after the title, on the page
    variant: str
    config: dict[str, Any] = field(default_factory=dict)
    training: TrainConfig = field(default_factory=TrainConfig)
    featured: bool = True  # whether the pages show it before anybody chooses


_LONG = TrainConfig(epochs=160, batch_size=128, learning_rate=1e-3, bfloat16=True)

# Narrower networks: with two numbers to say, more width buys nothing.
_MAP = {"code_size": 2, "hidden": (500, 250, 100)}

_ALL = (
    Recipe("ae", "Plain", "a narrow waist, nothing else", "autoencoder", training=_LONG),
    Recipe("dae", "Denoising", "trained to mend spoiled digits", "denoising", training=replace(_LONG, epochs=200)),
    Recipe(
        "sparse",
        "Sparse",
        "300 units, only a few active at once",
        "sparse",
        {"beta": 0.15},
        TrainConfig(epochs=250, learning_rate=5e-3, decay=0, bfloat16=True),
    ),
    Recipe("vae", "Variational", "a code that is a small cloud", "vae", training=_LONG),
    Recipe(
        "conv",
        "Convolutional",
        "small filters that slide over the picture",
        "convolutional",
        {"dense": 128},
        training=replace(_LONG, epochs=40, learning_rate=2e-3),
        featured=False,
    ),
    Recipe(
        "masked",
        "Masked",
        "predicts what it was not shown",
        "masked",
        training=replace(_LONG, epochs=20, learning_rate=2e-3),
        featured=False,
    ),
    Recipe("ae-2d", "Plain, 2 numbers", "a code that fits on a map", "autoencoder", _MAP, replace(_LONG, epochs=100)),
    Recipe("vae-2d", "Variational, 2 numbers", "clouds that fill a map", "vae", _MAP, replace(_LONG, epochs=100)),
)

RECIPES: dict[str, Recipe] = {recipe.name: recipe for recipe in _ALL}
