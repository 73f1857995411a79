"""The distributions that new digits are drawn from, side by side, and what of them a visitor takes further."""

from dataclasses import dataclass
from typing import Any

from torch import Tensor

from .....evaluation import mixtures
from .....live import shelf
from .....live.samples import DIGITS, distribution_of, drawn
from ....runtime import Loaded
from ....session import Draw
from ....shared.figures import model_hue

COLUMNS = 6


@dataclass(frozen=True)
class Source:
    """What codes of a model are drawn from: its prior (parts 0), or so many Gaussians fitted to its codes."""

    loaded: Loaded
    parts: int

    @property
    def title(self) -> str:
        """The distribution in a few words."""
        what = {0: "from its prior", 1: "one Gaussian, fitted"}.get(self.parts, f"{self.parts} Gaussians, fitted")
        return f"{self.loaded.card.title}: {what}"

    def codes(self, draw: Draw) -> Tensor:
        """The codes (DIGITS, k) that belong to a seed and a temperature."""
        return drawn(distribution_of(self.loaded, self.parts), draw.seed, draw.temperature)


def has_distributions(loaded: Loaded) -> bool:
    """Whether distributions were fitted to the codes of a model's training digits."""
    return all(distribution_of(loaded, parts) for parts in mixtures.FITTED)


def sources(generative: Loaded, plain: Loaded) -> list[Source]:
    """What is compared: a prior that was trained for, and distributions fitted afterwards."""
    return [Source(generative, 0), *(Source(plain, parts) for parts in mixtures.FITTED)]


def board(sources: list[Source]) -> dict[str, Any]:
    """The sheets component's data: a sheet for each source, and what to ask the door for."""
    distributions = [{"network": shelf.lend(one.loaded), "parts": one.parts} for one in sources]
    return {
        "sheets": [{"title": one.title, "hue": model_hue(one.loaded.card.name)} for one in sources],
        "columns": COLUMNS,
        "count": DIGITS,
        "ask": {"path": "live/sample", "sources": distributions},
    }


def picked(sources: list[Source], said: Any, draw: Draw) -> tuple[Source, Tensor, str] | None:
    """What a message asks to carry: its source, its code (k,), and where to; None when it is no such message."""
    if not isinstance(said, dict):
        return None
    number, digit, to = said.get("sheet", -1), said.get("digit", -1), said.get("to", "")
    known = number in range(len(sources)) and digit in range(DIGITS) and to in ("sliders", "canvas")
    return (sources[int(number)], sources[int(number)].codes(draw)[int(digit)], to) if known else None
