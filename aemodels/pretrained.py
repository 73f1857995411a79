"""A model on disk: NAME.safetensors (weights), NAME.json (card), NAME.stats.safetensors (what the app shows).

Some have a fourth file, NAME.extras.safetensors: what their training left besides, such as the weights of a beta-VAE's
other betas. Its sha256 stands on the card as metrics["experiment"]["extras_sha256"].
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, get_origin

import torch
from safetensors import SafetensorError
from safetensors.torch import load as tensors_from_bytes
from safetensors.torch import save as tensors_to_bytes
from safetensors.torch import save_file
from torch import Tensor

from . import package
from .device import best_device
from .noise import NOISES
from .packing import pack, unpack
from .recipes import RECIPES
from .registry import create
from .variants.base import Autoencoder

FOLDER = Path(__file__).resolve().parent.parent / "pretrained"
FORMAT = 1  # raised when a card's meaning changes
# Entries of every statistics file that do not depend on the model's layers; evaluation.py says what they hold.
STATISTICS = ("codes", "labels", "error_quantiles", *(f"noise_psnr/{name}" for name in NOISES))


class PretrainedError(RuntimeError):
    """A model on disk is missing, damaged or foreign; the message names the file and the remedy."""

    def __init__(self, what: str, remedy: str):
        super().__init__(f"{what} {remedy}")
        self.remedy = remedy


@dataclass(frozen=True)
class Card:
    """What a set of weights is, how it was made and how good it is on the 10,000 test images."""

    format: int
    name: str
    title: str
    summary: str
    variant: str
    config: dict[str, Any]
    code_kind: str
    code_size: int
    generative: bool
    parameters: int
    data: dict[str, Any]
    seed: int
    epochs: int
    seconds: float
    command: str
    git_commit: str
    torch: str
    sha256: str
    metrics: dict[str, Any]


def locate(name: str, folder: Path | None) -> tuple[Path, str]:
    """Folder and bare name of a model given by name, or by path with or without one of the four endings."""
    path = Path(name)
    for ending in (".stats.safetensors", ".extras.safetensors", ".safetensors", ".json"):
        if path.name.endswith(ending):
            return path.parent, path.name.removesuffix(ending)
    return (folder or FOLDER, path.name) if path.name == str(name) else (path.parent, path.name)


def _retrain(name: str) -> str:
    return f"Restore it from the repository or train it again: python -m aemodels train {name} --data DIR"


def _read(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        known = ", ".join(names(path.parent)) or "none"
        raise PretrainedError(f"{path} does not exist (models there: {known}).", _retrain(name)) from None
    except OSError as error:
        raise PretrainedError(f"{path} cannot be read ({error.strerror}).", _retrain(name)) from error


def names(folder: Path | None = None) -> list[str]:
    """Names of the models that have a card in `folder`, in teaching order, then by name."""
    found = {path.stem for path in (folder or FOLDER).glob("*.json")}
    return [name for name in RECIPES if name in found] + sorted(found - set(RECIPES))


def card(name: str, folder: Path | None = None) -> Card:
    """The card of model `name` (or at a path). Raises PretrainedError if missing, damaged or of another version."""
    place, name = locate(name, folder)
    path = place / f"{name}.json"
    try:
        content = json.loads(_read(path, name))
    except ValueError as error:
        raise PretrainedError(f"{path} is not a card: it is no JSON ({error}).", _retrain(name)) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        found = content.get("format", "none") if isinstance(content, dict) else "none"
        raise PretrainedError(f"{path} has card format {found}, and this version reads {FORMAT}.", _retrain(name))
    missing = {field.name for field in fields(Card)} - set(content)
    if missing or len(content) != len(fields(Card)):
        extra = set(content) - {field.name for field in fields(Card)}
        detail = f"missing {', '.join(sorted(missing)) or 'nothing'}, unknown {', '.join(sorted(extra)) or 'nothing'}"
        raise PretrainedError(f"{path} does not have a card's entries ({detail}).", _retrain(name))
    wrong = [field.name for field in fields(Card) if not _is_a(content[field.name], field.type)]
    if wrong:
        raise PretrainedError(f"{path} has entries of the wrong type ({', '.join(wrong)}).", _retrain(name))
    return Card(**content)


def _is_a(value: Any, kind: Any) -> bool:
    kind = get_origin(kind) or kind
    return isinstance(value, int | float if kind is float else kind) and (kind is bool or not isinstance(value, bool))


def available(folder: Path | None = None) -> list[Card]:
    """The cards of all models in `folder` (default: the repository's pretrained/), in teaching order."""
    return [card(name, folder) for name in names(folder)]


def _tensors(path: Path, name: str, content: bytes) -> dict[str, Tensor]:
    try:
        return tensors_from_bytes(content)
    except (SafetensorError, KeyError) as error:
        raise PretrainedError(f"{path} is not a safetensors file ({error}).", _retrain(name)) from error


def read_tensors(path: Path, name: str, sha256: str) -> dict[str, Tensor]:
    """The tensors in a file of model `name`. Raises PretrainedError if it is missing or its sha256 another."""
    content = _read(path, name)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise PretrainedError(f"{path} is damaged or not the one its card describes (sha256 differs).", _retrain(name))
    return _tensors(path, name, content)


def as_tuples(value: Any) -> Any:
    """A card's value with every list in it as a tuple, which is how a Config holds it."""
    if isinstance(value, dict):
        return {key: as_tuples(item) for key, item in value.items()}
    return tuple(as_tuples(item) for item in value) if isinstance(value, list) else value


def build(about: Card, path: Path) -> Autoencoder:
    """The untrained model that a card describes; `path` is the card's, for the message of the PretrainedError."""
    try:
        return create(about.variant, **as_tuples(about.config))
    except (KeyError, TypeError, ValueError, IndexError, RuntimeError, AttributeError) as error:
        reason = error.args[0] if error.args else error
        raise PretrainedError(
            f"{path} describes a model that cannot be built: {reason}.", _retrain(about.name)
        ) from error


def load(name: str | Path, device: str | torch.device | None = None, folder: Path | None = None) -> Autoencoder:
    """The pretrained model `name` (or the one at a path), in eval mode, float32, on `device` or on best_device().

    Checks the weights' sha256 against the card and loads them strictly. Raises PretrainedError, naming the file and
    the remedy, when a file is missing, damaged, foreign or of another version; ValueError for an unusable device.
    A path may also be that of a zip as the app gives it away: the three files in one (package.py).
    """
    if str(name).endswith(".zip"):
        return _load_zip(Path(name), device)
    place, name = locate(str(name), folder)
    about = card(name, place)
    path = place / f"{name}.safetensors"
    weights = read_tensors(path, name, about.sha256)
    model = build(about, place / f"{name}.json")
    try:
        model.load_state_dict({key: value.float() for key, value in weights.items()})
    except RuntimeError as error:
        first = str(error).splitlines()[-1].strip()
        raise PretrainedError(f"{path} does not fit the model its card describes ({first}).", _retrain(name)) from error
    target = best_device(str(device)) if device else best_device()
    return model.to(target).eval().requires_grad_(False)


def _load_zip(path: Path, device: str | torch.device | None) -> Autoencoder:
    remedy = "Download it again."
    try:
        name, files = package.unpack(path.read_bytes())
    except OSError as error:
        raise PretrainedError(f"{path} cannot be read ({error.strerror}).", remedy) from error
    except package.BadPackage as error:
        raise PretrainedError(f"{path} is not a model: {error}", remedy) from error
    with tempfile.TemporaryDirectory() as folder:
        for ending, content in files.items():
            (Path(folder) / f"{name}{ending}").write_bytes(content)
        try:
            return load(name, device, Path(folder))
        except PretrainedError as error:
            what = str(error).removesuffix(error.remedy).strip().replace(folder, str(path))
            raise PretrainedError(what, remedy) from error


def load_statistics(name: str | Path, folder: Path | None = None) -> dict[str, Tensor]:
    """What evaluation.statistics measured for model `name`. Raises PretrainedError like `load`."""
    place, name = locate(str(name), folder)
    path = place / f"{name}.stats.safetensors"
    try:
        found = unpack(_tensors(path, name, _read(path, name)))
    except ValueError as error:
        raise PretrainedError(f"{path} cannot be used: {error}.", _retrain(name)) from error
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


def _replace(files: dict[Path, Callable[[Path], object]]) -> None:
    # All are written beside their places first and moved there whole: an interruption never leaves half a file, nor
    # new weights under an old card.
    written: list[tuple[Path, Path]] = []
    try:
        for path, write in files.items():
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            os.close(handle)
            written.append((Path(temporary), path))
            write(Path(temporary))
            Path(temporary).chmod(0o644)
        for temporary, path in written:
            temporary.replace(path)
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)


def card_text(about: Card) -> str:
    """A card as its file holds it."""
    return json.dumps(asdict(about), indent=2, ensure_ascii=False) + "\n"


def _card_writer(about: Card) -> Callable[[Path], object]:
    return lambda path: path.write_text(card_text(about), encoding="utf-8")


def save(
    model: Autoencoder,
    about: dict[str, Any],
    statistics: dict[str, Tensor],
    folder: Path | None = None,
    extras: dict[str, Tensor] | None = None,
) -> Card:
    """Write weights (float16), statistics, extras if any, and card of `model` into `folder`, each file whole or not,
    the card last.

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
    files: dict[Path, Callable[[Path], object]] = {
        place / f"{whole.name}.safetensors": lambda path: path.write_bytes(weights),
        place / f"{whole.name}.stats.safetensors": lambda path: save_file(pack(statistics), path),
    }
    if extras:
        files[place / f"{whole.name}.extras.safetensors"] = lambda path: path.write_bytes(besides)
    _replace(files | {place / f"{whole.name}.json": _card_writer(whole)})
    return whole


def renew(name: str, entries: dict[str, Any], statistics: dict[str, Tensor], folder: Path | None = None) -> Card:
    """Replace entries of a card (metrics, title, summary) and the statistics, not the weights. Returns the new card."""
    place, name = locate(name, folder)
    about = replace(card(name, place), **entries)
    _replace(
        {
            place / f"{name}.stats.safetensors": lambda path: save_file(pack(statistics), path),
            place / f"{name}.json": _card_writer(about),
        }
    )
    return about
