"""What the models see and how each of them redraws it, painted in place."""

from typing import Any

from . import component

_mount = component("answers")


def answers(seen: str | None, models: list[dict[str, Any]], sent: int) -> None:
    """Mount the rows. `seen`: what the models see (ui.answers.picture) or None while there is nothing to see;

    `models`: one ui.answers.answer or describe each; `sent`: number of the canvas message that is answered.
    """
    _mount(key="answers", data={"seen": seen, "models": models, "sent": sent})
