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
from .words import figure

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


def judged(question: Judge) -> dict[str, Any]:
    """What the model says of the drawing, in words too, beside what it redraws. Raises Unanswerable."""
    loaded = searcher(question.network)
    x, own = ink_or(question.drawing, question.instead, blank=True)
    x_hat, errors, distances = scores(loaded, x)
    values = {"error": float(errors), "code": float(distances)}
    places, found = places_among_digits(loaded, values["error"], values["code"]), limits(loaded)
    said = verdict(places, found)
    return {
        "own": own,
        "pictures": [picture(x), picture(x_hat)],
        "verdict": said,
        "headline": HEADLINES[said],
        "reason": _reason(places, found),
        "gauges": [
            {"value": figure(values[name]), "place": round(place, 4), "note": _above(place)}
            for name, place in places.items()
        ],
    }
