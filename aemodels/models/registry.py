"""Variant name -> class. A variant is one kind of autoencoder; a model is one trained variant."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, TypeVar

import torch
from torch.overrides import TorchFunctionMode

if TYPE_CHECKING:
    from .base import Autoencoder

Kind = TypeVar("Kind", bound="Autoencoder")

_variants: dict[str, type["Autoencoder"]] = {}

# What torch draws by chance and takes a generator for: new tensors, methods that fill one, and its initialisers.
_BY_CHANCE = {"rand", "randn", "randint", "randperm", "normal", "bernoulli", "multinomial", "poisson"}
_BY_CHANCE |= {"uniform_", "normal_", "bernoulli_", "random_", "exponential_", "cauchy_", "geometric_", "log_normal_"}
_BY_CHANCE |= {f"{name}_{how}_" for name in ("xavier", "kaiming") for how in ("uniform", "normal")}
_BY_CHANCE |= {"trunc_normal_", "orthogonal_", "sparse_"}


class _DrawnFrom(TorchFunctionMode):
    """While it is entered, whatever this thread lets torch draw comes from `generator`; other threads notice nothing.

    torch's layers offer no way to hand one to them, and draw from the generator that all threads share.
    """

    def __init__(self, generator: torch.Generator):
        super().__init__()
        self._generator = generator

    def __torch_function__(self, func: Callable, types: Any, args: tuple = (), kwargs: dict | None = None) -> Any:
        given = dict(kwargs or {})
        if getattr(func, "__name__", "") in _BY_CHANCE and given.get("generator") is None:
            given["generator"] = self._generator
        return func(*args, **given)


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
    """Names of all variants: those that this package's files register, then others by the order of registering.

    recipes.variant_names has them in the order in which they are taught.
    """
    _register_all()
    return list(_variants)


@cache
def _register_all() -> None:
    for module in iter_modules(import_module("aemodels.models").__path__, "aemodels.models."):
        import_module(module.name)


def variant_class(name: str) -> type["Autoencoder"]:
    """The class registered as `name`. Raises KeyError that lists the known names."""
    known = variant_names()
    if name not in known:
        raise KeyError(f"no variant is called {name!r}; known are: {', '.join(known)}")
    return _variants[name]


def create(name: str, seed: int = 0, **config: Any) -> "Autoencoder":
    """A fresh, untrained model of variant `name` with `Config(**config)` and initial weights that follow from `seed`.

    The weights are the same in whatever thread this runs and whatever others draw meanwhile; no generator but its own
    moves. Raises KeyError for an unknown variant and TypeError or ValueError for a configuration that it cannot take.
    """
    return fresh(variant_class(name), seed, **config)


def fresh(variant: type[Kind], seed: int = 0, **config: Any) -> Kind:
    """What `create` gives, of a class in place of a name."""
    with _DrawnFrom(torch.Generator().manual_seed(seed)):
        return variant(variant.Config(**config))
