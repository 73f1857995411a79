"""Digits that the tests of drawing use, and how they compare pictures."""

import torch

from aemodels.data import strokes

SEVEN = strokes.digit(7, 1)
EVERY = [(label, style) for label in range(10) for style in range(strokes.styles(label))]


def line(*points, erase=False):
    """One stroke through points."""
    return {"points": [list(point) for point in points], "erase": erase}


def error(a, b):
    """Squared error between two pictures."""
    return float(((a - b) ** 2).sum())


def centre(x):
    """Column and row of the middle of a picture's ink."""
    index = torch.arange(28.0)
    return (x[0, 0].sum(0) @ index / x.sum()).item(), (x[0, 0].sum(1) @ index / x.sum()).item()
