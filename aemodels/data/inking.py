"""Lines inked with a round pen, and rubbed out again. Only drawing.py calls this.

The arithmetic is numpy's: on arrays this small a numpy call costs less than a torch call.
"""

import math

import numpy as np

FRAME = 28  # side in pixels
PIECE = 3.0  # pixels; longest piece of a line that is inked at once
MASK = 56  # side in pixels of the raster that tells which points an eraser has covered


def layers_of(strokes, eraser):
    """Checked strokes -> [(erase, [points (n, 2), ...]), ...].

    Neighbours of one kind are inked together, for ink on ink is a maximum.
    """
    layers: list[tuple[bool, list[np.ndarray]]] = []
    for stroke in strokes:
        if not layers or layers[-1][0] != stroke["erase"]:
            layers.append((stroke["erase"], []))
        layers[-1][1].append(np.array(stroke["points"]))
    return _cut(layers, eraser)


def _cut(layers, eraser):
    """The layers without the stretches of ink whose centre line a later eraser has covered.

    They would not be inked in any case but for a fringe, where the pen is wider than the eraser, and they must not
    count for the size of the drawing.
    """
    erased, kept = None, []
    for erase, lines in reversed(layers):
        if erase:
            cover = coverage(lines, MASK, 0.0, eraser * MASK / 2, MASK)
            erased = cover if erased is None else np.maximum(erased, cover)
        elif erased is not None:
            lines = [part for line in lines for part in _uncovered(line, erased)]
        if lines:
            kept.append((erase, lines))
    return kept[::-1]


def _uncovered(line, erased):
    """The parts of a line (n, 2) that the raster `erased` leaves."""
    start, end = _pieces(line * MASK, 0.5)
    points = start if len(line) == 1 else np.concatenate([start, end[-1:]])
    covered = _sample(erased, points) >= 0.5
    if not covered.any():
        return [line]
    runs = np.split(points / MASK, np.flatnonzero(np.diff(covered)) + 1)
    return runs[int(covered[0]) :: 2]


def corners_of(layers):
    """Corners (2, 2) of the box around the centre lines of the ink, None where there is no ink."""
    lines = [line for erase, lines in layers if not erase for line in lines]
    if not lines:
        return None
    points = np.concatenate(lines)
    return np.stack([points.min(0), points.max(0)])


def _sample(raster, points):
    """Values (n,) of a raster between its pixels' centres, bilinear; points (n, 2) in pixels from the edge."""
    near = np.clip(points - 0.5, 0, len(raster) - 1.001)
    (i, j), (u, v) = near.astype(int).T, (near % 1).T
    return (raster[j, i] * (1 - u) + raster[j, i + 1] * u) * (1 - v) + (
        raster[j + 1, i] * (1 - u) + raster[j + 1, i + 1] * u
    ) * v


def paint(layers, scale, offset, pen, eraser, image=None):
    """Layers inked one after the other -> (28, 28); a point p of the canvas lies at scale * p + offset pixels."""
    image = np.zeros((FRAME, FRAME)) if image is None else image
    for erase, lines in layers:
        cover = coverage(lines, scale, offset, eraser * scale / 2 if erase else pen / 2, FRAME)
        image = image * (1 - cover) if erase else np.maximum(image, cover)
    return image


def coverage(lines, scale, offset, radius, side):
    """Share (side, side) of each pixel that a round pen covers: clamp(radius + 1/2 - distance to the line, 0, 1).

    Lines are cut into short pieces and each is measured in its own small window, which gives the same numbers as
    measuring every piece at every pixel for a fraction of the work.
    """
    cut = [_pieces(line * scale + offset, max(PIECE, radius)) for line in lines]
    start, end = (np.concatenate([pair[k] for pair in cut]) for k in (0, 1))
    window = min(math.floor(2 * radius + 1 + np.abs(end - start).max()) + 1, side)
    first = np.ceil(np.minimum(start, end) - radius - 1).astype(int)
    # Windows outside the raster land in a margin that is cut away; the distances stay those of the true place.
    first = np.clip(first, 0 if window == side else -window, side - window if window == side else side)
    grid = first[:, :, None] + np.arange(window)
    distance = _distance(grid + 0.5, start, end)
    margin = side + 2 * window
    places = (grid[:, 1, :, None] + window) * margin + grid[:, 0, None, :] + window
    raster = np.zeros(margin * margin)
    inked = distance < radius + 0.5
    np.maximum.at(raster, places[inked], np.minimum(radius + 0.5 - distance[inked], 1.0))
    return raster.reshape(margin, margin)[window:-window, window:-window]


def _pieces(points, longest):
    """A line (n, 2) -> starts and ends (m, 2) of straight pieces no longer than `longest`; a dot is one piece."""
    if len(points) == 1:
        return points, points
    step = np.diff(points, axis=0)
    count = np.maximum(np.ceil(np.hypot(*step.T) / longest), 1).astype(int)
    number = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    step = np.repeat(step / count[:, None], count, axis=0)
    start = np.repeat(points[:-1], count, axis=0) + number[:, None] * step
    return start, start + step


def _distance(centres, start, end):
    """Distances (m, rows, columns) from pixel centres (m, 2, window), x then y, to the pieces start-end (m, 2)."""
    step = end - start
    x, y = (centres - start[:, :, None]).transpose(1, 0, 2)
    dx, dy = step.T[:, :, None, None]
    along = (x[:, None, :] * dx + y[:, :, None] * dy) / np.maximum(dx * dx + dy * dy, 1e-12)
    np.clip(along, 0, 1, out=along)
    return np.sqrt((x[:, None, :] - along * dx) ** 2 + (y[:, :, None] - along * dy) ** 2)
