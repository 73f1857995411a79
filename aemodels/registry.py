"""Variant name -> class. A variant is one kind of autoencoder; a model is one trained variant."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from .variants.base import Autoencoder

_variants: dict[str, type["Autoencoder"]] = {}


def register(name: str) -> Callable[[type["Autoencoder"]], type["Autoencoder"]]:
    """Class decorator that files a variant under `name`. Raises ValueError when the name is taken."""

    def file_under_name(variant: type["Autoencoder"]) -> type["Autoencoder"]:
        if name in _variants:
            raise ValueError(f"the variant name {name!r} is already taken by {_variants[name].__qualname__}")
        variant.variant = name
        _variants[name] = variant
        return variant

    return file_under_name


def variant_names() -> list[str]:
    """Names of all variants, in the order in which they are taught."""
    import_module("aemodels.variants")
    return list(_variants)


def variant_class(name: str) -> type["Autoencoder"]:
    """The class registered as `name`. Raises KeyError that lists the known names."""
    known = variant_names()
    if name not in known:
        raise KeyError(f"no variant is called {name!r}; known are: {', '.join(known)}")
    return _variants[name]


def create(name: str, seed: int = 0, **config) -> "Autoencoder":
    """A fresh, untrained model of variant `name` with `Config(**config)` and initial weights that follow from `seed`.

    Raises KeyError for an unknown variant and TypeError or ValueError for a configuration that it cannot take.
    """
    variant = variant_class(name)
    # torch's layers draw their weights from the global generator: seed it for this block alone.
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        return variant(variant.Config(**config))
