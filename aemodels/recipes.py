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
    featured: bool = True  # False: there to be compared with on one page, and would only crowd the others


_LONG = TrainConfig(epochs=160, batch_size=128, learning_rate=1e-3, bfloat16=True)
_SIGMOID = TrainConfig(epochs=250, learning_rate=5e-3, decay=0, bfloat16=True)

# Narrower networks: with two numbers to say, more width buys nothing.
_MAP = {"code_size": 2, "hidden": (500, 250, 100)}

_ALL = (
    Recipe("ae", "Plain", "a narrow waist, nothing else", "autoencoder", training=_LONG),
    Recipe("dae", "Denoising", "trained to mend spoiled digits", "denoising", training=replace(_LONG, epochs=200)),
    Recipe("sparse", "Sparse", "300 units, only a few active at once", "sparse", {"beta": 0.15}, _SIGMOID),
    Recipe(
        "sparse-twin", "Plain twin", "the sparse network without its penalty", "sparse", {"beta": 0.0}, _SIGMOID, False
    ),
    Recipe("vae", "Variational", "a code that is a small cloud", "vae", training=_LONG),
    Recipe("ae-2d", "Plain, 2 numbers", "a code that fits on a map", "autoencoder", _MAP, replace(_LONG, epochs=100)),
    Recipe("vae-2d", "Variational, 2 numbers", "clouds that fill a map", "vae", _MAP, replace(_LONG, epochs=100)),
)

RECIPES: dict[str, Recipe] = {recipe.name: recipe for recipe in _ALL}
