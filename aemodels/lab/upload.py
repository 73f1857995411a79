"""A model that a stranger brings: everything in it is checked before it is believed."""

import math
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from .. import cards, evaluation, package, pretrained
from ..cards import Card, PretrainedError
from ..noise import NOISES
from ..package import BadPackage
from ..units import FINE_REACH, FINE_WIDTH
from ..variants.base import Autoencoder
from .limits import TooMuch, build
from .results import Result, plain

DEPTH = 6  # of dictionaries and lists in a card
_WORDS = ("name", "title", "summary", "variant", "code_kind", "command", "git_commit", "torch", "sha256")


def read(content: bytes) -> Result:
    """The model in a zip as `Result.zip` makes it, in eval mode on best_device().

    Raises BadPackage, with a sentence for people, unless the card is whole and true, the network is one that could be
    trained here, the weights are those of the card and fit it, and the statistics have the forms that pages rely on.
    """
    name, files = package.unpack(content)
    _check_depth(files[".json"])
    with package.laid_out(name, files) as folder:
        try:
            card = pretrained.card(name, folder)
            _check_card(card, name)
            model = pretrained.load(name, folder=folder)
            statistics = pretrained.load_statistics(name, folder)
        except PretrainedError as error:
            # Not where it was looked at, nor how a shipped one would be renewed.
            raise BadPackage(f"In this zip, {error.what.replace(f'{folder}/', '')}") from error
    _check_truth(card, model)
    _check_statistics(model, statistics)
    shown = Result(replace(card, summary=plain(card.summary, 100)), model, statistics, files)
    return shown.named(card.title)


def _check_depth(text: bytes) -> None:
    depth = 0
    for letter in text:
        depth += (letter in b"[{") - (letter in b"]}")
        if depth > DEPTH:
            raise BadPackage("The card in this zip is not one of a model: its entries are nested too deep.")


def _check_card(card: Card, name: str) -> None:
    """Ranges of a card's entries, whose types `pretrained.card` checks, and whether its network may be built at all."""
    short = all(len(getattr(card, key)) <= 200 for key in _WORDS)
    if not (short and card.name == name and card.title.strip()):
        raise BadPackage("The card in this zip has entries that cannot be. Choose a zip that was downloaded here.")
    if not _finite([card.seconds, card.metrics]):
        raise BadPackage("The card in this zip holds figures that are none. Choose a zip that was downloaded here.")
    try:
        build(card.variant, cards.as_tuples(card.config))
    except TooMuch as error:
        raise BadPackage(f"The network in this zip cannot be used here. {error}") from error


def _finite(values: Any) -> bool:
    if isinstance(values, dict):
        return all(_finite(value) for value in values.values())
    if isinstance(values, list):
        return all(_finite(value) for value in values)
    return type(values) in (int, float) and math.isfinite(values)


def _check_truth(card: Card, model: Autoencoder) -> None:
    """What the card says of the model must be so, and the model must answer with numbers."""
    said = (card.code_kind, card.code_size, card.generative, card.parameters)
    if said != (model.code_kind, model.code_size, model.generative, model.parameter_count):
        raise BadPackage("The card in this zip does not describe its model. Choose a zip that was downloaded here.")
    with torch.inference_mode():
        answer = model(torch.zeros(1, 1, 28, 28, device=model.device))
    if not all(tensor.isfinite().all() for tensor in (answer, *model.state_dict().values())):
        raise BadPackage("The weights in this zip are not all numbers. Choose a zip that was downloaded here.")
    expected = {"squared_error", "psnr", "ssim", "mean_activation", "noise_psnr"}
    expected |= {"holes"} if model.code_kind == "vector" and model.code_size == 2 else set()
    noises = card.metrics.get("noise_psnr")
    if not expected <= set(card.metrics) or not isinstance(noises, dict) or not set(NOISES) <= set(noises):
        raise BadPackage("The card in this zip lacks some of its figures. Choose a zip that was downloaded here.")


def _check_statistics(model: Autoencoder, found: dict[str, Tensor]) -> None:
    """The forms that evaluation.statistics promises, for as many test digits as there are labels."""
    device = model.device
    with torch.inference_mode():
        z = model.features(torch.zeros(1, 1, 28, 28, device=device))
        layers = {name: h.shape[1] for name, h in model.activations(torch.zeros(1, 1, 28, 28, device=device)).items()}
    forms = evaluation.forms(len(found["labels"]), tuple(z.shape[1:]), layers, model.generative)
    extra = {key: form for key, form in evaluation.extra_forms().items() if key in found}
    for key, (dtype, shape) in (forms | extra).items():
        if key not in found or not _has_form(found[key], dtype, shape):
            raise BadPackage(f"The statistics in this zip are not those of its model ({key}).")
    known = len(found["labels"]) <= 10_000 and found["labels"].unique().tolist() == list(range(10))
    if not known or not set(found) <= set(forms | extra):
        raise BadPackage("The statistics in this zip are not those of ten digits.")
    if not all(_counts(layer, width, found) for layer, width in layers.items()):
        raise BadPackage("The statistics in this zip count what cannot be counted.")


def _has_form(tensor: Tensor, dtype: torch.dtype, shape: tuple[int | None, ...]) -> bool:
    fits = len(tensor.shape) == len(shape) and all(
        wanted in (None, has) for wanted, has in zip(shape, tensor.shape, strict=True)
    )
    return fits and tensor.dtype == dtype and bool(tensor.isfinite().all())


def _counts(layer: str, width: int, found: dict[str, Tensor]) -> bool:
    """Whether a layer's histogram holds each activation once, within reach, and its digits are among the test's."""
    count, top, fine = len(found["labels"]), found[f"top/{layer}"], found[f"fine/{layer}"].long()
    first, reach = int(found[f"fine_first/{layer}"]), round(FINE_REACH / FINE_WIDTH) + 1
    within = len(fine) > 0 and -reach <= first and first + len(fine) - 1 <= reach and int(fine.min()) >= 0
    return within and int(fine.sum()) == count * width and int(top.min()) >= 0 and int(top.max()) < count
