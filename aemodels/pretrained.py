"""A model on disk: NAME.safetensors (weights), NAME.json (card), NAME.stats.safetensors (what the app shows).

Some have a fourth file, NAME.extras.safetensors: what their training left besides, such as the weights of a beta-VAE's
other betas. Its sha256 stands on the card as metrics["experiment"]["extras_sha256"].
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

from . import cards, package
from .cards import FORMAT, Card, PretrainedError, as_tuples, retrain
from .device import best_device
from .noise import NOISES
from .packing import pack, unpack
from .recipes import RECIPES
from .registry import create
from .variants.base import Autoencoder

FOLDER = Path(__file__).resolve().parent.parent / "pretrained"
# Entries of every statistics file that do not depend on the model's layers; evaluation.py says what they hold.
STATISTICS = ("codes", "labels", "error_quantiles", *(f"noise_psnr/{name}" for name in NOISES))


def locate(name: str | Path, folder: Path | None) -> tuple[Path, str]:
    """Folder and bare name of a model given by name, or by path with or without one of the four endings."""
    path = Path(name)
    for ending in (".stats.safetensors", ".extras.safetensors", ".safetensors", ".json"):
        if path.name.endswith(ending):
            return path.parent, path.name.removesuffix(ending)
    return (folder or FOLDER, path.name) if path.name == str(name) else (path.parent, path.name)


def _read(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        known = ", ".join(names(path.parent)) or "none"
        raise PretrainedError(f"{path} does not exist (models there: {known}).", retrain(name)) from None
    except OSError as error:
        raise PretrainedError(f"{path} cannot be read ({error.strerror}).", retrain(name)) from error


def names(folder: Path | None = None) -> list[str]:
    """Names of the models that have a card in `folder`, in teaching order, then by name."""
    found = {path.stem for path in (folder or FOLDER).glob("*.json")}
    return [name for name in RECIPES if name in found] + sorted(found - set(RECIPES))


def card(name: str, folder: Path | None = None) -> Card:
    """The card of model `name` (or at a path). Raises PretrainedError if missing, damaged or of another version."""
    place, name = locate(name, folder)
    path = place / f"{name}.json"
    return cards.parse(_read(path, name), path, name)


def available(folder: Path | None = None) -> list[Card]:
    """The cards of all models in `folder` (default: the repository's pretrained/), in teaching order."""
    return [card(name, folder) for name in names(folder)]


def _tensors(path: Path, name: str, content: bytes) -> dict[str, Tensor]:
    try:
        return tensors_from_bytes(content)
    except (SafetensorError, KeyError) as error:
        raise PretrainedError(f"{path} is not a safetensors file ({error}).", retrain(name)) from error


def read_tensors(path: Path, name: str, sha256: str) -> dict[str, Tensor]:
    """The tensors in a file of model `name`. Raises PretrainedError if it is missing or its sha256 another."""
    content = _read(path, name)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise PretrainedError(f"{path} is damaged or not the one its card describes (sha256 differs).", retrain(name))
    return _tensors(path, name, content)


def _build(about: Card, path: Path) -> Autoencoder:
    """The untrained model that a card describes; `path` is the card's, for the message of the PretrainedError."""
    try:
        return create(about.variant, **as_tuples(about.config))
    except (KeyError, TypeError, ValueError, IndexError, RuntimeError, AttributeError) as error:
        reason = error.args[0] if error.args else error
        raise PretrainedError(
            f"{path} describes a model that cannot be built: {reason}.", retrain(about.name)
        ) from error


def load(name: str | Path, device: str | torch.device | None = None, folder: Path | None = None) -> Autoencoder:
    """The pretrained model `name` (or the one at a path), in eval mode, float32, on `device` or on best_device().

    Checks the weights' sha256 against the card and loads them strictly. Raises PretrainedError, naming the file and
    the remedy, when a file is missing, damaged, foreign or of another version; ValueError for an unusable device.
    A path may also be that of a zip as the app gives it away: the three files in one (package.py).
    """
    if str(name).endswith(".zip"):
        return _load_zip(Path(name), device)
    place, name = locate(name, folder)
    about = card(name, place)
    path = place / f"{name}.safetensors"
    weights = read_tensors(path, name, about.sha256)
    model = _build(about, place / f"{name}.json")
    try:
        model.load_state_dict({key: value.float() for key, value in weights.items()})
    except RuntimeError as error:
        first = str(error).splitlines()[-1].strip()
        raise PretrainedError(f"{path} does not fit the model its card describes ({first}).", retrain(name)) from error
    target = best_device(str(device)) if device else best_device()
    return model.to(target).eval().requires_grad_(False)


def _load_zip(path: Path, device: str | torch.device | None) -> Autoencoder:
    remedy = "Download it again."
    try:
        name, files = package.unpack(path.read_bytes())
        with package.laid_out(name, files) as folder:
            return load(name, device, folder)
    except OSError as error:
        raise PretrainedError(f"{path} cannot be read ({error.strerror}).", remedy) from error
    except package.BadPackage as error:
        raise PretrainedError(f"{path} is not a model: {error}", remedy) from error
    except PretrainedError as error:
        raise PretrainedError(error.what.replace(str(folder), str(path)), remedy) from error


def load_statistics(name: str | Path, folder: Path | None = None) -> dict[str, Tensor]:
    """What evaluation.statistics measured for model `name`. Raises PretrainedError like `load`."""
    place, name = locate(name, folder)
    path = place / f"{name}.stats.safetensors"
    try:
        found = unpack(_tensors(path, name, _read(path, name)))
    except ValueError as error:
        raise PretrainedError(f"{path} cannot be used: {error}.", retrain(name)) from error
    missing = [key for key in STATISTICS if key not in found]
    if missing:
        remedy = f"Renew it: python -m aemodels evaluate {name} --write --data DIR"
        raise PretrainedError(f"{path} is of another version: it has no {', '.join(missing)}.", remedy)
    return found


def round_weights(model: Autoencoder) -> None:
    """Round all weights, in place, to the float16 values that `save` stores, so that what is measured is what ships."""
    with torch.no_grad():
        for tensor in model.state_dict().values():
            tensor.copy_(tensor.half())


def _replace(files: dict[Path, bytes]) -> None:
    # All are written beside their places first and moved there whole: an interruption never leaves half a file, nor
    # new weights under an old card.
    written: list[tuple[Path, Path]] = []
    try:
        for path, content in files.items():
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            os.close(handle)
            written.append((Path(temporary), path))
            Path(temporary).write_bytes(content)
            Path(temporary).chmod(0o644)
        for temporary, path in written:
            temporary.replace(path)
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)


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
    place = Path(folder or FOLDER)
    place.mkdir(parents=True, exist_ok=True)
    weights = tensors_to_bytes({key: value.half().contiguous().cpu() for key, value in model.state_dict().items()})
    besides = tensors_to_bytes(extras) if extras else b""
    if extras:
        experiment = about["metrics"].get("experiment", {}) | {"extras_sha256": hashlib.sha256(besides).hexdigest()}
        about = about | {"metrics": about["metrics"] | {"experiment": experiment}}
    whole = Card(
        format=FORMAT,
        variant=model.variant,
        config=asdict(model.config),
        code_kind=model.code_kind,
        code_size=model.code_size,
        generative=model.generative,
        parameters=model.parameter_count,
        torch=torch.__version__,
        sha256=hashlib.sha256(weights).hexdigest(),
        **about,
    )
    files = {".safetensors": weights, ".stats.safetensors": tensors_to_bytes(pack(statistics))}
    files |= {".extras.safetensors": besides} if extras else {}
    files |= {".json": cards.written(whole)}  # the last to be put in its place
    _replace({place / f"{whole.name}{ending}": content for ending, content in files.items()})
    return whole


def renew(name: str, entries: dict[str, Any], statistics: dict[str, Tensor], folder: Path | None = None) -> Card:
    """Replace entries of a card (metrics, title, summary) and the statistics, not the weights. Returns the new card."""
    place, name = locate(name, folder)
    about = replace(card(name, place), **entries)
    _replace(
        {
            place / f"{name}.stats.safetensors": tensors_to_bytes(pack(statistics)),
            place / f"{name}.json": cards.written(about),
        }
    )
    return about
