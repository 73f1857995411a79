"""Pictures that are no digits, to ask of a model whether it notices: letters, scribbles, shapes, noise, nothing.

Made of strokes by a seeded hand and brought into the MNIST form like a drawing, so that only what they show is odd and
not how they were inked. Noise and nothing are pixels.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from ..drawing import Strokes, from_strokes
from . import strokes

# In the notation of strokes.SHAPES. Left out are letters that are also digits (B, G, I, J, L, O, Q, S, T, U, Z).
LETTERS = {
    "A": ("8,98 26,50 43,3 43,3 61,50 79,98", "22,64 43,63 65,64"),
    "E": ("16,3 15,50 16,97", "16,4 42,4 70,3", "16,49 38,48 60,49", "16,97 42,96 72,97"),
    "F": ("18,3 17,50 17,98", "18,4 44,4 72,3", "18,48 38,47 58,48"),
    "H": ("14,3 14,50 14,98", "72,3 72,50 72,98", "14,50 43,49 72,50"),
    "K": ("16,3 16,50 16,98", "70,4 44,28 17,52 17,52 44,74 73,97"),
    "M": ("6,98 10,50 14,3 14,3 29,33 43,64 43,64 58,33 73,3 73,3 77,50 81,98",),
    "N": ("13,98 13,50 13,3 13,3 43,50 73,97 73,97 73,50 73,3",),
    "P": ("18,3 18,50 18,98", "18,4 46,3 66,14 66,36 48,50 19,51"),
    "R": ("18,3 18,50 18,98", "18,4 46,3 64,14 64,34 48,48 19,50", "38,50 55,73 73,97"),
    "W": ("4,4 14,50 24,97 24,97 34,66 43,35 43,35 53,66 63,97 63,97 73,50 83,4",),
}
CROSSES = (("10,8 43,50 76,92", "76,8 43,50 10,92"), ("43,3 43,50 43,97", "3,50 43,50 83,50"))
BOX = ("6,8 6,50 6,93 6,93 43,93 81,93 81,93 81,50 81,8 81,8 43,8 6,8",)


def _chosen(options: tuple, generator: torch.Generator) -> Any:
    return options[int(torch.randint(len(options), (1,), generator=generator))]


def _letter(generator: torch.Generator) -> Strokes:
    return strokes.written(LETTERS[_chosen(tuple(LETTERS), generator)], generator)


def _scribble(generator: torch.Generator) -> Strokes:
    """A curve through eight places by chance."""
    places = torch.rand(8, 2, generator=generator).mul(90).tolist()
    return strokes.written((" ".join(f"{x:.2f},{y:.2f}" for x, y in places),), generator)


def _digit(generator: torch.Generator, labels: tuple[int, ...] = tuple(range(10))) -> Strokes:
    label = _chosen(labels, generator)
    return strokes.digit(label, _chosen(tuple(range(strokes.styles(label))), generator), generator)


def _moved(written: Strokes, matrix: tuple[float, float], shift: tuple[float, float]) -> Strokes:
    """Every point (x, y) times `matrix`, one factor for each direction, plus `shift`."""
    (a, b), (c, d) = matrix, shift
    return [
        {"points": [[round(a * x + c, 4), round(b * y + d, 4)] for x, y in one["points"]], "erase": False}
        for one in written
    ]


def _upside_down(generator: torch.Generator) -> Strokes:
    return _moved(_digit(generator, (4,)), (-1, -1), (1, 1))


def _two_digits(generator: torch.Generator) -> Strokes:
    left, right = _digit(generator), _digit(generator)
    return _moved(left, (0.5, 0.5), (0, 0.25)) + _moved(right, (0.5, 0.5), (0.44, 0.25))


# Kind -> how a hand writes one.
HANDS: dict[str, Callable[[torch.Generator], Strokes]] = {
    "letter": _letter,
    "scribble": _scribble,
    "cross": lambda generator: strokes.written(_chosen(CROSSES, generator), generator),
    "box": lambda generator: strokes.written(BOX, generator),
    "upside-down 4": _upside_down,
    "two digits": _two_digits,
}
# Kind -> how its pixels come about.
PIXELS: dict[str, Callable[[torch.Generator], Tensor]] = {
    "noise": lambda generator: torch.rand(1, 1, 28, 28, generator=generator),
    "nothing": lambda generator: torch.zeros(1, 1, 28, 28),  # noqa: ARG005 there is only one nothing
}
KINDS = (*HANDS, *PIXELS)


def odd(kind: str, generator: torch.Generator) -> tuple[Strokes, Tensor]:
    """One oddity: the strokes it was written with, none for noise and nothing, and its picture (1, 1, 28, 28).

    The picture is in [0, 1] and, where there are strokes, in MNIST form. The same generator state gives the same
    oddity. Raises KeyError for an unknown kind.
    """
    if kind in PIXELS:
        return [], PIXELS[kind](generator)
    if kind not in HANDS:
        raise KeyError(f"no oddity is called {kind!r}; known are: {', '.join(KINDS)}")
    written = HANDS[kind](generator)
    return written, from_strokes(written)


def dataset(kind: str, count: int, generator: torch.Generator) -> Tensor:
    """`count` oddities of one kind: float32 (count, 1, 28, 28) in [0, 1]."""
    return torch.cat([odd(kind, generator)[1] for _ in range(count)])
