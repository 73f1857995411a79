"""The shipped models: which variant, which configuration, which training; in teaching order."""

from dataclasses import dataclass, field, replace
from typing import Any

from .config import TrainConfig


@dataclass(frozen=True)
class Recipe:
    """All that `python -m aemodels train NAME` needs to know, and the words under which people meet the model."""

    name: str
    title: str
    summary: str  # a few words after the title, on the page
    variant: str
    config: dict[str, Any] = field(default_factory=dict)
    training: TrainConfig = field(default_factory=TrainConfig)
    strategy: str = "gradient"  # which of strategies.STRATEGIES trains it
    settings: tuple[str, tuple[float, ...]] = ("", ())  # for a sweep: the configuration's entry and its values
    featured: bool = True  # whether the pages show it before anybody chooses


_LONG = TrainConfig(epochs=160, batch_size=128, learning_rate=1e-3, bfloat16=True)

# Narrower networks: with two numbers to say, more width buys nothing.
_MAP = {"code_size": 2, "hidden": (500, 250, 100)}

# Principal components know the data as they are: no affine changes, no decay, no rounding.
_EXACT = TrainConfig(epochs=20, learning_rate=5e-3, decay=0, affine_share=0)

_SPARSE = TrainConfig(epochs=250, learning_rate=5e-3, decay=0, bfloat16=True)

_ALL = (
    Recipe(
        "pca",
        "Principal components",
        "the best that straight lines can do",
        "linear",
        training=replace(_EXACT, epochs=1),
        strategy="closed form",
        featured=False,
    ),
    Recipe("linear", "Linear", "finds the same by gradient", "linear", training=_EXACT, featured=False),
    Recipe("ae", "Plain", "a narrow waist, nothing else", "autoencoder", training=_LONG),
    Recipe(
        "conv",
        "Convolutional",
        "small filters that slide over the picture",
        "convolutional",
        {"dense": 128},
        replace(_LONG, epochs=32, learning_rate=2e-3),
        featured=False,
    ),
    Recipe("dae", "Denoising", "trained to denoise corrupted digits", "denoising", training=replace(_LONG, epochs=200)),
    Recipe("sparse", "Sparse", "300 units, only a few active at once", "sparse", {"beta": 0.15}, _SPARSE),
    Recipe(
        "sparse-twin",
        "Without sparsity penalty",
        "as the sparse network, but nothing keeps its units quiet",
        "sparse",
        {"beta": 0.0},
        _SPARSE,
        featured=False,
    ),
    Recipe(
        "sparse-l1",
        "Sparse, L1",
        "every answer costs its size",
        "sparse_l1",
        {"beta": 0.035},
        replace(_SPARSE, epochs=100),
        featured=False,
    ),
    Recipe("vae", "Variational", "a code that is a small cloud", "vae", {"hidden": (600, 300, 150)}, _LONG),
    Recipe(
        "beta-vae",
        "Beta-VAE",
        "ten numbers, each of which must earn its place",
        "beta_vae",
        {"beta": 4.0, "hidden": (64, 64)},
        replace(_LONG, epochs=24, learning_rate=2e-3),
        strategy="sweep",
        settings=("beta", (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)),
        featured=False,
    ),
    Recipe(
        "stacked",
        "Stacked",
        "learnt layer by layer, then tuned as one",
        "stacked",
        training=replace(_LONG, epochs=10, learning_rate=2e-3),
        strategy="greedy",
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
    Recipe(
        "nested",
        "Nested",
        "every beginning of its code is a code",
        "nested",
        {"hidden": (200, 100)},
        replace(_LONG, epochs=20, learning_rate=2e-3),
        strategy="nested",
        featured=False,
    ),
    Recipe("ae-2d", "Plain, 2-D", "a code that fits on a map", "autoencoder", _MAP, replace(_LONG, epochs=100)),
    Recipe("vae-2d", "Variational, 2-D", "clouds that fill a map", "vae", _MAP, replace(_LONG, epochs=100)),
)

RECIPES: dict[str, Recipe] = {recipe.name: recipe for recipe in _ALL}


def variant_names() -> list[str]:
    """Names of all variants in the order in which they are taught; those that no recipe trains come last."""
    from ..models import registry  # here: the cards' order is known before torch is there

    taught = list(dict.fromkeys(recipe.variant for recipe in RECIPES.values()))
    known = registry.variant_names()
    return sorted(known, key=lambda name: taught.index(name) if name in taught else len(taught))
