"""A model that a stranger brings: everything in it is checked before it is believed."""

from dataclasses import replace

import torch
from torch import Tensor

from ..evaluation import mixtures, report
from ..evaluation.units import FINE_REACH, FINE_WIDTH
from ..models.base import Autoencoder
from ..store import bundle, pretrained
from ..store.bundle import BadPackage
from ..store.cards import PretrainedError
from ..store.files import InMemory
from . import truth
from .results import MOST, Result

PICTURES = torch.tensor([0.0, 0.5, 1.0])  # brightness of the plain pictures that a network has to answer


def read(content: bytes) -> Result:
    """The model in a zip as `Result.zip` makes it, in eval mode on best_device(). Needs no room on any disk.

    Raises BadPackage, with a sentence for people, unless the card is whole and true, the network is one that could be
    trained here, the weights are those of the card and fit it, and the statistics have the forms that pages rely on.
    """
    name, files = bundle.unpack(content)
    source = InMemory(name, "", truth.ELSEWHERE, files)
    try:
        card = pretrained.read_card(source)
        truth.check(card, name)
        model = pretrained.read_model(source)
        statistics = pretrained.read_statistics(source)
    except PretrainedError as error:
        raise BadPackage(f"In this zip, {error.what}") from error  # not how a shipped one would be renewed
    truth.check_against(card, model)
    _check_answers(model)
    _check_statistics(model, statistics)
    card = truth.shown(card)
    return Result(replace(card, title=name), model, statistics, files).named(card.title)


def _check_answers(model: Autoencoder) -> None:
    with torch.inference_mode():
        answers = model(PICTURES[:, None, None, None].expand(-1, 1, 28, 28).to(model.device))
    if not all(tensor.isfinite().all() for tensor in (answers, *model.state_dict().values())):
        raise BadPackage(f"The weights in this zip are not all numbers. {truth.ELSEWHERE}")


def _check_statistics(model: Autoencoder, found: dict[str, Tensor]) -> None:
    """The forms that evaluation.statistics promises, for as many test digits as there are labels."""
    device = model.device
    if found["labels"].dim() != 1:
        raise BadPackage("The statistics in this zip are not those of its model (labels).")
    with torch.inference_mode():
        z = model.features(torch.zeros(1, 1, 28, 28, device=device))
        layers = {name: h.shape[1] for name, h in model.activations(torch.zeros(1, 1, 28, 28, device=device)).items()}
    forms = report.forms(len(found["labels"]), tuple(z.shape[1:]), layers, model.generative)
    extra = {key: form for key, form in report.extra_forms(tuple(z.shape[1:])).items() if key in found}
    for key, (dtype, shape) in (forms | extra).items():
        if key not in found or not _has_form(found[key], dtype, shape):
            raise BadPackage(f"The statistics in this zip are not those of its model ({key}).")
    known = len(found["labels"]) <= 10_000 and found["labels"].unique().tolist() == list(range(10))
    if not known or not set(found) <= set(forms | extra):
        raise BadPackage("The statistics in this zip are not those of ten digits.")
    laws = [law for parts in mixtures.FITTED if (law := mixtures.kept(found, parts))]
    if not all(map(mixtures.sound, laws)):
        raise BadPackage("The laws of codes in this zip are none.")
    if not all(_counts(layer, width, found) for layer, width in layers.items()):
        raise BadPackage("The statistics in this zip count what cannot be counted.")


def _has_form(tensor: Tensor, dtype: torch.dtype, shape: tuple[int | None, ...]) -> bool:
    fits = len(tensor.shape) == len(shape) and all(
        wanted in (None, has) for wanted, has in zip(shape, tensor.shape, strict=True)
    )
    if not fits or tensor.dtype != dtype:
        return False
    return not dtype.is_floating_point or bool((tensor.abs() <= MOST).all())  # which NaN is not


def _counts(layer: str, width: int, found: dict[str, Tensor]) -> bool:
    """Whether a layer's histogram holds each activation once, within reach, and its digits are among the test's."""
    count, top, fine = len(found["labels"]), found[f"top/{layer}"], found[f"fine/{layer}"].long()
    first, reach = int(found[f"fine_first/{layer}"]), round(FINE_REACH / FINE_WIDTH) + 1
    within = len(fine) > 0 and -reach <= first and first + len(fine) - 1 <= reach and int(fine.min()) >= 0
    return within and int(fine.sum()) == count * width and int(top.min()) >= 0 and int(top.max()) < count
