"""pretrained/README.md: what the cards say, as tables with the words that belong to them."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..data.datasets import DATASETS, of_card
from ..store import shipped
from ..store.cards import Card
from .tables import breakdowns, grid, table, value_in_text

FILE = "README.md"
COMMAND = "python -m aemodels evaluate --cards --write"
# Metric by metric as the tables show them: where a card holds it, and how it is called.
_ALL = (
    (("squared_error",), "squared error"),
    (("psnr",), "PSNR, dB"),
    (("ssim",), "SSIM"),
    (("mean_activation",), "mean activation"),
    (("hoyer_sparsity",), "Hoyer sparsity"),
    (("selectivity",), "selectivity"),
    (("noise_psnr", "gaussian", "0.5"), "PSNR, Gaussian 0.5"),
    (("noise_psnr", "masking", "0.5"), "PSNR, masking 0.5"),
    (("noise_psnr", "salt_and_pepper", "0.25"), "PSNR, salt and pepper 0.25"),
    (("noise_psnr", "erase_patches", "0.25"), "PSNR, erased patches 0.25"),
    (("neighbour_accuracy",), "k-NN accuracy"),
    (("probe_accuracy",), "linear probe accuracy"),
    (("negative_elbo",), "-ELBO, nats"),
    (("masked_pixel_error",), "masked pixel error"),
    (("masked_pixel_error_of_mean_image",), "of the mean image"),
    (("largest_principal_angle",), "largest principal angle"),
    (("dead_share",), "dead units"),
    (("holes",), "holes"),
)


def readme() -> str:
    """The text of pretrained/README.md, from the cards of MNIST's models that lie there."""
    cards = [card for card in shipped.available() if of_card(card.data) is DATASETS["mnist"]]
    two = [card for card in cards if card.code_size == 2]
    first = [card for card in cards if card.name in ("ae", "dae", "sparse", "vae")]
    rest = [card for card in cards if card not in (*first, *two)]
    parts = [
        "# The shipped networks",
        f"Written by `{COMMAND}` from the cards beside it; a test holds that it is so.",
        "Measured on MNIST's 10,000 test images by `python -m aemodels evaluate --data DIR`. Squared error and nats "
        "are per image. PSNR is that of the mean squared error over the images, not a mean of decibels; after noise it "
        "is that of the answers to corrupted input. *Mean activation*, *Hoyer sparsity* and *selectivity* (0 to 1: how "
        "far a unit answers one digit alone, Morcos et al. 2018) are those of the first layer.",
        _files(cards),
        "## The four of the first page",
        _table(first),
        _beside_pixels(cards),
        "## The rest of the family",
        "`masked` is asked for every patch while that patch is hidden; principal angles are in degrees.",
        _table(rest),
        "## The two of the 2-D map",
        "*Holes*: share of the map that decodes to something no test digit is near.",
        _table(two),
        "## Setting by setting",
        "Errors of *by labels* are shares of the test digits, means over seeds with their standard errors; *random* is "
        "the same network without pretraining; `evaluate stacked --labels` measures them again.",
        *_settings(cards),
    ]
    return "\n\n".join(parts) + "\n"


def _fenced(text: str) -> str:
    return f"```\n{text}\n```"


def _files(cards: Iterable[Card]) -> str:
    rows = [[card.name, card.title, card.variant, f"{card.code_size:,}", f"{card.parameters:,}"] for card in cards]
    return _fenced(table(["name", "title", "variant", "code", "parameters"], rows))


def _table(cards: list[Card]) -> str:
    """A row for each metric that any of the cards has, a column for each card."""
    rows = [[title, *(_found(card.metrics, path) for card in cards)] for path, title in _ALL]
    return _fenced(table(["", *(card.name for card in cards)], [row for row in rows if any(row[1:])]))


def _found(metrics: Mapping[str, Any], path: tuple[str, ...]) -> str:
    held: Any = metrics
    for key in path:
        held = held.get(key) if isinstance(held, Mapping) else None
    return "" if held is None else value_in_text(held)


def _beside_pixels(cards: list[Card]) -> str:
    pixels = next(card.metrics["pixels"] for card in cards if "pixels" in card.metrics)
    probe, near = (value_in_text(pixels[key]) for key in ("probe_accuracy", "neighbour_accuracy"))
    return (
        f"What a code tells of the digits compares with what the pixels tell: the same linear probe reads {probe} off "
        f"the pixels themselves, and five nearest neighbours among them give {near}. Hinton and Salakhutdinov (2006) "
        "report a squared error of 13.87 for 30 principal components and 3.00 for their 784-1000-500-250-30 network."
    )


def _settings(cards: list[Card]) -> list[str]:
    return [
        f"{card.name}, by {what.replace('_', ' ')}\n\n{_fenced(table(*grid(what, entries)))}"
        for card in cards
        for what, entries in breakdowns(card.metrics)
        if what not in ("digit", "oddity")
    ]
