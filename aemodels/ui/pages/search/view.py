"""What stands around a search for digits like the visitor's: what is searched, and how often neighbours are right."""

from typing import Any

from ....live import alike
from ....live.words import TEST_DIGITS
from ....store.cards import Card
from ... import session
from ...runtime import Loaded, models

DISTANCES = {"euclidean": "Euclidean distance", "cosine": "Cosine distance"}


def measured(card: Card) -> bool:
    """Whether a model can be searched with; a visitor's own cannot, whatever a card that came with it says."""
    return not session.is_own(card) and alike.measured(card)


def searchers() -> list[Loaded]:
    """The models to search with, featured or not, in teaching order."""
    return models(measured)[0]


def panels(loaded: Loaded) -> list[dict[str, Any]]:
    """What the hits component shows, by name: the nearest by code and by pixels."""
    return [
        {"name": "codes", "title": f"By {loaded.card.code_size} numbers of code"},
        {"name": "pixels", "title": "By 784 pixels"},
    ]


def about_pictures() -> str:
    """What the digits are that are searched and shown, in a sentence."""
    redrawn_by = alike.pictures()[1]
    if redrawn_by is None:
        return "The pictures are MNIST's own test digits, read from this computer's disk."
    return (
        f"MNIST is not on this computer, so the test digits are shown, and compared pixel by pixel, as the network "
        f"that redraws them best ({redrawn_by.card.title}) redraws them."
    )


def precision_table(loaded: Loaded, distance: str) -> tuple[list[str], list[dict[str, Any]], str]:
    """Precision at 10 by digit, in %, as heat.show takes it."""
    rows, overall = loaded.card.metrics["by_digit"], loaded.card.metrics["precision_at_10"]
    kinds = {distance: f"Code, {DISTANCES[distance]}", "pixels": "Pixels"}
    cells = {kind: [100 * row[kind] for row in (*rows.values(), overall)] for kind in kinds}
    table = [{"title": title, "cells": cells[kind]} for kind, title in kinds.items()]
    return [*rows, "All"], table, "Precision at 10: share of the ten nearest that are the same digit"


def precision_words(loaded: Loaded, distance: str) -> str:
    """The table in a sentence or two."""
    overall = loaded.card.metrics["precision_at_10"]
    code, pixels = 100 * overall[distance], 100 * overall["pixels"]
    rows = loaded.card.metrics["by_digit"]
    hardest = min(rows, key=lambda digit: rows[digit][distance])
    which = "more often than" if code > pixels else "less often than"
    return (
        f"Asked with each of the {TEST_DIGITS} in turn, the ten nearest others by code are the same digit in "
        f"**{code:.1f} %** of cases, {which} those by pixels (**{pixels:.1f} %**). The hardest is the {hardest}: "
        f"{100 * rows[hardest][distance]:.1f} %."
    )
