"""Which models a folder holds, by their cards; reads no weights, and needs no torch."""

from pathlib import Path

from ..support.words import plain
from ..training.recipes import RECIPES
from . import cards
from .cards import Card, PretrainedError, retrain
from .files import CARD, EXTRAS, STATISTICS, WEIGHTS, Files, InFolder

FOLDER = Path(__file__).resolve().parents[2] / "pretrained"


def locate(name: str | Path, folder: Path | None) -> tuple[Path, str]:
    """Folder and bare name of a model given by name, or by path with or without one of the four endings."""
    path = Path(name)
    for ending in (STATISTICS, EXTRAS, WEIGHTS, CARD):
        if path.name.endswith(ending):
            return path.parent, path.name.removesuffix(ending)
    return (folder or FOLDER, path.name) if path.name == str(name) else (path.parent, path.name)


def files_of(name: str | Path, folder: Path | None = None) -> Files:
    """The files of a model given as to `locate`. Those in pretrained/ are called so wherever that lies."""
    place, name = locate(name, folder)
    return InFolder(name, "pretrained/" if place == FOLDER else f"{place}/", retrain(name), place)


def names(folder: Path | None = None) -> list[str]:
    """Names of the models that have a card in `folder`, in teaching order, then by name."""
    found = {path.stem for path in (folder or FOLDER).glob("*.json")}
    return [name for name in RECIPES if name in found] + sorted(found - set(RECIPES))


def card(name: str | Path, folder: Path | None = None) -> Card:
    """The card of model `name` (or at a path). Raises PretrainedError if missing, damaged or of another version."""
    return read_card(files_of(name, folder))


def read_card(files: Files) -> Card:
    """The card among a model's files. Raises PretrainedError like `card`."""
    about = cards.parse(files.read(CARD), files.called(CARD), files.remedy)
    if about.name != files.name:
        told = f"{files.called(CARD)} is the card of another model ({plain(about.name)})."
        raise PretrainedError(told, files.remedy)
    return about


def available(folder: Path | None = None) -> list[Card]:
    """The cards of all models in `folder` (default: the repository's pretrained/), in teaching order."""
    return [card(name, folder) for name in names(folder)]
