"""A wall of oddities to try, and which model notices which."""

from collections.abc import Callable
from functools import cache
from typing import Any

import torch
from torch import Tensor

from ....data import ood_samples
from ....live.odd import limits, places_among_digits, scores, verdict
from ....live.sheets import sheet
from ....support.kept import per_model
from ...runtime import Loaded
from ...shared.figures import named

EACH = 4  # oddities of a kind on the wall
SEED = 1
WORDS = {
    "letter": "Letters",
    "scribble": "Scribbles",
    "cross": "Crosses",
    "box": "Boxes",
    "upside-down 4": "4, upside down",
    "two digits": "Two digits",
    "noise": "Noise",
    "nothing": "Nothing",
}
SCORES = {"error": "Squared error", "code": "Distance to nearest codes"}


def judge_of(loaded: Loaded) -> dict[str, Any]:
    """What stands around a verdict of the model, for the judge component."""
    found = limits(loaded)
    return named(loaded.card) | {"gauges": list(SCORES.values()), "limits": [found["doubtful"], found["odd"]]}


@cache
def wall() -> dict[str, list[tuple[ood_samples.Strokes, Tensor]]]:
    """EACH oddities of every kind: the strokes they were written with, and their pictures."""
    generator = torch.Generator().manual_seed(SEED)
    return {kind: [ood_samples.odd(kind, generator) for _ in range(EACH)] for kind in ood_samples.KINDS}


@per_model
def shown_wall(loaded: Loaded) -> list[dict[str, Any]]:
    """The wall for its component: each kind's pictures, what the model redraws, and which it takes for a digit."""
    return [_group(loaded, kind, torch.cat([x for _, x in found])) for kind, found in wall().items()]


def _group(loaded: Loaded, kind: str, x: Tensor) -> dict[str, Any]:
    x_hat, errors, distances = scores(loaded, x)
    pairs = zip(errors.tolist(), distances.tolist(), strict=True)
    return {
        "title": WORDS[kind],
        "sheet": sheet(torch.cat([x, x_hat]), EACH),
        "verdicts": [verdict(places_among_digits(loaded, *pair), limits(loaded)) for pair in pairs],
    }


def contest(loaded: list[Loaded], score: str, chosen: Loaded) -> tuple[list[str], list[dict[str, Any]], str]:
    """Which model notices which oddity by `score`: areas under the ROC curve in %, as heat.show takes them."""
    rows = [_row(one.card.title, one, lambda row: row[score]) | {"marked": one is chosen} for one in loaded]
    if score == "code":
        rows.append(_row("784 pixels, no network", loaded[0], lambda row: row["pixels"]))
    what = f"AUROC: how often an oddity scores higher than a digit, by {SCORES[score].lower()}"
    return [*(WORDS[kind] for kind in ood_samples.KINDS), "Mean"], rows, what


def _row(title: str, one: Loaded, take: Callable[[dict[str, float]], float]) -> dict[str, Any]:
    found = [100 * take(row) for row in one.card.metrics["by_oddity"].values()]
    return {"title": title, "cells": [*found, sum(found) / len(found)]}


def contest_words(loaded: list[Loaded], chosen: Loaded) -> str:
    """Who judges best of all, and where the chosen model fails, in words."""
    means = {(one.card.title, score): _mean(one, score) for one in loaded for score in SCORES}
    title, score = max(means, key=means.__getitem__)
    weak = {
        (kind, by): row[by] for kind, row in chosen.card.metrics["by_oddity"].items() for by in SCORES if row[by] < 0.75
    }
    best = (
        f"The best judge of all is **{title}** by its {SCORES[score].lower()}: {means[title, score]:.0f} % on average."
    )
    if not weak:
        return f"{best} {chosen.card.title} has no blind spot below 75 %."
    kind, by = min(weak, key=weak.__getitem__)
    why = {
        "error": "it redraws them as well as digits, or better, so its error does not betray them",
        "code": "their codes lie among those of digits",
    }[by]
    return (
        f"{best} **{chosen.card.title}** fails worst on *{WORDS[kind]}* by its {SCORES[by].lower()} "
        f"({100 * weak[kind, by]:.0f} %): {why}."
    )


def _mean(one: Loaded, score: str) -> float:
    rows = one.card.metrics["by_oddity"].values()
    return 100 * sum(row[score] for row in rows) / len(rows)
