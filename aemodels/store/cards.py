"""The card of a model: what its weights are, how they were made and how good they are, as NAME.json holds it."""

import hashlib
import json
import math
import re
from dataclasses import asdict, dataclass, fields
from typing import Any, get_origin

from ..data.datasets import of_model
from ..support.words import plain

FORMAT = 2  # raised when a card's meaning changes
DEPTH = 6  # of dictionaries and lists in a card
UNVERSIONED = "before 1.0"  # what wrote cards that do not tell
SEAL = "card_sha256"  # the file's last entry: the sha256 of its own text, taken while that entry is empty
# What older cards call a variant's choices. It stands here because cards are read without torch, which models need.
FORMER_NAMES = {"masked": {"share": "mask_ratio"}}
_SEALED = re.compile(rb'"card_sha256": "([0-9a-f]{64})"\n}\n\Z')
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[{\]}]', re.DOTALL)


class PretrainedError(RuntimeError):
    """A model on disk is missing, damaged or foreign; the message names the file and the remedy.

    It consists of `what` is wrong and the `remedy`, which those who know a better one replace.
    """

    def __init__(self, what: str, remedy: str):
        super().__init__(f"{what} {remedy}")
        self.what, self.remedy = what, remedy


@dataclass(frozen=True)
class Card:
    """What a set of weights is, how it was made and how good it is on the 10,000 test images.

    `version`: of the library that wrote it. `sha256` vouches for every other file of the model, by ending. A figure of
    `metrics` that is no finite number is None.
    """

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
    sha256: dict[str, str]
    metrics: dict[str, Any]
    version: str = UNVERSIONED


def retrain(name: str) -> str:
    """What to do about a damaged or missing file of a shipped model."""
    recipe, dataset = of_model(name)
    command = f"python -m aemodels train {recipe} --data DIR{dataset.option}"
    return f"Restore it from the repository or train it again: {command}"


def parse(text: bytes, called: str, remedy: str) -> Card:
    """The card that `text` holds, which is the content of a file that messages name as `called`.

    Raises PretrainedError with that name and the remedy for what is no card, is one of another version, has entries
    missing, unknown or of a wrong type, or is not as `written` left it to the last byte.
    """
    content = _json(text, called, remedy)
    found = content.get("format", "none") if isinstance(content, dict) else "none"
    if found != FORMAT:
        told = f"{called} has card format {plain(found, 20) or 'none'}, and this version reads {FORMAT}."
        raise PretrainedError(told, remedy)
    entries = {field.name: field.type for field in fields(Card)} | {SEAL: str}
    missing, unknown = entries.keys() - content.keys(), content.keys() - entries.keys()
    missing -= {"version"}
    if missing or unknown:
        detail = f"missing {_listed(missing)}, unknown {_listed(unknown)}"
        raise PretrainedError(f"{called} does not have a card's entries ({detail}).", remedy)
    content = {"version": UNVERSIONED} | content
    wrong = [key for key, kind in entries.items() if not _is_a(content[key], kind)]
    if wrong:
        raise PretrainedError(f"{called} has entries of the wrong type ({', '.join(wrong)}).", remedy)
    seal = _SEALED.search(text)
    if not seal or _digest(text[: seal.start(1)] + text[seal.end(1) :]) != content.pop(SEAL):
        raise PretrainedError(f"{called} is damaged or was changed by hand (its sha256 differs).", remedy)
    return Card(**content | {"config": _renamed(content["variant"], content["config"])})


def _renamed(variant: str, config: dict[str, Any]) -> dict[str, Any]:
    """A card's choices under their names of today; one that is there under both is left for `create` to refuse."""
    former = {old: new for old, new in FORMER_NAMES.get(variant, {}).items() if new not in config}
    return {former.get(name, name): value for name, value in config.items()}


def _json(text: bytes, called: str, remedy: str) -> Any:
    depth = 0
    for token in _BRACKETS.finditer(text):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(token[0], 0)
        if depth > DEPTH:
            raise PretrainedError(f"{called} is not a card: its entries are nested too deep.", remedy)
    try:
        return json.loads(text.decode(), parse_constant=_no_number)
    except ValueError as error:
        raise PretrainedError(f"{called} is not a card: it is no JSON ({plain(error)}).", remedy) from error


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _listed(keys: set[str]) -> str:
    return plain(", ".join(sorted(plain(key) for key in keys))) or "nothing"


def _is_a(value: Any, kind: Any) -> bool:
    kind = get_origin(kind) or kind
    return isinstance(value, int | float if kind is float else kind) and (kind is bool or not isinstance(value, bool))


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def written(card: Card) -> bytes:
    """The card as its file holds it, which `parse` reads; its last entry vouches for its text."""
    text = json.dumps(finite(asdict(card)) | {SEAL: ""}, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    head, tail = text[: -len('"\n}\n')], text[-len('"\n}\n') :]
    return (head + _digest(text.encode()) + tail).encode()


def finite(value: Any) -> Any:
    """Nested dicts and lists with None for each float that is no finite number: JSON has no word for those."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def as_tuples(value: Any) -> Any:
    """A card's value with every list in it as a tuple, which is how a Config holds it."""
    if isinstance(value, dict):
        return {key: as_tuples(item) for key, item in value.items()}
    return tuple(as_tuples(item) for item in value) if isinstance(value, list) else value
