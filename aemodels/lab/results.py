"""A trained model with everything that makes it one of the app's models, and the way to keep it."""

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from torch import Tensor

from .. import cards, evaluation, package, pretrained
from ..cards import Card
from ..variants.base import Autoencoder
from .plan import Plan, title_of
from .sources import Digits

NOISE_IMAGES = 200  # test digits that the noise curves are taken of: each is spoiled in 84 ways
TITLE = 40  # characters


@dataclass(frozen=True, eq=False)
class Result:
    """A model in eval mode with its card and its test digits' statistics; `files` as `package.pack` takes them."""

    card: Card
    model: Autoencoder
    statistics: dict[str, Tensor]
    files: dict[str, bytes]

    def named(self, title: str) -> "Result":
        """The same model under another title; what is no letter, digit or plain sign is left out of it."""
        return self._with(title=plain(title) or plain(self.card.title) or self.card.name)

    def called(self, name: str) -> "Result":
        """The same model under another file name."""
        return self._with(name=name)

    def _with(self, **entries: str) -> "Result":
        card = replace(self.card, **entries)
        return replace(self, card=card, files=self.files | {".json": cards.written(card)})

    def zip(self) -> bytes:
        """The three files in one, which `aemodels.load` reads as it is."""
        return package.pack(self.card.name, self.files)


def plain(text: str, most: int = TITLE) -> str:
    """`text` without anything that a page could take for more than text, and not too long."""
    kept = "".join(letter for letter in text if letter.isalnum() or letter in " .,:+-()")
    return " ".join(kept.split())[:most].strip()


def measure(plan: Plan, model: Autoencoder, digits: Digits, epochs: float, seconds: float) -> Result:
    """Round the weights to what is stored, measure the model on the test digits and write its card."""
    pretrained.round_weights(model)
    device = model.device
    x, labels = digits.test.to(device), digits.labels.to(device)
    what = f"{title_of(plan.variant)}, {model.code_size}"
    statistics = evaluation.statistics(model, x, labels, noise_images=NOISE_IMAGES)
    about: dict[str, Any] = {
        "name": "trained",
        "title": f"Yours: {what}",
        "summary": f"trained here on {plan.images:,} {digits.entry['name'].removesuffix(' digits')} digits",
        "data": digits.entry,
        "seed": plan.training.seed,
        "epochs": round(epochs),
        "seconds": round(seconds, 1),
        "command": "the page /train",
        "git_commit": "unknown",
        "metrics": evaluation.evaluate(model, (x, labels)),
    }
    with TemporaryDirectory() as folder:
        name = pretrained.save(model, about, statistics, Path(folder)).name
        card = pretrained.card(name, Path(folder))  # as whoever reads the file will have it
        statistics = pretrained.load_statistics(name, Path(folder))
        files = {ending: (Path(folder) / f"{name}{ending}").read_bytes() for ending in package.ENDINGS}
    return Result(card, model.eval().requires_grad_(False), statistics, files)
