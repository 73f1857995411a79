"""How a recipe becomes a model: by gradient, in closed form, level by level, or once for each setting.

A procedure trains a fresh model in place and says what else came of it. Those that need a gradient go through `fit`,
which the caller hands over so that it can show a bar.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor, nn

from . import classification, metrics, pretraining
from .extras import checkpoint_entries
from .pretrained import round_weights
from .recipes import Recipe
from .registry import create
from .training import Progress, TrainConfig
from .variants.base import Autoencoder

Fit = Callable[[nn.Module, Tensor, TrainConfig, str], list[Progress]]  # as training.fit, and words for the bar
Split = tuple[Tensor, Tensor]  # images (N, 1, 28, 28) and labels (N,)

FILTERS = 36  # units of the first level whose weights are kept as they were before the tuning


@dataclass(frozen=True)
class Trained:
    """What a procedure leaves besides the model: seconds of its training, figures that only it can give, tensors.

    `experiment` goes on the card under that name and stays there when metrics are renewed; `extras` go into
    NAME.extras.safetensors.
    """

    seconds: float
    experiment: dict[str, Any] = field(default_factory=dict)
    extras: dict[str, Tensor] = field(default_factory=dict)


def gradient(model: Autoencoder, recipe: Recipe, data: dict[str, Split], fit: Fit) -> Trained:
    """By gradient, all weights at once."""
    return Trained(fit(model, data["train"][0], recipe.training, recipe.name)[-1].seconds)


def closed_form(model: Autoencoder, recipe: Recipe, data: dict[str, Split], fit: Fit) -> Trained:  # noqa: ARG001
    """By a formula, for models with `fit_closed_form`."""
    start = time.perf_counter()
    model.fit_closed_form(data["train"][0])
    return Trained(time.perf_counter() - start)


@torch.no_grad()
def _squared_error(model: Autoencoder, x: Tensor) -> float:
    return float(torch.cat([metrics.squared_error(model(part), part) for part in x.split(1000)]).mean())


def sweep(model: Autoencoder, recipe: Recipe, data: dict[str, Split], fit: Fit) -> Trained:
    """By gradient, once for each of the recipe's `settings`: the model itself, and checkpoints of its likes.

    The extras hold the weights at every setting but the model's own, which are its own weights.
    """
    name, values = recipe.settings
    trained = gradient(model, recipe, data, fit)
    extras, seconds = {}, {}
    for value in values:
        if value == getattr(model.config, name):
            seconds[f"{value:g}"] = round(trained.seconds, 1)
            continue
        like = create(recipe.variant, recipe.training.seed, **{**recipe.config, name: value})
        like = like.to(data["train"][0].device)
        history = fit(like, data["train"][0], recipe.training, f"{recipe.name} {name} {value:g}")
        round_weights(like)
        extras |= checkpoint_entries(f"{name}={value:g}", like)
        seconds[f"{value:g}"] = round(history[-1].seconds, 1)
    return Trained(trained.seconds, {f"seconds_by_{name}": seconds}, extras)


def greedy(model: Autoencoder, recipe: Recipe, data: dict[str, Split], fit: Fit) -> Trained:
    """Level by level, then unrolled and fine-tuned; and, honestly, what that was good for.

    A level gets a fourth of the epochs of the fine-tuning, so that the stack sees as many gradient steps before it as
    in it. The same net from the same random weights then trains at once with as many steps as both together.
    """
    (x, labels), test = data["train"], data["test"]
    at_once = create(recipe.variant, recipe.training.seed, **recipe.config).to(x.device)
    stage = replace(recipe.training, epochs=max(1, recipe.training.epochs // model.levels))
    stages: dict[str, dict[str, float]] = {}
    seconds = 0.0

    def named_fit(what: str) -> Callable[[nn.Module, Tensor, TrainConfig], list[Progress]]:
        def timed(*arguments: Any) -> list[Progress]:
            nonlocal seconds
            history = fit(*arguments, f"{recipe.name} {what}")
            seconds += history[-1].seconds
            return history

        return timed

    film: dict[str, Tensor] = {}
    model.eval()

    @torch.no_grad()
    def on_stage(levels: int) -> None:
        known, codes = (_climbed(model, images, levels) for images in (x, test[0]))
        stages[str(levels)] = {
            "units": codes.shape[1],
            "squared_error": float(metrics.squared_error(model.descend(codes, levels), test[0]).mean()),
            "probe_accuracy": metrics.probe_accuracy(known, labels, codes, test[1]),
        }
        film[f"film/level {levels}"] = pretraining.film_frame(model, levels)

    pretraining.greedy(model, x, stage, on_stage, named_fit("level"))
    film["filters/greedy"] = model.weights[0][:FILTERS].detach().half().cpu()  # before the tuning changes them
    before_tuning = _squared_error(model, test[0])
    named_fit("unrolled")(model, x, recipe.training)
    spent = seconds
    round_weights(model)
    film["film/unrolled and tuned"] = pretraining.film_frame(model, model.levels)
    together = replace(recipe.training, epochs=stage.epochs * model.levels + recipe.training.epochs)
    named_fit("at once")(at_once, x, together)
    film["film/at once"] = pretraining.film_frame(at_once, model.levels)
    curve_config = replace(recipe.training, learning_rate=1e-3)
    experiment = {
        "stage_epochs": stage.epochs,
        "squared_error_before_tuning": before_tuning,
        "squared_error_at_once": _squared_error(at_once, test[0]),
        "epochs_at_once": together.epochs,
        "by_stage": stages,
        "by_labels": classification.label_curve(model, data["train"], test, curve_config, named_fit("labels")),
    }
    return Trained(spent, experiment, film)


def _climbed(model: Autoencoder, x: Tensor, levels: int) -> Tensor:
    return torch.cat([model.climb(part, levels) for part in x.split(1000)])


PROCEDURES: dict[str, Callable[[Autoencoder, Recipe, dict[str, Split], Fit], Trained]] = {
    "gradient": gradient,
    "closed form": closed_form,
    "greedy": greedy,
    "sweep": sweep,
}
