"""How much a visitor may ask for: every value of a plan is checked here, wherever it comes from."""

from dataclasses import asdict
from typing import Any

import torch
from torch import nn

from ..models.base import Autoencoder
from ..models.choices import Choice, choices, defaults
from ..models.registry import create, variant_class, variant_names
from ..support.words import plain
from ..training.config import TrainConfig
from .plan import Plan
from .sources import SOURCES

PARAMETERS = 4_000_000
MEMORY = 1_000_000_000  # bytes that a training may need
SECONDS = 20 * 60  # of training; what has been learned by then is kept


class InvalidPlan(ValueError):
    """Something is asked for that cannot be had; the message says so to the person who asked."""


def check(plan: Plan) -> Autoencoder:
    """The untrained model of `plan`, after all in it was checked. Raises InvalidPlan with a sentence for people."""
    if plan.source not in SOURCES:
        raise InvalidPlan("There are no digits of that name to train on.")
    most = SOURCES[plan.source].most
    if not _whole(plan.images) or not 1 <= plan.images <= most:
        raise InvalidPlan(f"Of these digits there are 1 to {most:,} to train on.")
    check_values(TrainConfig, asdict(plan.training))
    model = build(plan.variant, plan.config, plan.training.seed)
    needed = memory(model, plan)
    if needed > MEMORY:
        raise InvalidPlan(
            f"This training would need {needed / 1e9:.1f} GB of memory, and {MEMORY / 1e9:.0f} GB is what one visitor "
            "may have. A smaller batch or a smaller network would do."
        )
    return model


def build(variant: str, config: dict[str, Any], seed: int = 0) -> Autoencoder:
    """A fresh model, after its configuration and its size were checked without building it. Raises InvalidPlan."""
    if variant not in variant_names():
        raise InvalidPlan("There is no such kind of autoencoder here.")
    check_values(variant_class(variant).Config, config)
    try:
        with torch.device("meta"):  # shapes without memory
            count = create(variant, **config).parameter_count
    except ValueError as error:
        raise InvalidPlan(f"A network of that shape cannot be built: {plain(error)}.") from error
    if count > PARAMETERS:
        raise InvalidPlan(
            f"This network would have {count / 1e6:.1f} million parameters, and {PARAMETERS / 1e6:.0f} million is the "
            "most that trains here in good time. Fewer or narrower layers would do."
        )
    return create(variant, seed, **config)


def check_values(config: type, values: dict[str, Any]) -> None:
    """Raise InvalidPlan unless each of `values` is of its field's type and inside what choices.py says of the field."""
    described, normal = choices(config), defaults(config)
    for name, value in values.items():
        if name not in described:
            raise InvalidPlan("One of these choices does not exist for this kind of autoencoder.")  # a stranger's word
        _check_value(described[name], normal[name], value)


def _check_value(about: Choice, normal: Any, value: Any) -> None:
    if isinstance(normal, bool | str):
        right = isinstance(value, type(normal)) and (not about.options or value in about.options)
        if not right:
            raise InvalidPlan(f"{about.title}: that is not one of {', '.join(about.options) or 'yes and no'}.")
    elif isinstance(normal, tuple):
        _check_list(about, normal, value)
    else:
        _check_number(about, value, whole=isinstance(normal, int))


def _check_number(about: Choice, value: Any, whole: bool) -> None:
    right = _whole(value) if whole else isinstance(value, int | float) and not isinstance(value, bool)
    low, high = (0 if about.low is None else about.low), (1e6 if about.high is None else about.high)
    if not right or not low <= value <= high:  # which no NaN is
        raise InvalidPlan(f"{about.title} can be {'a whole number ' if whole else ''}from {low:,g} to {high:,g}.")


def _check_list(about: Choice, normal: tuple, value: Any) -> None:
    pairs = bool(normal) and isinstance(normal[0], list | tuple)
    if not isinstance(value, list | tuple) or not about.least <= len(value) <= about.most:
        number = str(about.most) if about.least == about.most else f"{about.least} to {about.most}"
        raise InvalidPlan(f"{about.title}: {number} {'of the kinds' if pairs else 'numbers'}, please.")
    for entry in value:
        if not pairs:
            _check_number(about, entry, whole=True)
            continue
        if not isinstance(entry, list | tuple) or len(entry) != 2 or entry[0] not in about.options:
            raise InvalidPlan(f"{about.title}: choose among {', '.join(about.options)}.")
        _check_number(about, entry[1], whole=False)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@torch.no_grad()
def memory(model: Autoencoder, plan: Plan) -> int:
    """Bytes that a training needs, about: data, weights with gradient and two moments, and a batch's activations.

    The activations are those that a pass of two images leaves behind, counted twice for their gradients.
    """
    seen = 0

    def count(_module: nn.Module, _inputs: Any, output: Any) -> None:
        nonlocal seen
        seen += output.numel() * output.element_size() if isinstance(output, torch.Tensor) else 0

    hooks = [module.register_forward_hook(count) for module in model.modules()]
    try:
        model(torch.zeros(2, 1, 28, 28))
    finally:
        for hook in hooks:
            hook.remove()
    return 16 * model.parameter_count + 4 * 784 * plan.images + seen * plan.training.batch_size
