"""Colours, and charts as components want them; no call of Streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...noise import NOISES
from ...store.cards import Card

if TYPE_CHECKING:
    from torch import Tensor

# Hue angles in OKLCH, a fixed one for each model on every page; lightness follows the theme.
# Neighbours on the circle are 15 degrees apart at least.
MODEL_HUES = {
    "pca": 20,
    "linear": 5,
    "ae": 255,
    "conv": 190,
    "dae": 150,
    "sparse": 65,
    "sparse-twin": 205,
    "sparse-l1": 85,
    "vae": 320,
    "beta-vae": 300,
    "stacked": 110,
    "masked": 40,
    "nested": 275,
    "ae-2d": 225,
    "vae-2d": 350,
}

# Ten colours for the digits 0 to 9: of many that stand out from either page by 2.5 to 1, those whose nearest two are
# furthest apart (CIEDE2000) to eyes of three kinds, normal and without red or green cones (Machado et al. 2009).
DIGIT_COLOURS = [
    "#e95b9b",
    "#127e67",
    "#bea200",
    "#00b4c2",
    "#c79a80",
    "#bc5200",
    "#a4008a",
    "#278ffa",
    "#073bff",
    "#9f2f3a",
]


def model_hue(name: str) -> int:
    """The hue angle in degrees of model `name`; models without a fixed one get one from their name."""
    return MODEL_HUES.get(name, sum(map(ord, name)) * 47 % 360)


def named(card: Card) -> dict[str, Any]:
    """Name, title and hue of a model, as components want them."""
    return {"name": card.name, "title": card.title, "hue": model_hue(card.name)}


def noise_chart(kind: str, curves: dict[str, tuple[str, Tensor]], nothing: Tensor, trained: float) -> dict[str, Any]:
    """PSNR (dB) on the test set against the amount of noise `kind`, for the curves component.

    `curves`: model name -> (title, values (P,)) and `nothing`: the corrupted pictures' own values (P,), at amounts
    evenly spaced from 0 to the noise's maximum; `trained`: largest amount that a model practised on, 0 if none did.
    """
    about = NOISES[kind]
    amounts = [round(about.maximum * i / (len(nothing) - 1), 4) for i in range(len(nothing))]
    lines = [_line(name, title, model_hue(name), amounts, values) for name, (title, values) in curves.items()]
    return {
        "name": f"{kind} {','.join(curves)}",
        "title": f"PSNR on 10,000 test digits against {about.unit}",
        "x": {"title": f"{about.title} noise: {about.unit}", "domain": [0, about.maximum]},
        "y": {"title": "PSNR in dB", "domain": [0, 30]},
        "trained": trained,
        "lines": [*lines, _line("nothing", "Do nothing", None, amounts, nothing)],
    }


def _line(name: str, title: str, hue: int | None, x: list[float], y: Tensor) -> dict[str, Any]:
    return {"name": name, "title": title, "hue": hue, "x": x, "y": [round(value, 2) for value in y.tolist()]}
