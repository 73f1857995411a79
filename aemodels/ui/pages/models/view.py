"""All cards side by side, as a table; and one card in words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ....commands import tables
from ....evaluation import baselines
from ....evaluation.baselines import Baseline
from ....models import registry
from ....models.base import Autoencoder
from ....store.cards import Card
from ....store.files import WEIGHTS
from ....support.words import plain
from ...shared.figures import model_hue


def count(value: float) -> str:
    """A number of parameters in three digits: 47.9 k, 2.84 M."""
    for unit, size in ((" M", 1e6), (" k", 1e3)):
        if value >= size:
            return f"{value / size:.3g}{unit}"
    return f"{value:.0f}"


def _percent(share: float, decimals: int = 1) -> str:
    return f"{100 * share:.{decimals}f} %"


@dataclass(frozen=True)
class Measure:
    """A column of figures: where a card's metrics hold it, how it is written, and under which words."""

    path: tuple[str, ...]
    title: str
    unit: str
    form: Callable[[float], str]
    more_is_better: bool = False

    @property
    def key(self) -> str:
        """Its name in messages and attributes."""
        return "-".join(self.path)

    def reported(self, value: float) -> str:
        """A figure of others, in the same form but with no digit that they have not given."""
        text, given = self.form(value), f"{value:g}"
        return given if len(given.replace(".", "").lstrip("0")) > 2 and not text.endswith("%") else text


MEASURES = (
    Measure(("squared_error",), "Squared error", "per picture", "{:.2f}".format),
    Measure(("psnr",), "PSNR", "dB", "{:.1f}".format, True),
    Measure(("ssim",), "SSIM", "0 to 1", "{:.3f}".format, True),
    Measure(("neighbour_accuracy",), "k-NN accuracy", "of codes", _percent, True),
    Measure(("probe_accuracy",), "Linear probe", "accuracy", _percent, True),
    Measure(("negative_elbo",), "−ELBO", "nats", "{:.1f}".format),
    Measure(("masked_pixel_error",), "Masked pixels", "error each", "{:.4f}".format),
    Measure(("mean_activation",), "Mean activation", "0 to 1", "{:.3f}".format),
    Measure(
        ("experiment", "by_labels", "60000", "pretrained"), "Test error", "classified", lambda share: _percent(share, 2)
    ),
)


def value_of(card: Card, measure: Measure) -> float | None:
    """The card's figure for `measure`; None where it has none, or where it says nothing about this kind of model.

    Every network's units have a mean activation, but it is a measure only of those that were to be kept quiet.
    """
    if measure.path == ("mean_activation",) and not _variant(card).keeps_quiet:
        return None
    return baselines.found(card.metrics, measure.path)


def _variant(card: Card) -> type[Autoencoder]:
    known = card.variant in registry.variant_names()
    return registry.variant_class(card.variant) if known else Autoencoder


def objective(card: Card) -> str:
    """The loss of one picture in a line of LaTeX; "" for a variant that this version does not know."""
    return _variant(card).objective


def comparable(card: Card) -> bool:
    """Whether a card's figures were measured on what reported ones were: all 10,000 test digits of MNIST."""
    return (card.data.get("name"), card.data.get("test")) == ("MNIST", 10_000)


def _beside_card(card: Card) -> list[tuple[Baseline, float]]:
    """The figures that belong beside a card's own, in the card's units."""
    known = baselines.baselines_of(card.name) if comparable(card) else []
    values = ((baseline, baseline.value(card.metrics)) for baseline in known)
    return [(baseline, value) for baseline, value in values if value is not None]


def sources(shown: Sequence[Card]) -> list[str]:
    """Every figure that stands beside one of the cards' own, once, with where it comes from. Markdown."""
    forms = {measure.path: measure for measure in MEASURES}
    differences: dict[str, list[str]] = {}
    for card in shown:
        for baseline, value in _beside_card(card):
            measure = forms[baseline.measure]
            line = f"{measure.title} **{_figure(measure, baseline, value)}**: {baseline.source}"
            differences.setdefault(line, []).extend(
                [f"beside *{card.title}*: {baseline.differs}"] if baseline.differs else []
            )
    return ["; ".join([line, *told]) for line, told in sorted(differences.items())]


# ---- the table


def _beside(card: Card, measure: Measure, value: float) -> dict[str, str] | None:
    """The figure beside a card's `value`, in the same form, and how the two compare."""
    for baseline, other in _beside_card(card):
        if baseline.measure == measure.path:
            said = baselines.verdict(value, other, baseline.more_is_better)
            return {"verdict": said, "figure": _figure(measure, baseline, other), "source": _source(baseline)}
    return None


def _figure(measure: Measure, baseline: Baseline, value: float) -> str:
    """What was measured here has as many digits as the card's own figure, what was reported no more than it had."""
    return measure.form(value) if isinstance(baseline.figure, tuple) else measure.reported(value)


def _source(baseline: Baseline) -> str:
    """Where a figure comes from, and what was done otherwise there."""
    return f"{baseline.source}; {baseline.differs}" if baseline.differs else baseline.source


def _cell(value: float | None, text: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "text": text} | more


def _row(card: Card, measures: Iterable[Measure]) -> dict[str, Any]:
    cells = {
        "title": _cell(None, card.title, note=card.summary),
        "kind": _cell(None, str(card.variant).replace("_", " "), note="generative" if card.generative else ""),
        "code_size": _cell(card.code_size, f"{card.code_size:,}", note=card.code_kind),
        "parameters": _cell(card.parameters, count(card.parameters)),
    }
    for measure in measures:
        value = value_of(card, measure)
        if value is not None:
            beside = _beside(card, measure, value)
            cells[measure.key] = _cell(value, measure.form(value), beside=beside)
    return {"name": card.name, "hue": model_hue(card.name), "cells": cells}


def table(shown: Sequence[Card]) -> dict[str, Any]:
    """The cards as rows for the ledger component, with a column for each measure that any of them has.

    A cell that a card has no figure for is not there, rather than 0.
    """
    measures = [measure for measure in MEASURES if any(value_of(card, measure) is not None for card in shown)]
    columns = [
        {"key": "title", "title": "Network", "unit": "", "best": "low"},
        {"key": "kind", "title": "Kind", "unit": "", "best": "low"},
        {"key": "code_size", "title": "Code", "unit": "numbers", "best": "low"},
        {"key": "parameters", "title": "Parameters", "unit": "", "best": "low"},
    ]
    for measure in measures:
        best = "high" if measure.more_is_better else "low"
        columns.append({"key": measure.key, "title": measure.title, "unit": measure.unit, "best": best})
    return {"columns": columns, "rows": [_row(card, measures) for card in shown]}


# ---- one card


def duration(seconds: float) -> str:
    """Seconds as people say them: 8.3 seconds, 14.8 minutes, 1.2 hours."""
    for unit, size in (("hours", 3600), ("minutes", 60)):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.1f} seconds"


def _thousands(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else "unknown"


def comparisons(card: Card) -> list[str]:
    """A sentence for each figure that belongs beside the card's own."""
    forms = {measure.path: measure for measure in MEASURES}
    sentences = []
    for baseline, other in _beside_card(card):
        value, measure = baselines.found(card.metrics, baseline.measure), forms[baseline.measure]
        if value is not None:
            said = baselines.verdict(value, other, baseline.more_is_better)
            figure = _figure(measure, baseline, other)
            sentences.append(f"{measure.title} {measure.form(value)}: **{said}** {figure} ({_source(baseline)})")
    return sentences


def training(card: Card) -> list[tuple[str, str]]:
    """How the model was trained: what it was and what it is, for people."""
    return [
        ("Kind", f"`{card.variant}`"),
        ("Data", plain(f"{card.data.get('name', 'unknown')}, {_thousands(card.data.get('train'))} pictures")),
        ("Epochs", f"{card.epochs:,}"),
        ("Time", f"{card.seconds:,.1f} s" + (f", {duration(card.seconds)}" if card.seconds >= 60 else "")),
        ("Seed", f"{card.seed}"),
        ("Commit", plain(card.git_commit[:7])),
        ("Version", plain(card.version)),
        ("PyTorch", plain(card.torch)),
        ("Weights", f"sha256 {card.sha256[WEIGHTS][:12]}"),
    ]


def breakdowns(card: Card) -> list[tuple[str, list[list[str]]]]:
    """The card's figures by something (by beta, by stage): a title, and rows of words with the header first.

    A visitor's own card may hold anything under such a name; what is no table is left out.
    """
    found = []
    for what, entries in tables.breakdowns(card.metrics):
        if isinstance(entries, dict) and all(isinstance(row, dict) for row in entries.values()):
            header, rows = tables.grid(what, entries)
            words = [word.replace("_", " ").replace("kl", "KL") for word in header]
            found.append((plain(f"By {words[0]}"), [[plain(word, 200) for word in row] for row in (words, *rows)]))
    return found
