"""The card of a model: what its weights are, how they were made and how good they are, as NAME.json holds it."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, get_origin

FORMAT = 1  # raised when a card's meaning changes


class PretrainedError(RuntimeError):
    """A model on disk is missing, damaged or foreign; the message names the file and the remedy.

    It consists of `what` is wrong and the `remedy`, which those who know a better one replace.
    """

    def __init__(self, what: str, remedy: str):
        super().__init__(f"{what} {remedy}")
        self.what, self.remedy = what, remedy


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


def retrain(name: str) -> str:
    """What to do about a damaged or missing file of a shipped model."""
    return f"Restore it from the repository or train it again: python -m aemodels train {name} --data DIR"


def parse(text: bytes, path: Path, name: str) -> Card:
    """The card of model `name` that `text`, the content of the file at `path`, holds.

    Raises PretrainedError for what is no card, is one of another version, or has entries missing, unknown or of a wrong
    type.
    """
    try:
        content = json.loads(text)
    except ValueError as error:
        raise PretrainedError(f"{path} is not a card: it is no JSON ({error}).", retrain(name)) from error
    found = content.get("format", "none") if isinstance(content, dict) else "none"
    if found != FORMAT:
        raise PretrainedError(f"{path} has card format {found}, and this version reads {FORMAT}.", retrain(name))
    entries = {field.name: field.type for field in fields(Card)}
    missing, unknown = entries.keys() - content.keys(), content.keys() - entries.keys()
    if missing or unknown:
        detail = f"missing {', '.join(sorted(missing)) or 'nothing'}, unknown {', '.join(sorted(unknown)) or 'nothing'}"
        raise PretrainedError(f"{path} does not have a card's entries ({detail}).", retrain(name))
    wrong = [key for key, kind in entries.items() if not _is_a(content[key], kind)]
    if wrong:
        raise PretrainedError(f"{path} has entries of the wrong type ({', '.join(wrong)}).", retrain(name))
    return Card(**content)


def _is_a(value: Any, kind: Any) -> bool:
    kind = get_origin(kind) or kind
    return isinstance(value, int | float if kind is float else kind) and (kind is bool or not isinstance(value, bool))


def written(card: Card) -> bytes:
    """The card as its file holds it, which `parse` reads."""
    return (json.dumps(asdict(card), indent=2, ensure_ascii=False) + "\n").encode()


def as_tuples(value: Any) -> Any:
    """A card's value with every list in it as a tuple, which is how a Config holds it."""
    if isinstance(value, dict):
        return {key: as_tuples(item) for key, item in value.items()}
    return tuple(as_tuples(item) for item in value) if isinstance(value, list) else value
