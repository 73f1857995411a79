"""Digits written by hand: strokes in the order and direction in which a pen writes them.

They fill the example gallery, give the tests something to draw, and are training data where there is no MNIST.
"""

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ..drawing import Strokes, from_strokes

if TYPE_CHECKING:
    import torch

__all__ = ["dataset", "digit", "styles", "written"]

HEIGHT = 20 / 28  # of the canvas
SAMPLES = 5  # points of a line from one control point to the next
BEND = 0.034  # in heights of the digit
NOISE = 21  # normal numbers that vary one digit
PEN, PEN_SPREAD = 2.45, 0.22  # median width in pixels of 28, deviation of its logarithm

# Each style is one text per pen stroke: points "x,y" in percent of the digit's height, y down, through which a
# smooth curve runs; a point written twice is a corner. Placed by hand.
SHAPES = {
    0: (
        ("50,3 34,6 20,20 12,42 13,66 22,86 38,97 56,93 69,76 75,52 71,27 61,10 46,3",),
        ("47,5 32,11 20,34 17,62 26,87 41,97 56,88 66,65 67,38 60,17 47,4 36,7 31,15",),
        ("60,8 46,3 30,10 15,30 10,55 20,82 42,96 66,88 80,64 80,38 69,17 52,8 41,14",),
        ("37,9 54,3 69,15 76,40 72,68 58,91 38,97 20,85 12,62 14,37 22,19 30,10",),
    ),
    1: (
        ("58,2 53,26 47,50 42,75 38,98",),
        ("38,22 45,16 52,9 57,2 57,2 55,34 52,66 50,98",),
        ("32,24 43,15 53,3 53,3 53,36 52,66 51,96", "28,97 40,96 56,96 77,95"),
        ("50,2 51,34 50,66 49,98",),
    ),
    2: (
        ("16,24 24,9 40,2 57,5 67,19 64,36 52,55 34,76 14,96 14,96 36,95 57,95 80,93",),
        ("17,21 27,7 45,2 61,9 66,25 59,46 44,68 27,87 15,92 12,83 21,77 36,83 52,93 68,97 83,89",),
        ("18,17 33,4 52,3 66,14 67,31 56,52 37,74 15,95 15,95 30,89 45,91 59,97 72,96 82,87",),
        ("20,13 37,3 56,5 65,18 61,37 46,59 29,79 17,94 17,94 45,96 76,95",),
    ),
    3: (
        ("18,15 31,4 49,2 64,10 66,26 55,40 36,46 36,46 55,48 70,58 73,74 62,91 42,98 25,95 13,85",),
        ("18,6 38,5 68,3 68,3 54,21 39,39 39,39 56,43 70,55 73,73 62,90 42,98 25,96 12,87",),
        ("19,12 36,2 55,4 65,17 61,32 49,43 36,49 30,44 38,39 50,42 64,52 72,66 67,84 50,96 31,97 14,88",),
        ("22,10 39,2 57,6 63,20 55,36 38,45 38,45 57,51 67,65 64,81 50,94 31,98 16,93",),
    ),
    4: (
        ("32,4 27,22 20,42 15,57 15,57 37,57 58,55 82,52", "65,20 62,46 58,72 55,98"),
        ("62,3 48,22 32,42 13,64 13,64 36,65 60,64 86,62", "62,3 62,34 60,66 59,98"),
        ("24,6 20,22 18,38 23,50 37,54 53,50 66,40", "70,4 67,30 62,64 58,98"),
        ("60,52 44,57 26,60 13,59 13,59 30,37 46,18 62,3 62,3 60,34 57,66 54,98",),
    ),
    5: (
        ("28,6 26,19 22,44 22,44 38,39 56,43 69,57 71,74 60,91 42,98 25,95 12,86", "28,6 42,6 58,5 76,3"),
        ("74,4 58,5 44,6 30,7 30,7 26,25 21,45 21,45 37,39 56,43 68,57 69,75 57,91 38,98 14,90",),
        ("72,6 54,3 38,7 27,18 25,31 33,42 50,48 65,58 69,74 60,90 42,97 25,95 13,86",),
        ("32,5 29,24 25,42 25,42 41,41 57,48 65,62 61,79 47,92 29,98 12,96", "32,5 50,7 70,4"),
    ),
    6: (
        ("60,3 44,13 30,30 20,51 18,72 26,90 42,98 59,92 69,77 66,62 53,54 38,58 26,69 20,79",),
        ("46,2 34,22 25,44 20,66 24,86 38,97 55,94 67,81 66,66 54,58 39,61 24,75",),
        ("67,12 57,3 43,7 30,22 21,43 18,66 24,87 41,98 60,92 70,76 65,61 51,55 35,62 22,77",),
        ("56,2 39,18 25,40 15,64 19,86 36,97 56,94 72,82 74,68 61,60 44,64 31,76 26,88",),
    ),
    7: (
        ("14,8 34,8 54,7 76,5 76,5 64,29 52,53 43,76 36,98",),
        ("16,7 36,8 56,7 75,4 75,4 63,28 53,52 45,75 40,98", "30,54 46,52 70,48"),
        ("15,23 16,15 18,6 18,6 38,9 58,8 79,4 79,4 65,24 54,46 46,70 42,98",),
        ("15,10 34,6 54,6 70,8 74,16 66,36 55,58 46,78 41,98",),
    ),
    8: (
        ("67,17 58,5 43,3 28,10 24,25 34,39 49,48 64,60 70,76 61,92 43,98 26,92 19,77 25,63 40,51 55,40 65,28 67,17",),
        ("48,42 37,37 30,26 33,11 45,3 58,7 64,19 59,32 48,42 31,53 18,70 23,89 41,98 61,95 74,80 69,63 55,49 44,41",),
        (
            "46,3 32,8 27,22 33,37 46,44 59,38 66,25 61,9 44,3",
            "47,44 31,51 21,66 23,85 38,97 56,95 70,82 69,63 58,49 43,44",
        ),
        ("72,11 60,4 43,5 31,14 31,28 41,40 54,51 63,66 59,84 45,96 28,96 18,83 22,67 35,54 51,42 65,27 74,12",),
    ),
    9: (
        ("68,19 58,6 43,3 28,11 20,27 24,42 38,49 53,43 64,31 68,19 68,19 67,46 64,72 61,98",),
        ("67,20 59,6 44,2 29,9 20,25 23,41 37,48 53,43 65,30 68,17 70,44 67,70 57,90 41,98 24,93",),
        ("64,16 53,4 38,5 25,17 22,33 31,43 46,39 58,28 65,13 65,13 58,42 50,70 42,98",),
        ("70,10 55,3 39,8 26,23 24,39 35,47 50,42 62,29 70,12 66,38 58,64 46,85 30,98",),
    ),
}


def styles(label: int) -> int:
    """How many ways of writing the digit `label` (0-9) there are; digit() takes them as style 0, 1, ...

    Raises ValueError for what is no digit.
    """
    if label not in SHAPES:
        raise ValueError(f"label must be a digit from 0 to 9, not {label!r}")
    return len(SHAPES[label])


def digit(label: int, style: int = 0, generator: "torch.Generator | None" = None) -> Strokes:
    """The digit `label` as strokes: [{"points": [[x, y], ...], "erase": False}, ...], in the order of writing.

    Coordinates lie in [0, 1], y down, rounded to 4 decimals. Without a generator it is the plain form, 20/28 of the
    canvas high and in its middle; with a torch.Generator slant, size, aspect, rotation, curvature and position vary
    as they do between people. Raises ValueError for a label or style that does not exist.
    """
    if not 0 <= style < styles(label):
        raise ValueError(f"the digit {label} has the styles 0 to {styles(label) - 1}, not {style!r}")
    return written(SHAPES[label][style], generator)


def written(shape: tuple[str, ...], generator: "torch.Generator | None" = None) -> Strokes:
    """What a hand writes of `shape`, one text per stroke of the pen as in SHAPES: strokes as `digit` gives them."""
    curves = _curves(shape)
    if generator is None:
        lines = [basis @ control for basis, control in curves]
        return _strokes(lines, np.array([[HEIGHT, 0.0], [0.0, HEIGHT]]), np.zeros(2))
    import torch  # here: plain digits are there before torch is

    noise = torch.randn(NOISE, generator=generator, dtype=torch.float64).numpy()
    lines = [basis @ _bent(control, noise[6:]) for basis, control in curves]
    return _strokes(lines, _matrix(noise), 0.03 * noise[4:6])


def dataset(count: int, generator: "torch.Generator") -> "tuple[torch.Tensor, torch.Tensor]":
    """Varied digits in MNIST form: x float32 (count, 1, 28, 28) in [0, 1] and labels int64 (count,).

    Every digit comes equally often (to within one), every style of it with equal chance, in a shuffled order, with
    pens of varied width. Everything random comes from the torch.Generator.
    """
    import torch

    labels = torch.randperm(count, generator=generator) % 10
    choice = torch.rand(count, generator=generator).tolist()
    pens = (PEN * torch.exp(PEN_SPREAD * torch.randn(count, generator=generator))).clamp(1.6, 4.4).tolist()
    x = torch.empty(count, 1, 28, 28)
    for row, label in enumerate(labels.tolist()):
        style = int(choice[row] * styles(label))
        x[row] = from_strokes(digit(label, style, generator), pen=pens[row])[0]
    return x, labels


def _matrix(noise):
    """Size, aspect, slant and rotation as one matrix (2, 2) that acts on points (x, y) as columns."""
    size = HEIGHT * math.exp(0.10 * noise[0])
    aspect = math.exp(0.15 * noise[1])
    slant = 0.08 + 0.19 * noise[2]  # to the right: most people write with the right hand
    turn = math.radians(6.0 * noise[3])
    shape = np.array([[aspect, -slant], [0.0, 1.0]])
    return size * np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]]) @ shape


def _bent(control, noise):
    """Control points (n, 2) moved by a field of three plane waves, longer than half a digit: bends, not jitter."""
    direction, phase, strength = noise[0:6].reshape(3, 2), noise[6:9], noise[9:15].reshape(3, 2)
    waves = np.sin(control @ (3.0 * direction.T) + 4.0 * phase)
    return control + BEND * waves @ strength


def _strokes(lines, matrix, shift):
    """Lines placed in the middle of the canvas, moved by `shift` as far as the canvas reaches."""
    lines = [line @ matrix.T for line in lines]
    points = np.concatenate(lines)
    low, high = points.min(0), points.max(0)
    room = 0.49 - (high - low) / 2
    if room.min() < 0:  # as tall as the canvas: a tall digit, not a cut one
        return _strokes(lines, np.eye(2) * 0.48 / (0.49 - room.min()), shift)
    offset = 0.5 - (low + high) / 2 + np.clip(shift, -room, room)
    return [{"points": (line + offset).clip(0, 1).round(4).tolist(), "erase": False} for line in lines]


@lru_cache(maxsize=256)
def _curves(shape):
    """[(basis (samples, n), control points (n, 2)), ...], a pair for each stroke: basis @ control is its line."""
    return [_spline(_points(text)) for text in shape]


def _points(text):
    points = np.array([[float(value) for value in pair.split(",")] for pair in text.split()]) / 100
    return points - np.array([0.43, 0.5])  # the middle of the digit is the origin


def _spline(points):
    """Centripetal Catmull-Rom spline (Yuksel, Schaefer and Keyser 2011) through `points`, cut at doubled points."""
    ends = [i for i in range(1, len(points)) if np.array_equal(points[i - 1], points[i])]
    parts = []
    for first, last in zip([0, *ends], [*ends, len(points)], strict=True):
        part = np.zeros((SAMPLES * (last - first - 1) + 1, len(points)))
        part[:, first:last] = _basis(points[first:last])
        parts.append(part if last == len(points) else part[:-1])
    return np.concatenate(parts), points


def _basis(points):
    """Matrix (samples, n) that turns n control points into the samples of the spline through them.

    The knots come from the plain form, so the curve stays linear in its control points however they are moved.
    """
    # Each end gets a mirrored neighbour, 2 p0 - p1, which makes the curve leave the pen's first point naturally.
    grown = np.zeros((len(points) + 2, len(points)))
    grown[1:-1] = np.eye(len(points))
    grown[0, :2], grown[-1, -2:] = (2, -1), (-1, 2)
    gaps = np.sqrt(np.linalg.norm(np.diff(grown @ points, axis=0), axis=1))
    rows = [_segment(grown[i : i + 4], gaps[i : i + 3]) for i in range(len(points) - 1)]
    return np.concatenate([*rows, grown[-2:-1]])


def _segment(four, gaps):
    """Samples (SAMPLES, n) between the middle two of four control rows (4, n), by Barry and Goldman's pyramid."""
    knots = np.concatenate([[0.0], np.cumsum(gaps)])
    t = np.linspace(knots[1], knots[2], SAMPLES, endpoint=False)[:, None]
    level = [np.broadcast_to(row, (SAMPLES, four.shape[1])) for row in four]
    for spans in (((0, 1), (1, 2), (2, 3)), ((0, 2), (1, 3)), ((1, 2),)):
        level = [
            ((knots[b] - t) * level[i] + (t - knots[a]) * level[i + 1]) / (knots[b] - knots[a])
            for i, (a, b) in enumerate(spans)
        ]
    return level[0]
