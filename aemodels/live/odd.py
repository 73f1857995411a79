"""Is this a digit at all? What a model's error and code say of it."""

from typing import Any

import torch
from torch import Tensor

from ..evaluation import metrics
from .alike import searcher
from .answers import ink_or
from .latent import test_codes
from .messages import Judge
from .pictures import picture
from .shelf import Loaded
from .words import figure, pictured

LIMITS = {"doubtful": 0.95, "odd": 0.99}  # share of the test digits that a verdict spares
HEADLINES = {"odd": "Not a digit", "doubtful": "Doubtful", "digit": "A digit"}


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


def _headline(said: str, shown: str) -> str:
    if shown == "digits" or said == "doubtful":
        return HEADLINES[said]
    return f"{'Not like' if said == 'odd' else 'Like'} its {shown}"


def _reason(places: dict[str, float], limits: dict[str, float], shown: str) -> str:
    said = verdict(places, limits)
    if said == "digit":
        return f"It redraws this as well as it does {shown}, from a code like those of {shown}."
    badly, astray = (places[score] > limits[said] for score in ("error", "code"))
    if badly and astray:
        return f"It redraws this badly, and the code it has for it lies apart from those of {shown}."
    if badly:
        return f"Its code lies among those of {shown}, but what it redraws from it is something else."
    return f"It redraws this well, but from a code that lies apart from those of {shown}."


def _above(place: float, shown: str) -> str:
    share = 100 * (1 - place)
    if place in (0, 1):
        return f"{'all' if place == 0 else 'none'} of the test {shown} lie above"
    return f"{share:.{0 if share >= 1 else 1}f} % of test {shown} lie above"


def judged(question: Judge) -> dict[str, Any]:
    """What the model says of the drawing, in words too, beside what it redraws. Raises Unanswerable."""
    loaded = searcher(question.network)
    x, own = ink_or(question.drawing, question.instead, blank=True)
    x_hat, errors, distances = scores(loaded, x)
    values = {"error": float(errors), "code": float(distances)}
    places, found = places_among_digits(loaded, values["error"], values["code"]), limits(loaded)
    said, shown = verdict(places, found), pictured(loaded.card)
    return {
        "own": own,
        "pictures": [picture(x), picture(x_hat)],
        "verdict": said,
        "headline": _headline(said, shown),
        "reason": _reason(places, found, shown),
        "gauges": [
            {"value": figure(values[name]), "place": round(place, 4), "note": _above(place, shown)}
            for name, place in places.items()
        ],
    }
