"""A digit in the dark: what a network expects of the patches that are revealed, and what is said of a guess."""

from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from .. import drawing
from ..data import strokes
from ..models.patches import PATCHES, pixels_of
from ..support.kept import per_model
from .door import Unanswerable
from .masking import digit_of, filled, masked_network
from .messages import Guess
from .neighbours import votes
from .pictures import image, picture
from .shelf import Loaded


@lru_cache(maxsize=1000)
def riddle(number: int) -> tuple[Tensor, int]:
    """The digit (1, 1, 28, 28) of a riddle, which nobody has seen, and its label. Do not change it in place."""
    generator = torch.Generator().manual_seed(number)
    label = int(torch.randint(10, (1,), generator=generator))
    style = int(torch.randint(strokes.styles(label), (1,), generator=generator))
    return drawing.from_strokes(strokes.digit(label, style, generator)), label


def order(number: int) -> list[int]:
    """In which order patches of a riddle are revealed by chance: all 49."""
    return torch.randperm(PATCHES, generator=torch.Generator().manual_seed(number)).tolist()


def guess(question: Guess) -> dict[str, Any]:
    """What is to be seen, the next steps of what the network expects, and what is said of it or of a guess.

    The steps go on from those whose votes the question holds. Raises Unanswerable for a drawing that is none, a network
    that does not complete, and steps that do not follow each other.
    """
    loaded, revealed = masked_network(question.network), question.revealed
    if len(set(revealed)) < len(revealed) or len(question.votes) > len(revealed) + 1:
        raise Unanswerable("The page revealed a patch twice, or none. Reload it to start again.")
    own = question.drawing
    x, label = riddle(question.number) if own is None else (digit_of(own), None)
    steps = [_step(loaded, x, revealed[:count]) for count in range(len(question.votes), len(revealed) + 1)]
    voted = [*question.votes, *(step["vote"] for step in steps)]
    guessed = question.guess if own is None else None
    return {
        "picture": picture(x if guessed is not None else torch.where(pixels_of(_hidden(revealed)), 0, x)),
        "order": order(question.number),
        "steps": steps,
        "words": _about_own(loaded, x, voted) if label is None else _verdict(guessed, label, len(revealed), voted),
    }


def _hidden(revealed: list[int]) -> Tensor:
    hidden = torch.ones(1, PATCHES, dtype=torch.bool)
    hidden[0, revealed] = False
    return hidden


def _step(loaded: Loaded, x: Tensor, revealed: list[int]) -> dict[str, Any]:
    """What the model expects after these patches, and how the nearest test digits vote on that."""
    expected = filled(loaded, x, _hidden(revealed))
    counts = votes(loaded, expected)
    return {"picture": picture(expected), "votes": counts, "vote": _most(counts), "patches": len(revealed)}


def _most(counts: list[int]) -> int:
    return counts.index(max(counts))


def settled(voted: list[int], label: int) -> int | None:
    """After how many patches the vote went to `label` and stayed there; None when it does not stand there."""
    if voted[-1] != label:
        return None
    return next((i + 1 for i in range(len(voted) - 1, -1, -1) if voted[i] != label), 0)


def _verdict(guessed: int | None, label: int, revealed: int, voted: list[int]) -> str:
    if guessed is None:
        return ""
    right = "Right" if guessed == label else f"Not {_named(guessed)}"
    return f"{right}: it is {_named(label)}, and you saw {revealed} patches. {_network_words(voted, label)}"


@per_model
def _whole(loaded: Loaded, pixels: bytes) -> int:
    return _most(votes(loaded, image(pixels)))


def _about_own(loaded: Loaded, x: Tensor, voted: list[int]) -> str:
    whole = _whole(loaded, x.mul(255).round().byte().numpy().tobytes())
    return f"The whole digit's neighbours say {whole}. {_network_words(voted, whole)}"


def _network_words(voted: list[int], label: int) -> str:
    """Since when the network's neighbours vote for `label`, in a sentence."""
    since = settled(voted, label)
    if since is None:
        return "The network's neighbours do not say so yet."
    return (
        f"The network's neighbours say so since patch {since}." if since else "Its neighbours said so from the start."
    )


def _named(digit: int) -> str:
    return f"an {digit}" if digit == 8 else f"a {digit}"
