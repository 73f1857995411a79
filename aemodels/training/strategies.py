"""How a recipe becomes a model: by gradient, in closed form, level by level, or once for each setting.

A procedure trains a fresh model in place and says what else came of it. Those that need a gradient go through `fit`,
which the caller hands over so that it can show a bar.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor

from ..evaluation import metrics
from ..models.base import Autoencoder
from ..models.batches import in_batches
from ..models.linear import LinearAutoencoder
from ..models.nested import NestedAutoencoder
from ..models.registry import create, fresh
from ..models.stacked import StackedAutoencoder
from ..models.weights import checkpoint_entries, round_weights
from . import classification, loop, pretraining
from .classification import Labelled
from .loop import Learner, Progress, TrainConfig
from .recipes import Recipe

Fit = Callable[[Learner, Tensor, TrainConfig, str], list[Progress]]  # as training.fit, and words for the bar

SMALL = 3  # epochs that show whether small random weights get anywhere
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


def gradient(model: Autoencoder, recipe: Recipe, data: dict[str, Labelled], fit: Fit) -> Trained:
    """By gradient, all weights at once."""
    return Trained(fit(model, data["train"][0], recipe.training, recipe.name)[-1].seconds)


def closed_form(model: LinearAutoencoder, recipe: Recipe, data: dict[str, Labelled], fit: Fit) -> Trained:  # noqa: ARG001
    """By a formula."""
    start = time.perf_counter()
    model.fit_closed_form(data["train"][0])
    return Trained(time.perf_counter() - start)


@torch.no_grad()
def _squared_error(model: Autoencoder, x: Tensor) -> float:
    return float(in_batches(lambda part: metrics.squared_error(model(part), part), x).mean())


def sweep(model: Autoencoder, recipe: Recipe, data: dict[str, Labelled], fit: Fit) -> Trained:
    """By gradient, once for each of the recipe's `settings`: the model itself, and checkpoints of its likes.

    The extras hold the weights at every setting but the model's own, which are its own weights.
    """
    name, values = recipe.settings
    trained = gradient(model, recipe, data, fit)
    extras: dict[str, Tensor] = {}
    seconds = {}
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


def greedy(model: StackedAutoencoder, recipe: Recipe, data: dict[str, Labelled], fit: Fit) -> Trained:
    """Level by level, then unrolled and fine-tuned; and, honestly, what that was good for.

    A level gets its share of as many epochs as the fine-tuning. The same net from the same random weights then trains
    at once with as many gradient steps as all of that together, and for SMALL epochs from weights of Glorot's size.
    """
    (x, labels), test = data["train"], data["test"]
    spent: list[float] = []

    def timed(what: str) -> loop.Fit:
        def fit_and_note(learner: Learner, x: Tensor, config: TrainConfig) -> list[Progress]:
            history = fit(learner, x, config, f"{recipe.name} {what}")
            spent.append(history[-1].seconds)
            return history

        return fit_and_note

    stages: dict[str, dict[str, float]] = {}
    film: dict[str, Tensor] = {}

    @torch.no_grad()
    def on_stage(levels: int) -> None:
        stages[str(levels)] = _stage_figures(model, (x, labels), test, levels)
        film[f"film/level {levels}"] = pretraining.film_frame(model, levels)

    stage = replace(recipe.training, epochs=max(1, recipe.training.epochs // model.levels))
    pretraining.greedy(model, x, stage, on_stage, timed("level"))
    film["filters/greedy"] = model.weights[0][:FILTERS].detach().half().cpu()  # before the tuning changes them
    before = _squared_error(model, test[0])
    timed("unrolled")(model, x, recipe.training)
    seconds = sum(spent)
    round_weights(model)
    film["film/unrolled and tuned"] = pretraining.film_frame(model, model.levels)
    epochs = stage.epochs * model.levels + recipe.training.epochs
    at_once, film["film/at once"] = _at_once(model, recipe, data, epochs, timed("at once"))
    few = min(SMALL, epochs)
    small, film["film/at once, small weights"] = _at_once(model, recipe, data, few, timed("small"), gain=1.0)
    experiment = {
        "stage_epochs": stage.epochs,
        "squared_error_before_tuning": before,
        "at_once": {"epochs": epochs, "squared_error": at_once},
        "at_once_from_small_weights": {"epochs": few, "squared_error": small},
        "by_stage": stages,
    } | by_labels(model, recipe, data, fit)
    return Trained(seconds, experiment, film)


def by_labels(model: StackedAutoencoder, recipe: Recipe, data: dict[str, Labelled], fit: Fit) -> dict[str, Any]:
    """The experiment's entry that needs the trained model alone: what its encoder learns from few labels and many."""

    def fit_with_words(learner: Learner, x: Tensor, config: TrainConfig) -> list[Progress]:
        return fit(learner, x, config, f"{recipe.name} labels")

    config = replace(recipe.training, learning_rate=1e-3)
    return {"by_labels": classification.label_curve(model, data["train"], data["test"], config, fit_with_words)}


def _stage_figures(model: StackedAutoencoder, train: Labelled, test: Labelled, levels: int) -> dict[str, float]:
    """After a stage: units of its level, squared error of the stack so far, and what a probe reads off its answers."""
    known, codes = (in_batches(lambda part: model.encode_to(part, levels), images) for images, _ in (train, test))
    return {
        "units": codes.shape[1],
        "squared_error": float(metrics.squared_error(model.decode_from(codes, levels), test[0]).mean()),
        "probe_accuracy": metrics.probe_accuracy(known, train[1], codes, test[1]),
    }


def _at_once(
    like: StackedAutoencoder, recipe: Recipe, data: dict[str, Labelled], epochs: int, fit: loop.Fit, **changes: Any
) -> tuple[float, Tensor]:
    """The recipe's net from random weights, all of it trained at once: squared error and film frame."""
    x = data["train"][0]
    model = fresh(type(like), recipe.training.seed, **{**recipe.config, **changes}).to(x.device)
    fit(model, x, replace(recipe.training, epochs=epochs))
    return _squared_error(model, data["test"][0]), pretraining.film_frame(model, model.levels)


def nested(model: NestedAutoencoder, recipe: Recipe, data: dict[str, Labelled], fit: Fit) -> Trained:
    """By gradient; and for comparison one plain network for each size of code, of equal size all together."""
    trained = gradient(model, recipe, data, fit)
    x, test = data["train"][0], data["test"][0]
    singles: dict[str, dict[str, float]] = {}
    for size, hidden in narrowed(model.config.hidden, model.prefixes, model.parameter_count).items():
        single = create("autoencoder", recipe.training.seed, code_size=size, hidden=hidden).to(x.device)
        fit(single, x, recipe.training, f"{recipe.name} beside {size}")
        error = _squared_error(single, test)
        singles[str(size)] = {"parameters": single.parameter_count, "squared_error": error}
    return Trained(trained.seconds, {"by_single_size": singles})


def narrowed(hidden: tuple[int, ...], sizes: tuple[int, ...], budget: int) -> dict[int, tuple[int, ...]]:
    """Hidden sizes, `hidden` times one factor, for plain networks with codes of `sizes` that hold `budget` numbers.

    The factor is the largest hundredth at which all networks together have no more parameters than that.
    """

    def parameters(widths: tuple[int, ...]) -> int:
        return sum(create("autoencoder", code_size=size, hidden=widths).parameter_count for size in sizes)

    for percent in range(100, 0, -1):
        widths = tuple(max(1, width * percent // 100) for width in hidden)
        if parameters(widths) <= budget:
            break
    return dict.fromkeys(sizes, widths)


# Each with the variant that its recipes name.
STRATEGIES: dict[str, Callable[[Any, Recipe, dict[str, Labelled], Fit], Trained]] = {
    "gradient": gradient,
    "closed form": closed_form,
    "greedy": greedy,
    "sweep": sweep,
    "nested": nested,
}
