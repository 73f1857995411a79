"""Is this a digit at all? What a model's error and code say of it, and which model says it best."""

from collections.abc import Callable
from functools import cache
from typing import Any

import torch
from torch import Tensor

from .. import metrics, oddities
from ..kept import per_model
from ..live.answers import figure
from ..live.pictures import picture
from .figures import model_hue
from .latent.places import test_codes
from .runtime import Loaded
from .sheets import sheet

LIMITS = {"doubtful": 0.95, "odd": 0.99}  # share of the test digits that a verdict spares
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


@torch.inference_mode()
def scores(loaded: Loaded, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Of images x (N, 1, 28, 28) the reconstructions, their squared errors (N,), and code distances (N,)."""
    x = x.to(loaded.model.device)
    x_hat, known = loaded.model(x), test_codes(loaded)
    distances = metrics.neighbour_distance(loaded.model.features(x).cpu(), known)
    return x_hat.cpu(), metrics.squared_error(x_hat, x).cpu(), distances


def places_among_digits(loaded: Loaded, error: float, distance: float) -> dict[str, float]:
    """The share of test digits, 0 to 1, that lie below each score."""
    quantiles = loaded.statistics
    return {
        "error": 1 - metrics.share_above(quantiles["error_quantiles"], error),
        "code": 1 - metrics.share_above(quantiles["distance_quantiles"], distance),
    }


def limits(loaded: Loaded) -> dict[str, float]:
    """From which place on, by the score that stands out more, a picture is doubtful or odd.

    Two tests at 1 % each would give up to 2 % false alarms. So the limits are those that just 5 % and 1 % of the test
    digits reach with the larger of their two places.
    """
    larger = loaded.statistics["oddity_quantiles"]
    return {said: float(larger[round(spared * (len(larger) - 1))]) for said, spared in LIMITS.items()}


def verdict(places: dict[str, float], limits: dict[str, float]) -> str:
    """ "odd", "doubtful" or "digit": by the score that stands out most."""
    most = max(places.values())
    return next((said for said in ("odd", "doubtful") if most > limits[said]), "digit")


def _reason(places: dict[str, float], limits: dict[str, float]) -> str:
    said = verdict(places, limits)
    if said == "digit":
        return "It redraws this as well as it does digits, from a code like those of digits."
    badly, astray = (places[score] > limits[said] for score in ("error", "code"))
    if badly and astray:
        return "It redraws this badly, and the code it has for it lies apart from those of digits."
    if badly:
        return "Its code lies among those of digits, but what it redraws from it is something else."
    return "It redraws this well, but from a code that lies apart from those of digits."


def _above(place: float) -> str:
    share = 100 * (1 - place)
    if place in (0, 1):
        return f"{'all' if place == 0 else 'none'} of the test digits lie above"
    return f"{share:.0f} % of test digits lie above" if share >= 1 else f"{share:.1f} % of test digits lie above"


def judged(loaded: Loaded, x: Tensor) -> dict[str, Any]:
    """What the model says of one image (1, 1, 28, 28), for the judge component."""
    x_hat, errors, distances = scores(loaded, x)
    values = {"error": float(errors), "code": float(distances)}
    places, found = places_among_digits(loaded, values["error"], values["code"]), limits(loaded)
    said = verdict(places, found)
    gauges = [
        {"title": SCORES[name], "value": figure(values[name]), "place": round(places[name], 4), "note": _above(place)}
        for name, place in places.items()
    ]
    return {
        "title": loaded.card.title,
        "hue": model_hue(loaded.card.name),
        "pictures": [picture(x), picture(x_hat)],
        "verdict": said,
        "headline": {"odd": "Not a digit", "doubtful": "Doubtful", "digit": "A digit"}[said],
        "reason": _reason(places, found),
        "gauges": gauges,
        "limits": [found["doubtful"], found["odd"]],
    }


@cache
def wall() -> dict[str, list[tuple[oddities.Strokes, Tensor]]]:
    """EACH oddities of every kind: the strokes they were written with, and their pictures."""
    generator = torch.Generator().manual_seed(SEED)
    return {kind: [oddities.odd(kind, generator) for _ in range(EACH)] for kind in oddities.KINDS}


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


def contest(loaded: list[Loaded], score: str, chosen: Loaded) -> dict[str, Any]:
    """Which model notices which oddity by `score`: areas under the curve in %, for the heat component."""
    rows = [_row(one.card.title, one, lambda row: row[score]) | {"marked": one is chosen} for one in loaded]
    if score == "code":
        rows.append(_row("784 pixels, no network", loaded[0], lambda row: row["pixels"]) | {"hue": None})
    return {
        "name": f"How often an oddity scores higher than a digit, by {SCORES[score].lower()}",
        "heads": [*(WORDS[kind] for kind in oddities.KINDS), "Mean"],
        "rows": rows,
        "range": [50, 100],
    }


def _row(title: str, one: Loaded, take: Callable[[dict[str, float]], float]) -> dict[str, Any]:
    found = [100 * take(row) for row in one.card.metrics["by_oddity"].values()]
    return {"title": title, "hue": model_hue(one.card.name), "cells": [*found, sum(found) / len(found)]}


def contest_words(loaded: list[Loaded], chosen: Loaded) -> str:
    """Who judges best of all, and where the chosen model fails, in words."""
    means = {(one.card.title, score): _mean(one, score) for one in loaded for score in SCORES}
    title, score = max(means, key=means.get)
    weak = {
        (kind, by): row[by] for kind, row in chosen.card.metrics["by_oddity"].items() for by in SCORES if row[by] < 0.75
    }
    best = (
        f"The best judge of all is **{title}** by its {SCORES[score].lower()}: {means[title, score]:.0f} % on average."
    )
    if not weak:
        return f"{best} {chosen.card.title} has no blind spot below 75 %."
    kind, by = min(weak, key=weak.get)
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
