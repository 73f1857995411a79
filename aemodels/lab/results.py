"""A trained model with everything that makes it one of the app's models, and the way to keep it."""

from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from ..evaluation import report
from ..models.base import Autoencoder
from ..models.weights import round_weights
from ..store import bundle, cards, pretrained
from ..store.cards import Card
from ..store.files import CARD, InMemory
from ..support.words import plain
from .plan import Plan, title_of
from .sources import SOURCES, Digits

NOISE_IMAGES = 200  # test digits that the noise curves are taken of: each is corrupted in 84 ways
TITLE = 40  # characters
MOST = 1e6  # larger numbers than this, and those that are none, have no place in statistics


@dataclass(frozen=True, eq=False)
class Result:
    """A model in eval mode with its card and its test digits' statistics; `files` as `bundle.pack` takes them."""

    card: Card
    model: Autoencoder
    statistics: dict[str, Tensor]
    files: dict[str, bytes]

    def named(self, title: str) -> "Result":
        """The same model under another title; what is no letter, digit or plain sign is left out of it."""
        return self._with(title=plain(title, TITLE) or plain(self.card.title, TITLE) or self.card.name)

    def called(self, name: str) -> "Result":
        """The same model under another file name."""
        return self._with(name=name)

    def _with(self, **entries: Any) -> "Result":
        card = replace(self.card, **entries)
        return replace(self, card=card, files=self.files | {CARD: cards.written(card)})

    def zip(self) -> bytes:
        """The three files in one, which `aemodels.load` reads as it is."""
        return bundle.pack(self.card.name, self.files)


def bounded(statistics: dict[str, Tensor]) -> dict[str, Tensor]:
    """The same statistics with every number finite and within +-MOST, so that any page can draw them.

    Those of a network that has gone astray may be neither; what it has learned is no less its visitor's.
    """
    return {key: _bounded(value) if value.is_floating_point() else value for key, value in statistics.items()}


def _bounded(values: Tensor) -> Tensor:
    most = min(MOST, torch.finfo(values.dtype).max)
    return values.nan_to_num(0.0, most, -most).clamp(-most, most)


def measure(
    plan: Plan, model: Autoencoder, digits: Digits, epochs: float, seconds: float, noise_images: int = NOISE_IMAGES
) -> Result:
    """Round the weights to what is stored, measure the model on the test digits and write its card.

    The noise curves, which cost more than all the rest, are taken of the first `noise_images` of them.
    """
    round_weights(model)
    device = model.device
    x, labels = digits.test.to(device), digits.labels.to(device)
    what = f"{title_of(plan.variant)}, {model.code_size}"
    statistics = report.statistics(model, x, labels, noise_images=noise_images)
    about: dict[str, Any] = {
        "name": "trained",
        "title": f"Yours: {what}",
        "summary": f"trained here on {plan.images:,} {SOURCES[plan.source].pictures}",
        "data": digits.entry,
        "seed": plan.training.seed,
        "epochs": round(epochs),
        "seconds": round(seconds, 1),
        "command": "the page /train",
        "git_commit": "unknown",
        "metrics": report.evaluate(model, (x, labels)),
    }
    card, content = pretrained.made(model, about, bounded(statistics))
    files = InMemory(card.name, "", "Train it again.", content)  # no disk, which may be full, comes between
    card, statistics = pretrained.read_card(files), pretrained.read_statistics(files)  # as readers will have them
    return Result(card, model.eval().requires_grad_(False), statistics, {end: content[end] for end in bundle.ENDINGS})
