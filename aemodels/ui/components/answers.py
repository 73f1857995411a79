"""What the models see and how each of them redraws it, painted in place."""

from typing import Any

from ...cards import Card
from ..figures import named
from . import component

_mount = component("answers", "pictures", "news", "drawn", "door")


def tile(name: str, note: str, picture: str | None) -> dict[str, Any]:
    """A picture (see live.pictures.picture) before the rows: its accessible name and the note below it."""
    return {"name": name, "note": note, "picture": picture}


def row(card: Card, answer: dict[str, Any]) -> dict[str, Any]:
    """What never changes of a model, and its answer (live.answers)."""
    return named(card) | {"summary": card.summary, "size": card.code_size, "answer": answer}


def answers(
    tiles: list[dict[str, Any]],
    heads: tuple[str, str, str],
    rows: list[dict[str, Any]],
    sent: int = 0,
    ask: dict[str, Any] | None = None,
) -> None:
    """Mount the rows after the tiles, of which the first is what differences are measured against.

    `heads`: what stands above networks, pictures and figures; `sent`: number of the message that is answered. With
    `ask`, the `path` of a door, the `networks` to ask there by their names, and the words for `nothing` drawn, the rows
    answer the canvas by themselves, and those given here are shown at rest.
    """
    data = {"tiles": tiles, "heads": heads, "models": rows}
    _mount(key="answers", data=data | ({"ask": ask} if ask else {"sent": sent}))
