"""The colours of a picture of any mode, of a size that can be worked with. Only drawing.py calls this.

Pictures are read in bands of rows, so that the large ones, whose conversions would be larger still, cost little memory.
"""

import numpy as np
from PIL import Image, ImageOps

WORK = 1200  # pixels; longest side that is looked at, beyond which pixels are averaged
BAND = 200_000  # pixels that are converted at once


def colours_of(picture):
    """Upright, at most WORK pixels long, without transparency: float64 (rows, columns, 3) in [0, 1]."""
    picture = _upright(picture)
    factor = -(-max(picture.size) // WORK)
    full = max(map(_full, _bands(picture, factor))) if _is_deep(picture) else 255
    bands = [_eight_bits(band, full).reduce(factor) for band in _bands(picture, factor)]
    layer = np.concatenate([np.asarray(band) for band in bands]) / 255
    return layer if bands[0].mode == "RGB" else _opaque(layer)


def _upright(picture):
    """Turned by its EXIF note, and left as it is where the note is broken, for the pixels are not."""
    picture.load()
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # the readers of notes raise as much as decoders do
        return picture


def _bands(picture, factor):
    """The picture from top to bottom in pieces, each but the last a multiple of `factor` rows high."""
    width, height = picture.size
    rows = factor * max(BAND // (factor * width), 1)
    for top in range(0, height, rows):
        yield picture.crop((0, top, width, min(top + rows, height)))


def _is_deep(picture):
    return picture.mode.startswith(("I", "F"))


def _eight_bits(picture, full):
    """A picture in which `full` is white as RGB, or, where it has transparency, as colours times alpha, RGBa.

    Averages of the product do not bleed hidden colours. Deep grey is scaled here, for PIL's own conversion cuts off
    everything above 255.
    """
    if _is_deep(picture):
        values = np.clip(_values(picture) / full * 255, 0, 255)
        return Image.fromarray(values.round().astype(np.uint8)).convert("RGB")
    if picture.mode == "LAB":
        return picture.getchannel("L").convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    for mode in {"RGBa": [], "RGBA": ["RGBa"], "La": ["LA", "RGBA", "RGBa"]}.get(picture.mode, ["RGBA", "RGBa"]):
        picture = picture.convert(mode)
    return picture


def _full(picture):
    """What is white in a deep grey picture, as far as its pixels tell: 1, 255, 65535 or the highest of them."""
    highest = _values(picture).max()
    return next((full for full in (1, 255, 65535) if highest <= full), highest)


def _values(picture):
    return np.nan_to_num(np.asarray(picture, dtype=np.float64), nan=0.0, posinf=0.0, neginf=0.0)


def _opaque(layer):
    """Premultiplied (rows, columns, 4) laid on a plain page (rows, columns, 3) that its ink stands out from."""
    colour, alpha = layer[..., :3], layer[..., 3:]
    solid = alpha[..., 0] > 0.5
    if not solid.any():
        return np.ones_like(colour)
    grey = (colour / np.maximum(alpha, 1e-6))[solid].mean(-1)
    middle = np.median(grey)
    page = float(middle < 0.5)
    if solid.mean() > 0.5 and grey.std() > 0.1:  # a page of its own, with transparent corners at most
        page = middle
    return colour + (1 - alpha) * page
