"""What a stranger's card says: whether it can be, and what of it may be shown."""

import re
from dataclasses import asdict, replace
from typing import Any

from ..data.datasets import DATASETS
from ..models.base import Autoencoder
from ..store import bundle, cards
from ..store.bundle import BadPackage
from ..store.cards import Card
from ..support.words import plain
from .limits import InvalidPlan, build

LARGEST = 1e12  # no number on a card of ours is larger
LONGEST = 200  # characters of one of its words
# What pages write as single numbers of every model; None stands for what could not be measured.
FIGURES = ("squared_error", "psnr", "ssim", "mean_activation", "hoyer_sparsity", "selectivity")
ELSEWHERE = "Choose a zip that was downloaded here."
_DATASET = rf"(?: --dataset (?:{'|'.join(DATASETS)}))?"
_TRAIN = rf"python -m aemodels train [a-z0-9-]{{1,40}} --data DIR{_DATASET} --epochs \d{{1,6}} --seed \d{{1,9}}"
_COMMAND = re.compile(rf"the page /train|{_TRAIN}")


def check(card: Card, name: str) -> None:
    """Raise BadPackage unless every entry of a card, whose types have been checked, is one that pages can show.

    Its network is built nowhere before its size is known.
    """
    entries = {key: value for key, value in vars(card).items() if key != "format"}
    if not all(map(_can_be, entries.values())) or card.name != name or not card.title.strip():
        raise BadPackage(f"The card in this zip has entries that cannot be. {ELSEWHERE}")
    if not _all_numbers(card.metrics):
        raise BadPackage(f"The card in this zip holds figures that are none. {ELSEWHERE}")
    try:
        build(card.variant, cards.as_tuples(card.config))
    except InvalidPlan as error:
        raise BadPackage(f"The network in this zip cannot be used here. {error}") from error


def _can_be(value: Any) -> bool:
    if isinstance(value, dict):
        return all(plain(key) == key and _can_be(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(_can_be, value))
    if isinstance(value, str):
        return len(value) <= LONGEST and (value.isprintable() or not value)
    return value is None or isinstance(value, bool) or abs(value) <= LARGEST


def _all_numbers(metrics: Any) -> bool:
    if isinstance(metrics, dict):
        return all(map(_all_numbers, metrics.values()))
    return all(map(_is_figure, metrics)) if isinstance(metrics, list) else _is_figure(metrics)


def _is_figure(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def check_against(card: Card, model: Autoencoder) -> None:
    """Raise BadPackage unless the card says of its model what is so, and has the figures that pages show of it."""
    said = (card.code_kind, card.code_size, card.generative, card.parameters, cards.as_tuples(card.config))
    true = (model.code_kind, model.code_size, model.generative, model.parameter_count, asdict(model.config))
    if said != true:
        raise BadPackage(f"The card in this zip does not describe its model. {ELSEWHERE}")
    expected = (*FIGURES, "holes") if model.code_kind == "vector" and model.code_size == 2 else FIGURES
    noises = card.metrics.get("noise_psnr")
    known = isinstance(noises, dict) and all(isinstance(measured, dict) for measured in noises.values())
    if not known or not all(key in card.metrics and _is_figure(card.metrics[key]) for key in expected):
        raise BadPackage(f"The card in this zip lacks some of its figures. {ELSEWHERE}")
    if (card.metrics["squared_error"] or 0) < 0 or not 0 <= (card.metrics.get("holes") or 0) <= 1:
        raise BadPackage(f"The card in this zip holds figures that cannot be. {ELSEWHERE}")


def shown(card: Card) -> Card:
    """The card with plain words in place of a stranger's, and nothing about files that were not in the zip."""
    return replace(
        card,
        title=plain(card.title),
        summary=plain(card.summary),
        data=_plain(card.data),
        command=card.command if _COMMAND.fullmatch(card.command) else "unknown",
        git_commit=plain(card.git_commit),
        torch=plain(card.torch),
        version=plain(card.version),
        sha256={ending: card.sha256[ending] for ending in bundle.ENDINGS if ending in card.sha256},
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return plain(value) if isinstance(value, str) else value
