"""A model on disk: NAME.safetensors (weights), NAME.json (card), NAME.stats.safetensors (what the app shows).

Some have a fourth file, NAME.extras.safetensors: what their training left besides, such as the weights of a beta-VAE's
other betas. The card holds the sha256 of every other file, and its own.
"""

import hashlib
import os
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as tensors_from_bytes
from safetensors.torch import save as tensors_to_bytes
from torch import Tensor

from .. import __version__
from ..models.base import Autoencoder
from ..models.registry import create
from ..support.device import best_device
from ..support.words import plain
from . import bundle, cards, shipped
from .cards import FORMAT, Card, PretrainedError, as_tuples
from .files import CARD, EXTRAS, STATISTICS, WEIGHTS, Files, InMemory
from .quantise import pack, unpack
from .shipped import available, card, files_of, locate, names, read_card

__all__ = [
    "ALWAYS",
    "Card",
    "PretrainedError",
    "available",
    "card",
    "files_of",
    "load",
    "load_statistics",
    "locate",
    "made",
    "names",
    "read_card",
    "read_model",
    "read_statistics",
    "read_tensors",
    "renew",
    "save",
]

HEADER = 1_000_000  # bytes in which a file may list its tensors; the shipped ones need at most 10,000
# Entries of every statistics file that do not depend on the model's layers; report.py says what they hold.
ALWAYS = ("codes", "labels", "error_quantiles")


def read_tensors(files: Files, ending: str, about: Card) -> dict[str, Tensor]:
    """The tensors in the file with this ending. Raises PretrainedError if it is missing or not what the card says."""
    content, called = files.read(ending), files.called(ending)
    if hashlib.sha256(content).hexdigest() != about.sha256.get(ending):
        told = f"{called} is damaged or not the one its card describes (sha256 differs)."
        raise PretrainedError(told, files.remedy)
    if int.from_bytes(content[:8], "little") > HEADER:
        raise PretrainedError(f"{called} is not a safetensors file of a model: its header is too long.", files.remedy)
    try:
        return tensors_from_bytes(content)
    except (SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise PretrainedError(f"{called} is not a safetensors file ({plain(error)}).", files.remedy) from error


def _build(about: Card, files: Files) -> Autoencoder:
    """The untrained model that a card describes; `files` are named in the message of the PretrainedError."""
    try:
        return create(about.variant, **as_tuples(about.config))
    except (KeyError, TypeError, ValueError, IndexError, RuntimeError, AttributeError) as error:
        reason = plain(error.args[0] if error.args else error, 300)
        raise PretrainedError(
            f"{files.called(CARD)} describes a model that cannot be built: {reason}.", files.remedy
        ) from error


def load(name: str | Path, device: str | torch.device | None = None, folder: Path | None = None) -> Autoencoder:
    """The pretrained model `name` (or the one at a path), in eval mode, float32, on `device` or on best_device().

    Checks the weights' sha256 against the card and loads them strictly. Raises PretrainedError, naming the file and
    the remedy, when a file is missing, damaged, foreign or of another version; ValueError for an unusable device.
    A path may also be that of a zip as the app gives it away: the three files in one (bundle.py).
    """
    return read_model(_zipped(Path(name)) if str(name).endswith(".zip") else files_of(name, folder), device)


def read_model(files: Files, device: str | torch.device | None = None) -> Autoencoder:
    """The model among its files, as `load` gives it."""
    about = read_card(files)
    weights = read_tensors(files, WEIGHTS, about)
    model = _build(about, files)
    try:
        model.load_state_dict({key: value.float() for key, value in weights.items()})
    except RuntimeError as error:
        detail = plain(str(error).splitlines()[-1])
        told = f"{files.called(WEIGHTS)} does not fit the model its card describes ({detail})."
        raise PretrainedError(told, files.remedy) from error
    target = best_device(str(device)) if device else best_device()
    return model.to(target).eval().requires_grad_(False)


def _zipped(path: Path) -> Files:
    remedy = "Download it again."
    try:
        name, content = bundle.unpack(path.read_bytes())
    except OSError as error:
        raise PretrainedError(f"{path} cannot be read ({error.strerror}).", remedy) from error
    except bundle.BadPackage as error:
        raise PretrainedError(f"{path} is not a model: {error}", remedy) from error
    return InMemory(name, f"{path}/", remedy, content)


def load_statistics(name: str | Path, folder: Path | None = None) -> dict[str, Tensor]:
    """What evaluation.statistics measured for model `name`. Raises PretrainedError like `load`."""
    return read_statistics(files_of(name, folder))


def read_statistics(files: Files) -> dict[str, Tensor]:
    """The statistics among a model's files. Raises PretrainedError like `load`."""
    about, called = read_card(files), files.called(STATISTICS)
    try:
        found = unpack(read_tensors(files, STATISTICS, about))
    except ValueError as error:
        raise PretrainedError(f"{called} cannot be used: {error}.", files.remedy) from error
    missing = [key for key in ALWAYS if key not in found]
    if missing:
        remedy = f"Renew it: python -m aemodels evaluate {files.name} --write --data DIR"
        raise PretrainedError(f"{called} is of another version: it has no {', '.join(missing)}.", remedy)
    return found


def _replace(files: dict[Path, bytes]) -> None:
    # All are written beside their places first and moved there whole: an interruption never leaves half a file, nor
    # new weights under an old card.
    written: list[tuple[Path, Path]] = []
    try:
        for path, content in files.items():
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            os.close(handle)
            temporary = Path(name)
            written.append((temporary, path))
            temporary.write_bytes(content)
            temporary.chmod(0o644)
        for temporary, path in written:
            temporary.replace(path)
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)


def made(
    model: Autoencoder,
    about: dict[str, Any],
    statistics: dict[str, Tensor],
    extras: dict[str, Tensor] | None = None,
) -> tuple[Card, dict[str, bytes]]:
    """The card of `model` and its files by ending, the card last: what `save` writes, made in memory."""
    weights = {key: value.half().contiguous().cpu() for key, value in model.state_dict().items()}
    files = {WEIGHTS: tensors_to_bytes(weights), STATISTICS: tensors_to_bytes(pack(statistics))}
    files |= {EXTRAS: tensors_to_bytes(extras)} if extras else {}
    whole = Card(
        format=FORMAT,
        variant=model.variant,
        config=asdict(model.config),
        code_kind=model.code_kind,
        code_size=model.code_size,
        generative=model.generative,
        parameters=model.parameter_count,
        torch=torch.__version__,
        version=__version__,
        sha256={ending: hashlib.sha256(content).hexdigest() for ending, content in files.items()},
        **about,
    )
    return whole, files | {CARD: cards.written(whole)}


def save(
    model: Autoencoder,
    about: dict[str, Any],
    statistics: dict[str, Tensor],
    folder: Path | None = None,
    extras: dict[str, Tensor] | None = None,
) -> Card:
    """Write weights (float16), statistics, extras if any, and card of `model` into `folder`.

    Each file comes whole or not at all, the card last.

    `about` holds the card's entries that the model itself does not know: name, title, summary, data, seed, epochs,
    seconds, command, git_commit, metrics. Returns the card.
    """
    place = Path(folder or shipped.FOLDER)
    place.mkdir(parents=True, exist_ok=True)
    whole, files = made(model, about, statistics, extras)
    _replace({place / f"{whole.name}{ending}": content for ending, content in files.items()})
    return whole


def renew(name: str, entries: dict[str, Any], statistics: dict[str, Tensor], folder: Path | None = None) -> Card:
    """Replace entries of a card (metrics, title, summary) and the statistics, not the weights. Returns the new card."""
    place, name = locate(name, folder)
    content, old = tensors_to_bytes(pack(statistics)), card(name, place)
    about = replace(old, **entries, sha256=old.sha256 | {STATISTICS: hashlib.sha256(content).hexdigest()})
    _replace({place / f"{name}{STATISTICS}": content, place / f"{name}{CARD}": cards.written(about)})
    return about
