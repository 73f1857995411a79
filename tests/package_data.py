"""Zips of a small trained model, whole and forged."""

import hashlib
import io
import json
import zipfile

from safetensors.torch import load as tensors
from safetensors.torch import save as tensors_to_bytes

from aemodels import package


def zipped(files, name="trained", **kind):
    """A zip of files by ending, or by whole name where the key holds a dot before its ending."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", **kind) as archive:
        for ending, part in files.items():
            archive.writestr(name + ending if ending in package.ENDINGS else ending, part)
    return content.getvalue()


def with_card(result, **changes):
    """The model with other entries on its card."""
    card = json.loads(result.files[".json"]) | changes
    return zipped(result.files | {".json": json.dumps(card).encode()})


def with_weights(result, weights):
    """The model with other weights, and a card that vouches for them."""
    content = tensors_to_bytes(weights)
    card = json.loads(result.files[".json"]) | {"sha256": hashlib.sha256(content).hexdigest()}
    return zipped(result.files | {".json": json.dumps(card).encode(), ".safetensors": content})


def with_statistics(result, **changes):
    """The model with other statistics; None takes an entry away."""
    found = tensors(result.files[".stats.safetensors"]) | changes
    kept = {key: value for key, value in found.items() if value is not None}
    return zipped(result.files | {".stats.safetensors": tensors_to_bytes(kept)})
