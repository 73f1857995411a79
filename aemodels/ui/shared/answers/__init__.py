"""What the models see and how each of them redraws it, painted in place."""

from typing import Any

from ....store.cards import Card
from ..component import component
from ..figures import named

_mount = component(__file__)


def tile(name: str, note: str, picture: str | None = None) -> dict[str, Any]:
    """A picture (see live.pictures.picture) before the rows: its accessible name and the note below it."""
    return {"name": name, "note": note, "picture": picture}


def row(card: Card, answer: dict[str, Any]) -> dict[str, Any]:
    """What never changes of a model, and its answer (live.answers)."""
    return named(card) | {"summary": card.summary, "size": card.code_size, "answer": answer}


def answers(
    tiles: list[dict[str, Any]], heads: tuple[str, str, str], rows: list[dict[str, Any]], ask: dict[str, Any]
) -> None:
    """Mount the rows after the tiles: the first is what differences are measured against, the last what models see.

    `heads`: what stands above networks, pictures and figures; `rows`: as they are at rest. `ask`: the `path` of the
    door that answers, the `networks` to ask there by their names, the words for `nothing` drawn, and, where the noise
    bench and not the canvas is followed, the clean `drawing` (live.pictures.still).
    """
    _mount(key="answers", data={"tiles": tiles, "heads": heads, "models": rows, "ask": ask})
