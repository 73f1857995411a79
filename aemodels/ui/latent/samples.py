"""New digits: drawn from a prior, and from what was fitted to the codes of a network that has none."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ... import codes, mixtures
from ...live.latent import decode, encode, test_codes
from ...live.sheets import sheet
from ..figures import model_hue
from ..runtime import Loaded
from ..state import Draw
from .placed import law_of, usual_distance

ROWS, COLUMNS = 5, 6


@dataclass(frozen=True)
class Source:
    """One law that codes of a model are drawn from: its prior (parts 0), or so many Gaussians fitted to its codes."""

    loaded: Loaded
    parts: int

    @property
    def title(self) -> str:
        """The law in a few words."""
        what = {0: "from its prior", 1: "one Gaussian, fitted"}.get(self.parts, f"{self.parts} Gaussians, fitted")
        return f"{self.loaded.card.title}: {what}"

    def codes(self, draw: Draw) -> Tensor:
        """The codes (ROWS * COLUMNS, k) that belong to a seed and a temperature."""
        law = law_of(self.loaded, self.parts)
        return law.sample(ROWS * COLUMNS, torch.Generator().manual_seed(draw.seed), draw.temperature)


def has_laws(loaded: Loaded) -> bool:
    """Whether laws were fitted to the codes of a model's training digits."""
    return all(mixtures.kept(loaded.statistics, parts) for parts in mixtures.FITTED)


def sources(generative: Loaded, plain: Loaded) -> list[Source]:
    """What is compared: a prior that was trained for, and laws fitted afterwards."""
    return [Source(generative, 0), *(Source(plain, parts) for parts in mixtures.FITTED)]


def shown(source: Source, draw: Draw) -> dict[str, Any]:
    """A sheet of new digits for the component, and how many of them its own encoder takes for nothing it knows.

    That is so when a digit's code, decoded and encoded again, is further from every test digit's code than 95 % of
    those are from each other. The drawn codes themselves would not do: a prior has room that the codes do not fill.
    """
    x = decode(source.loaded, source.codes(draw))
    far = codes.nearest(encode(source.loaded, x), test_codes(source.loaded))[0] > usual_distance(source.loaded)
    return {
        "title": source.title,
        "hue": model_hue(source.loaded.card.name),
        "note": f"{int(far.sum())} of {len(x)} look like no digit that it knows",
        "sheet": sheet(x, COLUMNS),
    }


def picked(sources: list[Source], said: Any, draw: Draw) -> tuple[Source, Tensor, str] | None:
    """What a message asks to carry: its source, its code (k,), and where to; None when it is no such message."""
    if not isinstance(said, dict):
        return None
    number, digit, to = said.get("sheet"), said.get("digit"), said.get("to")
    known = number in range(len(sources)) and digit in range(ROWS * COLUMNS) and to in ("sliders", "canvas")
    return (sources[int(number)], sources[int(number)].codes(draw)[int(digit)], to) if known else None
