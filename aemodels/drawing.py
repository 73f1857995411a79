"""Strokes or a picture -> the MNIST form. The only place that does it.

MNIST's recipe (LeCun, Cortes and Burges, "The MNIST database of handwritten digits"): the digit is scaled into a
20x20 box with its aspect kept, and the box is placed in a 28x28 frame so that the centre of mass is in the centre.
Strokes go through it before they are inked, because lines that are inked first and shrunk afterwards come out at
the wrong width. Pictures can only go through it afterwards: `data/picture_file.py` opens their files,
`data/colours.py` reads their pixels, and `data/picture.py` finds the ink in them. `data/inking.py` inks lines.
"""

import warnings
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from PIL import Image

from .data import inking

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["BadDrawing", "EmptyDrawing", "check_strokes", "from_image", "from_strokes", "ink", "open_picture"]

Strokes = list[dict[str, Any]]  # as check_strokes gives them

FRAME, BOX = 28, 20  # sides in pixels
# Where MNIST puts the centre of mass, in pixels from the frame's edge. Measured on the 60,000 training images: in
# index coordinates the centre of mass is spread evenly over [13.5, 14.5) in both directions (mean 14.00, deviation
# 0.29), so the target is index 14, which is 14.5 from the edge, and MNIST shifted by whole pixels to get there.
CENTRE = 14.5
SMALLEST = 0.04  # share of the canvas; a smaller drawing is a dot and is not blown up beyond this
MAX_STROKES, MAX_POINTS = 200, 4000
MAX_PIXELS, MAX_ASPECT = 30_000_000, 50
TOO_LARGE = "The picture has more than 30 million pixels (WebP: 20 million). Please choose a smaller one."


class EmptyDrawing(ValueError):
    """There is no ink."""


class BadDrawing(ValueError):
    """The strokes or the picture cannot be read; the message says why and what to do."""


def check_strokes(strokes: Any) -> Strokes:
    """A clean copy of strokes that come from a stranger.

    strokes: at most 200 dicts {"points": [[x, y], ...], "erase": bool}, at most 4000 points in all, coordinates in
    shares of the canvas (y down) within [-0.5, 1.5]. They come back as floats clipped to [0, 1]; "erase" defaults
    to False, other keys are dropped, strokes without points are left out. Raises BadDrawing for anything else.
    """
    if not isinstance(strokes, list | tuple):
        raise BadDrawing("The drawing is not a list of strokes. Please clear the canvas and draw again.")
    if len(strokes) > MAX_STROKES:
        raise BadDrawing(f"The drawing has more than {MAX_STROKES} strokes. Please draw it with fewer.")
    clean, total = [], 0
    for number, stroke in enumerate(strokes, 1):
        points, erase = _fields(stroke, number)
        total += len(points)
        if total > MAX_POINTS:
            raise BadDrawing(f"The drawing has more than {MAX_POINTS} points. Please draw something shorter.")
        if points:
            clean.append({"points": _numbers(points, number), "erase": erase})
    return clean


def _fields(stroke, number):
    if not isinstance(stroke, dict) or not isinstance(stroke.get("points"), list | tuple):
        raise BadDrawing(f"Stroke {number} has no list of points. Please clear the canvas and draw again.")
    erase = stroke.get("erase", False)
    if not isinstance(erase, bool):
        raise BadDrawing(f"Stroke {number} does not say whether it draws or erases. Please draw it again.")
    return stroke["points"], erase


def _numbers(points, number):
    if not all(isinstance(point, list | tuple) and len(point) == 2 for point in points):
        raise BadDrawing(f"Stroke {number} has a point without exactly two coordinates. Please draw it again.")
    # Types, not values, are looked at one by one: thousands of points share one or two types.
    kinds = {type(value) for point in points for value in point}
    if any(not issubclass(kind, Real) or kind is bool for kind in kinds):
        raise BadDrawing(f"Stroke {number} has a coordinate that is not a number. Please draw it again.")
    if not all(-0.5 <= value <= 1.5 for point in points for value in point):  # false for NaN as well
        raise BadDrawing(f"Stroke {number} leaves the canvas by far. Please draw inside it.")
    return [[min(max(float(x), 0.0), 1.0), min(max(float(y), 0.0), 1.0)] for x, y in points]


def from_strokes(strokes: Strokes, pen: float = 2.4, eraser: float = 0.08) -> "Tensor":
    """Strokes -> x, float32 (1, 1, 28, 28) in [0, 1], in MNIST form.

    strokes: see check_strokes. pen: width of the line in pixels of 28, whatever the size of the drawing. eraser:
    width of the eraser as a share of the canvas, so what one sees erased is what is erased. The larger side of what
    is still visible fits the 20x20 box, pen included, and the centre of mass goes where MNIST has it; only ink that
    would leave the frame holds it back. Raises EmptyDrawing if there is no ink left, BadDrawing as check_strokes.
    """
    layers = _layers(strokes, pen, eraser)
    corners = inking.corners_of(layers)
    if corners is None:
        raise EmptyDrawing("There is nothing on the canvas yet. Please draw something.")
    scale = (BOX - pen) / max(*(corners[1] - corners[0]), SMALLEST)
    middle = corners.mean(0)
    target = np.full(2, FRAME / 2)
    image = inking.paint(layers, scale, target - scale * middle, pen, eraser)
    if image.sum() < 0.5:
        raise EmptyDrawing("Everything has been erased. Please draw something.")
    room = (FRAME - pen - scale * (corners[1] - corners[0])) / 2
    target = target + np.clip(CENTRE - _centre_of_mass(image), -room, room)
    return _tensor(inking.paint(layers, scale, target - scale * middle, pen, eraser))


def ink(strokes: Strokes, onto: "Tensor | None" = None, pen: float = 2.4, eraser: float = 0.08) -> "Tensor":
    """Strokes inked where they are, the canvas being the frame -> float32 (1, 1, 28, 28) in [0, 1].

    onto: the image (1, 1, 28, 28) in [0, 1] to draw on, None for black. Nothing is scaled or centred. pen is in
    pixels of 28, eraser a share of the canvas. Raises BadDrawing as check_strokes; no strokes give `onto` itself.
    """
    base = np.zeros((FRAME, FRAME))
    if onto is not None:
        if tuple(onto.shape) != (1, 1, FRAME, FRAME):
            raise ValueError(f"onto must have the shape (1, 1, 28, 28), not {tuple(onto.shape)}")
        base = onto.detach().double().cpu().numpy()[0, 0].clip(0, 1)
    return _tensor(inking.paint(_layers(strokes, pen, eraser), FRAME, np.zeros(2), pen, eraser, base))


def open_picture(file_or_bytes: BinaryIO | bytes | str | Path) -> Image.Image:
    """An uploaded file, its path or its bytes -> a fully decoded PIL picture.

    PNG, JPEG, GIF, BMP, WebP and TIFF. Raises BadDrawing for data that is none of them, is broken or cut short, takes
    a decoder far more work than its size tells, has more than 30 million pixels (WebP: 20 million) or sides more than
    50 times as long as each other. The size is checked before the pixels are decoded.
    """
    from .data import picture_file

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what decoders remark on damaged notes is nothing to a visitor
            picture = picture_file.opened(file_or_bytes)
            _check_size(picture, picture_file.pixels_at_once(picture))
            picture.draft(None, (2400, 2400))  # a large photograph is decoded at a fraction of its size
            picture.load()
    except BadDrawing:
        raise
    except Image.DecompressionBombError as error:
        raise BadDrawing(TOO_LARGE) from error
    except Exception as error:  # decoders raise SyntaxError, struct.error, zlib.error and more on hostile bytes
        raise BadDrawing("The file cannot be read as a picture. Please choose an intact PNG or JPEG file.") from error
    return picture


def from_image(picture: Image.Image) -> "Tensor":
    """A PIL picture of a drawing -> x, float32 (1, 1, 28, 28) in [0, 1], in MNIST form.

    Any mode, dark ink on light or light on dark, opaque or transparent; photographs are turned upright by their
    EXIF note and lose their shadows. The ink is cropped, area-averaged into the 20x20 box, and shifted by whole
    pixels, as MNIST was, until its centre of mass is within half a pixel of MNIST's. Lines that come out thinner or
    bolder than nearly all of MNIST's are redrawn at a usual width. Raises EmptyDrawing if there is no ink, BadDrawing
    if the picture is too large or cannot be read.
    """
    from .data.colours import colours_of
    from .data.picture import boxed, find_ink

    _check_size(picture, picture.width * picture.height)
    try:
        colours = colours_of(picture)
    except Exception as error:  # decoders and converters raise nearly anything on hostile bytes
        raise BadDrawing("The picture cannot be read. Please save it as PNG or JPEG and try again.") from error
    found = find_ink(colours)
    if found is None:
        raise EmptyDrawing("There is no ink in the picture. Please choose one with a clear, dark drawing.")
    return _tensor(_framed(boxed(found, BOX)))


def _check_size(picture, pixels):
    width, height = picture.size
    if pixels > MAX_PIXELS:
        raise BadDrawing(TOO_LARGE)
    if min(width, height) < 1 or max(width, height) > MAX_ASPECT * min(width, height):
        raise BadDrawing("The picture is far too long and narrow. Please crop it around the drawing.")


def _framed(box):
    """The box in the frame, shifted by whole pixels so that its centre of mass is MNIST's to within half a pixel."""
    room = np.array([FRAME - box.shape[1], FRAME - box.shape[0]])
    left, top = np.clip(np.floor(CENTRE + 0.5 - _centre_of_mass(box)), 0, room).astype(int)
    frame = np.zeros((FRAME, FRAME))
    frame[top : top + box.shape[0], left : left + box.shape[1]] = box
    return frame


def _layers(strokes, pen, eraser):
    if not (0 < pen < BOX and 0 < eraser <= 1):
        raise ValueError(f"pen must be within (0, {BOX}) pixels and eraser within (0, 1], not {pen} and {eraser}")
    return inking.layers_of(check_strokes(strokes), eraser)


def _centre_of_mass(image):
    """(x, y) in pixels from the edge."""
    total = image.sum()
    across, down = (np.arange(side) + 0.5 for side in image.shape[::-1])
    return np.array([image.sum(0) @ across, image.sum(1) @ down]) / total


def _tensor(image):
    import torch  # here: strokes are checked before torch is there

    return torch.from_numpy(np.ascontiguousarray(image, dtype=np.float32))[None, None]
