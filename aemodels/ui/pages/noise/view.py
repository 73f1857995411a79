"""What the noise page says of many models at once: who wins, since when, and what they practised on."""

from typing import Any

import torch
from torch import Tensor

from ....noise import NOISES
from ...runtime import Loaded
from ...session import BY_HAND
from ...shared.figures import noise_chart

EXACT = 100  # dB, where the measure ends: no pixel differs


def trained_amount(loaded: list[Loaded], kind: str) -> float:
    """The largest amount of noise `kind` that any of the models practised on; 0 if none did."""
    practised = [pair for one in loaded for pair in one.card.config.get("noises", ())]
    return max((largest for noise, largest in practised if noise == kind), default=0.0)


def kinds(loaded: list[Loaded]) -> dict[str, dict[str, Any]]:
    """For each kind of noise what the corrupter component shows."""
    shown = {}
    for kind, noise in NOISES.items():
        trained = trained_amount(loaded, kind)
        note = (
            f"Underlined: what the denoiser practised on, up to {trained:g}" if trained else "Nobody practised on this"
        )
        shown[kind] = {
            "title": noise.title,
            "unit": noise.unit,
            "maximum": noise.maximum,
            "trained": trained,
            "note": note,
        }
    by_hand = {"title": "By hand only", "unit": "no noise but yours", "maximum": 0, "trained": 0}
    return shown | {BY_HAND: by_hand | {"note": "Scribble on the digit above, or rub a part of it out"}}


def charts(loaded: list[Loaded]) -> dict[str, dict[str, Any]]:
    """For each kind of noise the test set's curves, for the curves component; none for one that nobody has measured."""
    return {kind: _chart(measured(loaded, kind), kind) for kind in NOISES if measured(loaded, kind)}


def measured(loaded: list[Loaded], kind: str) -> list[Loaded]:
    """The models whose statistics tell of this kind of noise, which may be younger than they are."""
    return [one for one in loaded if f"noise_psnr/{kind}" in one.statistics]


def _chart(loaded: list[Loaded], kind: str) -> dict[str, Any]:
    curves = {one.card.name: (one.card.title, one.statistics[f"noise_psnr/{kind}"]) for one in loaded}
    nothing = loaded[0].statistics[f"noise_input_psnr/{kind}"]
    return noise_chart(kind, curves, nothing, trained_amount(loaded, kind))


def numbers(loaded: list[Loaded], kind: str) -> list[list[str]]:
    """The curves of models that were measured with `kind` as rows of words, the header first: PSNR in dB by amount."""
    curves = [one.statistics[f"noise_psnr/{kind}"] for one in loaded]
    curves.append(loaded[0].statistics[f"noise_input_psnr/{kind}"])
    amounts = loaded[0].statistics[f"noise_amount/{kind}"].tolist()
    rows = zip(amounts, *(curve.tolist() for curve in curves), strict=True)
    header = [NOISES[kind].unit.capitalize(), *(one.card.title for one in loaded), "Do nothing"]
    return [header, *([f"{amount:.4g}", *map(_psnr, values)] for amount, *values in rows)]


def _psnr(value: float) -> str:
    return "exact" if value >= EXACT else f"{value:.1f}"


def verdict(loaded: list[Loaded], kind: str, amount: float) -> str:
    """Who denoises `amount` of `kind` best on the test digits, by how much, and where it does not pay. Markdown."""
    amounts = loaded[0].statistics[f"noise_amount/{kind}"]
    levels = {one.card.title: _at(amounts, one.statistics[f"noise_psnr/{kind}"], amount) for one in loaded}
    best, *others = sorted(levels, key=levels.__getitem__, reverse=True)
    nothing = loaded[0].statistics[f"noise_input_psnr/{kind}"]
    if _at(amounts, nothing, amount) >= levels[best]:
        return (
            "At this amount the corrupted input is still closer to the digit than any answer: **doing nothing wins**."
        )
    ahead = f", {levels[best] - levels[others[0]]:.1f} dB ahead of {others[0]}" if others else ""
    curve = next(one for one in loaded if one.card.title == best).statistics[f"noise_psnr/{kind}"]
    since = float(amounts[int((curve > nothing).int().argmax())])
    pays = f" Below about {since:.2f} it would be better to do nothing." if since > float(amounts[1]) else ""
    return f"On the test digits **{best}** denoises this amount best: {levels[best]:.1f} dB{ahead}.{pays}"


def _at(amounts: Tensor, values: Tensor, amount: float) -> float:
    """A curve's value at `amount`, linear between its points (P,)."""
    right = int(torch.searchsorted(amounts, torch.tensor(amount)).clamp(1, len(amounts) - 1))
    share = (amount - amounts[right - 1]) / (amounts[right] - amounts[right - 1])
    return float(values[right - 1] + share * (values[right] - values[right - 1]))
