"""What stands around a digit's way through bottlenecks of growing width, beside as many principal components."""

from typing import Any

from ....store.cards import Card
from ... import session
from ...shared.figures import model_hue

COMPONENTS = "Principal components"


def laddered(card: Card) -> bool:
    """Whether every beginning of a shipped model's code decodes: others were not measured beside components."""
    return not session.is_own(card) and "by_prefix" in card.metrics


def verdict(card: Card) -> str:
    """How many numbers say as much as the most principal components that are compared. Markdown."""
    by_prefix = {int(length): row for length, row in card.metrics["by_prefix"].items()}
    most = max(by_prefix)
    goal = by_prefix[most]["pca_squared_error"]
    enough = min((length for length, row in by_prefix.items() if row["squared_error"] <= goal), default=None)
    words = (
        "The same digit through ever narrower codes: a network every beginning of whose code decodes, and principal "
        "components, the best that straight lines can do."
    )
    return words + (
        f" **{enough} numbers of the network redraw the test digits better than {most} components.**" if enough else ""
    )


def shown(card: Card) -> dict[str, Any]:
    """The ladder component's data: widths, a row for each of two ways with its test-set errors, and whom to ask."""
    by_prefix = card.metrics["by_prefix"]
    widths = [int(length) for length in by_prefix]
    ways = (
        ("nested", card.title, model_hue(card.name), "squared_error"),
        ("pca", COMPONENTS, model_hue("pca"), "pca_squared_error"),
    )
    return {
        "widths": widths,
        "rows": [
            {
                "name": name,
                "title": title,
                "hue": hue,
                "test": [round(by_prefix[str(width)][key], 2) for width in widths],
            }
            for name, title, hue, key in ways
        ],
        "ask": {"path": "live/narrow", "network": card.name},
    }
