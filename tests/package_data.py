"""Zips of a small trained model, whole and forged."""

import hashlib
import io
import json
import zipfile

from safetensors.torch import load as tensors
from safetensors.torch import save as tensors_to_bytes

from aemodels.store import bundle, cards


def zipped(files, name="trained", **kind):
    """A zip of files by ending, or by whole name where the key holds a dot before its ending."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", **kind) as archive:
        for ending, part in files.items():
            archive.writestr(name + ending if ending in bundle.ENDINGS else ending, part)
    return content.getvalue()


def sealed(entries):
    """A card's text with these entries, whatever they are, that vouches for itself."""
    text = json.dumps({key: value for key, value in entries.items() if key != cards.SEAL} | {cards.SEAL: ""}, indent=2)
    seal = hashlib.sha256(f"{text}\n".encode()).hexdigest()
    return (text.removesuffix('""\n}') + f'"{seal}"\n}}\n').encode()


def with_card(result, **changes):
    """The model with other entries on its card."""
    return zipped(result.files | {".json": sealed(json.loads(result.files[".json"]) | changes)})


def with_file(result, ending, content):
    """The model with another file, and a card that vouches for it."""
    card = json.loads(result.files[".json"])
    card["sha256"][ending] = hashlib.sha256(content).hexdigest()
    return zipped(result.files | {".json": sealed(card), ending: content})


def with_weights(result, weights):
    """The model with other weights."""
    return with_file(result, ".safetensors", tensors_to_bytes(weights))


def with_statistics(result, **changes):
    """The model with other statistics; None takes an entry away."""
    found = tensors(result.files[".stats.safetensors"]) | changes
    kept = {key: value for key, value in found.items() if value is not None}
    return with_file(result, ".stats.safetensors", tensors_to_bytes(kept))
