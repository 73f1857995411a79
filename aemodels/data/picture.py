"""Which parts of a picture are ink: photographs, screenshots, transparent files. Only drawing.py calls this."""

import numpy as np
import torch
from PIL import Image
from torch.nn.functional import adaptive_avg_pool2d, adaptive_max_pool2d, avg_pool2d, interpolate, max_pool2d

SMALL = 140  # pixels; longest side on which the background and the parts of the drawing are found
CONTRAST = 0.08  # of full scale; less difference from the background than this is no ink
FINE = 10  # pixels per pixel of 28 where lines are measured and redrawn
THIN, BOLD = 1.3, 4.4  # pixels of 28; 98 in 100 of MNIST's own lines are between, by the same measure
THINNEST, BOLDEST = 2.2, 3.6  # pixels of 28; what lines outside that range are redrawn at


def find_ink(colours):
    """Colours (rows, columns, 3) in [0, 1] -> ink, float64 (rows, columns) in [0, 1], cropped to it; None without."""
    ink = _strength(_difference(colours))
    if ink is None:
        return None
    near = _near(ink)
    # Grain alone is everywhere and as often lighter than the page as darker; a close crop has few pixels to tell.
    if max(ink.shape) > SMALL and near.mean() > 0.9 and -np.quantile(ink, 0.005) > 0.3:
        return None
    floor = (
        max(np.quantile(ink[~near], 0.995), 0.0) if not near.all() else 0.0
    )  # grain, ruled lines, what shines through
    if floor > 0.5:
        return None
    ink = (ink - floor).clip(0) * _kept(ink)
    # A camera's grain lifts the upper levels: only without it is the top level the ink's own.
    full = 1 - floor if floor < 0.03 else np.median(ink[ink > (1 - floor) / 2])
    ink = (ink / full).clip(0, 1)
    rows, columns = (np.flatnonzero((ink > 0.1).any(axis)) for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else None


def boxed(found, side):
    """Ink (rows, columns) -> the same with the longer side `side`, and lines of a width that MNIST knows."""
    fine = _scaled(found, FINE * side)
    width = _line_width(fine) / FINE
    if THIN <= width <= BOLD:
        return _scaled(found, side)
    grow = ((THINNEST if width < THIN else BOLDEST) - width) / 2
    fine = _widened(_scaled(found, round(FINE * (side - 2 * grow))), FINE * grow)
    rows, columns = (np.flatnonzero(fine.any(axis)) for axis in (1, 0))
    if not len(rows):
        return _scaled(found, side)
    return _scaled(fine[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], side)


def _scaled(ink, longest):
    """Ink resized so that its longer side is `longest` pixels, by area where it shrinks."""
    height, width = ink.shape
    if max(ink.shape) == longest:
        return ink
    size = [max(1, round(side * longest / max(ink.shape))) for side in (width, height)]
    way = Image.Resampling.BOX if longest < max(ink.shape) else Image.Resampling.BICUBIC
    return np.asarray(Image.fromarray(ink.astype(np.float32)).resize(size, way), dtype=np.float64).clip(0, 1)


def _difference(colours):
    """Difference from the page (rows, columns, 3), which light may fall on unevenly."""
    small = _small(colours)
    black, white = (colours < 0.02).all(-1).mean(), (colours > 0.98).all(-1).mean()
    if max(black, white) > 0.4:  # a screenshot, perhaps cropped so close that its edge is ink
        return colours - float(white > black)
    edge = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    low, middle, high = np.quantile(edge, (0.1, 0.5, 0.9), axis=0)
    if (high - low).max() < 0.06:
        return colours - middle
    pages, dark = zip(*[_page(small[..., k]) for k in range(3)], strict=True)
    page = np.stack([_resized(channel, colours.shape[:2]) for channel in pages], axis=-1)
    # Paper and ink in a shadow are darkened by the same factor, so the ratio is what the shadow leaves alone.
    return colours / np.maximum(page, 0.1) - 1 if sum(dark) >= 2 else colours - page


def _page(channel):
    """One channel without the ink, and whether the ink is dark: a closing with a square wider than any pen.

    The closing (for light ink the opening) follows a shadow's straight edge, which a mean or a median would blur.
    """
    reach = max(max(channel.shape) // 10, 1)
    # Ink is the long tail of what differs from its surroundings; the edges of shadows go both ways alike.
    dark = bool(((channel - _smooth(channel, 2 * reach)) ** 3).sum() < 0)
    sign = 1.0 if dark else -1.0
    page = np.pad(sign * _smooth(channel, 1), 2 * reach, mode="edge")
    page = -_spread(-_spread(page, reach), reach)[2 * reach : -2 * reach, 2 * reach : -2 * reach]
    return sign * _smooth(page, 2), dark


def _strength(difference):
    """Difference from the page (rows, columns, 3) -> ink, about 1 where it is full, or None without enough contrast.

    The difference is measured along the colour of the ink, so that grey, red and yellow pens count alike.
    """
    size = np.abs(difference).max(-1)
    firm = size >= max(_otsu(size), CONTRAST)
    if not firm.any():
        return None
    colour = difference[firm]
    main = colour.sum(0)
    if not main.any():  # as much lighter ink as darker
        main = colour[0]
    colour = np.sign((colour * main).sum(-1, keepdims=True)) * colour
    colour = colour.mean(0)
    strength = difference @ (colour / (colour @ colour))
    firm = strength > _otsu(np.clip(strength, 0, None))
    full = np.quantile(strength[firm], 0.8)
    return strength / full


def _near(ink):
    """True (rows, columns) in and around everything that looks like ink."""
    return _spread(_firm(ink), 2)[_rows_and_columns(ink)] > 0


def _kept(ink):
    """True (rows, columns) in and around the parts that belong to the drawing, false at specks and in the margin."""
    firm = _spread(_firm(ink), 1)
    parts = _parts(firm)
    names, part = np.unique(parts, return_inverse=True)
    mass = np.bincount(part.ravel(), (_small(ink) * firm).ravel())
    mass[names == 0] = 0
    edge = np.isin(names, np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
    if mass[~edge].sum() > 0.3 * mass[edge].sum():  # fingers and paper edges come in from the side, digits do not
        mass[edge] = 0
    good = mass[part.reshape(parts.shape)] > 0.04 * mass.max()
    return _spread(good.astype(float), 1)[_rows_and_columns(ink)] > 0


def _firm(ink):
    return _pooled(ink, adaptive_max_pool2d) > 0.5


def _parts(firm):
    """Number of its connected part (0 outside) for each pixel, the highest that any pixel of the part began with.

    Every pixel begins with its own number. A pixel whose number others have taken on stands for them: it learns the
    highest number that any of them touches and passes it on, so that winding parts take few steps as well.
    """
    parts = np.arange(1, firm.size + 1).reshape(firm.shape) * (firm > 0)
    while True:
        touched = _spread(parts, 1).astype(int) * (parts > 0)
        if np.array_equal(touched, parts):
            return parts
        number = np.append(0, touched)
        np.maximum.at(number, parts, touched)
        parts = number[number[touched]]


def _otsu(values):
    """Threshold that splits values into two classes with the most variance between them (Otsu 1979)."""
    top = values.max()
    if top <= 0:
        return 0.0
    count, edges = np.histogram(values, 256, (0, top))
    middle = (edges[1:] + edges[:-1]) / 2
    weight, moment = np.cumsum(count), np.cumsum(count * middle)
    between = (moment[-1] * weight - moment * weight[-1]) ** 2 / np.maximum(weight * (weight[-1] - weight), 1)
    return edges[1:][between[:-1].argmax()]


def _line_width(ink):
    """Width of the lines in pixels: twice the area over the outline's length, which a straight line makes exact."""
    firm = _smooth(np.pad((ink > 0.5).astype(float), 3), 1)
    outline = np.hypot(*np.gradient(firm)).sum()
    return 2 * firm.sum() / max(outline, 1e-9)


def _widened(ink, radius):
    """Lines made wider by `radius` pixels on each side, or thinner where it is negative: (rows, columns) in {0, 1}."""
    reach = int(np.ceil(abs(radius)))
    across = np.arange(-reach, reach + 1)
    half_widths = ((np.hypot(across, across[:, None]) <= abs(radius)).sum(1) - 1) // 2  # of the disc's rows
    firm = np.pad(ink > 0.5, reach)
    inside = firm if radius > 0 else ~firm
    rows, columns = inside.shape
    # A disc is a stack of rows, and counts along a row tell at once whether a stretch of it is touched.
    counts = np.pad(inside, ((reach, reach), (reach + 1, reach))).cumsum(1, dtype=np.int32)
    touched = np.zeros(inside.shape, bool)
    for down, half in enumerate(half_widths):
        row = counts[down : down + rows]
        touched |= row[:, reach + 1 + half :][:, :columns] > row[:, reach - half :][:, :columns]
    return (touched if radius > 0 else ~touched).astype(float)


def _small(picture):
    """Area average of (rows, columns) or (rows, columns, 3) with the longest side at most SMALL."""
    if picture.ndim == 3:
        return np.stack([_small(picture[..., k]) for k in range(picture.shape[2])], axis=-1)
    return _pooled(picture, adaptive_avg_pool2d)


def _pooled(picture, pool):
    return pool(_tensor(picture), _small_shape(picture.shape))[0, 0].numpy()


def _small_shape(shape):
    return [max(1, round(side * min(1.0, SMALL / max(shape)))) for side in shape]


def _resized(small, shape):
    return interpolate(_tensor(small), shape, mode="bilinear", align_corners=False)[0, 0].numpy()


def _rows_and_columns(ink):
    """Index that repeats the pixels of a small raster until they cover the picture again."""
    few = _small_shape(ink.shape)
    return np.ix_(*[np.arange(side) * count // side for side, count in zip(ink.shape, few, strict=True)])


def _spread(raster, reach):
    """Maximum over the square of 2 * reach + 1 pixels around each pixel."""
    return max_pool2d(_tensor(raster), 2 * reach + 1, 1, reach)[0, 0].numpy()


def _smooth(raster, reach):
    """Mean over the square of 2 * reach + 1 pixels around each pixel."""
    return avg_pool2d(_tensor(raster), 2 * reach + 1, 1, reach, count_include_pad=False)[0, 0].numpy()


def _tensor(raster):
    return torch.from_numpy(np.ascontiguousarray(raster, dtype=np.float64))[None, None]
