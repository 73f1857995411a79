"""Roads from one place to another: what stands along them for each model, beside a cross-fade of pixels."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import torch
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

from .....evaluation import latent
from .....live.latent import decode, test_codes, usual_distance
from .....live.sheets import sheet
from ....runtime import Loaded
from ....shared.figures import model_hue
from ..placed import code_of, picture_of

STEPS = 50  # between the ends of a road
SHOWN = 5  # every so many steps a picture of the strip: 11 in all
PATHS = {"linear": "Straight", "spherical": "Spherical"}
FADE = "Cross-fade of pixels"


@dataclass(frozen=True)
class Road:
    """What lies between two places: images (STEPS + 1, 1, 28, 28); for a model also how far from its test codes."""

    name: str
    title: str
    hue: int | None
    images: Tensor
    distances: Tensor | None = None  # (STEPS + 1,) to the nearest test code; 1 is as far as 95 % of them lie apart
    labels: Tensor | None = None  # (STEPS + 1,) that test digit


def road(loaded: Loaded, a: str, b: str, path: str, x: Tensor | None) -> Road:
    """The road of one model from place `a` to place `b`; x (1, 1, 28, 28) is the visitor's drawing."""
    known = test_codes(loaded)
    # The spherical road turns round the middle of the codes: the origin where a prior puts it there.
    centre = torch.zeros(known.shape[1]) if loaded.card.generative else known.mean(0)
    ends = code_of(loaded, a, x), code_of(loaded, b, x)
    points = latent.interpolate(*ends, torch.linspace(0, 1, STEPS + 1), path == "spherical", centre)
    distances, places = latent.nearest(points, known)
    return Road(
        loaded.card.name,
        loaded.card.title,
        model_hue(loaded.card.name),
        decode(loaded, points),
        distances / usual_distance(loaded),
        loaded.statistics["labels"][places],
    )


def fade(roads: list[Road], a: str, b: str, x: Tensor | None) -> Road:
    """The same journey in pixels. An end that is a code alone is taken as the first of the roads draws it."""
    drawn = roads[0].images[:1], roads[0].images[-1:]
    first, last = (picture_of(place, x) for place in (a, b))
    first, last = drawn[0] if first is None else first, drawn[1] if last is None else last
    t = torch.linspace(0, 1, STEPS + 1)[:, None, None, None]
    return Road("fade", FADE, None, (1 - t) * first + t * last)


def shown(roads: list[Road], at: float) -> dict[str, Any]:
    """The road component's data: a row per road, and where it is to stop at first (0 to 1)."""
    return {"rows": [_row(one) for one in roads], "steps": STEPS, "every": SHOWN, "at": at}


def _row(one: Road) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "hue": one.hue,
        "sheet": sheet(one.images, STEPS + 1),
        "distances": None if one.distances is None else [round(value, 3) for value in one.distances.tolist()],
        "labels": None if one.labels is None else one.labels.tolist(),
    }


def as_png(roads: list[Road], scale: int = 3) -> bytes:
    """The film strips, a row per road with its title, as a PNG file."""
    strips = [one.images[::SHOWN].permute(1, 2, 0, 3).reshape(28, -1) for one in roads]
    return _saved([_poster([one.title for one in roads], strips, scale)], "PNG")


def as_gif(roads: list[Road], scale: int = 6) -> bytes:
    """All roads side by side, there and back for ever, 20 pictures a second, as a GIF file."""
    frames = [torch.cat([one.images[i, 0] for one in roads], 1) for i in range(STEPS + 1)]
    there = [_enlarged(frame, scale) for frame in frames]
    return _saved([*there, *there[-2:0:-1]], "GIF", save_all=True, duration=50, loop=0)


def _saved(pictures: list[Image.Image], kind: str, **options: Any) -> bytes:
    content = BytesIO()
    if len(pictures) > 1:
        options["append_images"] = pictures[1:]
    pictures[0].save(content, kind, **options)
    return content.getvalue()


def _enlarged(x: Tensor, scale: int) -> Image.Image:
    pixels = x.mul(255).round().clamp(0, 255).byte().numpy()
    return Image.fromarray(pixels).resize((scale * x.shape[1], scale * x.shape[0]), Image.Resampling.NEAREST)


def _poster(titles: list[str], strips: list[Tensor], scale: int) -> Image.Image:
    pictures = [_enlarged(strip, scale) for strip in strips]
    line, font = 28, ImageFont.load_default(16)
    high = line + pictures[0].height + 8
    poster = Image.new("L", (pictures[0].width + 16, high * len(pictures) + 8), 255)
    pen = ImageDraw.Draw(poster)
    for i, (words, strip) in enumerate(zip(titles, pictures, strict=True)):
        pen.text((8, i * high + 6), words, fill=20, font=font)
        poster.paste(strip, (8, i * high + line))
    return poster
