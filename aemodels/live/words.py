"""Figures in words; needs no torch."""

from math import isfinite, log
from typing import Any

from ..data.datasets import of_card
from ..store.cards import Card

NO_NUMBER = "–"
TESTED = 10_000  # MNIST's test digits, on which shipped models were measured


TEST_DIGITS = f"{TESTED:,} test digits"


def pictured(card: Card) -> str:
    """What the pictures show that a model was trained on: "digits", "clothes" or "characters"."""
    dataset = of_card(card.data)
    return "digits" if dataset is None else dataset.pictures


def resting(card: Card, count: int = TESTED) -> dict[str, Any]:
    """What stands in the row of a model, measured on so many test pictures, while there is nothing to answer."""
    rank = f"compared with {count:,} test {pictured(card)}"
    return {"main": NO_NUMBER, "unit": "squared error", "place": None, "rank": rank}


LEAST, MOST = 0.5, 100.0  # squared errors at the ends of the scale that all networks share


def place(error: float) -> float:
    """Where a squared error stands on the scale that all networks share, logarithmic: 0 the closest, 1 the furthest."""
    if not isfinite(error):
        return 1.0
    return round(min(1.0, max(0.0, log(max(error, 1e-9) / LEAST) / log(MOST / LEAST))), 4)


def usually(card: Card) -> str:
    """A network's mean squared error on its test pictures, beside which to see this one."""
    error = card.metrics.get("squared_error")
    return "" if error is None else f"on test {pictured(card)} {figure(error)} on average"


def before_denoising() -> dict[str, Any]:
    """What stands in a model's row before it has answered a corrupted picture."""
    return {"main": NO_NUMBER, "unit": "dB", "rank": ""}


def figure(error: float) -> str:
    """A squared error in three digits; a dash for what is no number."""
    if not isfinite(error):
        return NO_NUMBER
    return f"{error:.2f}" if error < 10 else f"{error:.1f}"


def decibels(value: float) -> str:
    """A PSNR in tenths of a decibel; a dash for what is no number."""
    return f"{value:.1f}" if isfinite(value) else NO_NUMBER


def rank(better: float, pictures: str = "digits", count: int = TESTED) -> str:
    """The share of `count` test pictures with a larger error, 0 to 1, in words."""
    if better in (0, 1):
        return f"{'closer' if better else 'further off'} than all {count:,} test {pictures}"
    side, share = ("closer", better) if better >= 0.5 else ("further off", 1 - better)
    return f"{side} than {min(99, int(100 * share))} % of test {pictures}"


def nearest(card: Card, label: int) -> str:
    """Which of its test pictures has the code nearest to a picture's, by what it shows."""
    dataset = of_card(card.data)
    if dataset is None or dataset.pictures == "digits":
        return f"nearest digit {label}"
    return f"nearest: {dataset.classes[label]}"
