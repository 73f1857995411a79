"""What the models see and how each of them redraws it, painted in place."""

from typing import Any

from . import component

_mount = component("answers", "pictures")


def tile(name: str, note: str, picture: str | None) -> dict[str, Any]:
    """A picture (see ui.answers.picture) before the rows: its accessible name and the note below it."""
    return {"name": name, "note": note, "picture": picture}


def answers(tiles: list[dict[str, Any]], heads: tuple[str, str, str], rows: list[dict[str, Any]], sent: int) -> None:
    """Mount the rows (ui.answers) after the tiles, of which the first is what differences are measured against.

    `heads`: what stands above networks, pictures and figures; `sent`: number of the message that is answered.
    """
    _mount(key="answers", data={"tiles": tiles, "heads": heads, "models": rows, "sent": sent})
