"""What the browser needs to decode by itself: a network's decoder and its test digits' codes, as safetensors files.

Each is named by its hash, so that a browser may keep it for ever.
"""

import hashlib
import json
from dataclasses import dataclass
from urllib.parse import urlencode

import torch
from safetensors.torch import save
from torch import Tensor, nn

from ..support.kept import per_model
from . import shelf
from .door import Unanswerable
from .latent import LEFT
from .messages import Asset
from .shelf import Loaded

LARGEST = 4_000_000  # bytes of a decoder: what is larger answers at the door sooner than it has come
# The layers that ui/pages/latent/decoder.js knows.
KINDS = {
    nn.Linear: "linear",
    nn.LayerNorm: "layer_norm",
    nn.GELU: "gelu",
    nn.ReLU: "relu",
    nn.Sigmoid: "sigmoid",
    nn.Tanh: "tanh",
}


@dataclass(frozen=True)
class File:
    """What a network gives away under its hash."""

    content: bytes
    sha: str


def _file(tensors: dict[str, Tensor], **about: str) -> File:
    content = save({name: _smallest(tensor) for name, tensor in tensors.items()}, metadata=about)
    return File(content, hashlib.sha256(content).hexdigest()[:16])


def _smallest(tensor: Tensor) -> Tensor:
    """The same numbers as float16 where that loses nothing, which is so of all weights that were stored."""
    tensor = tensor.detach().cpu().contiguous()
    half = tensor.half()
    return half if tensor.is_floating_point() and torch.equal(half.to(tensor.dtype), tensor) else tensor


@per_model
def decoder(loaded: Loaded) -> File | None:
    """The decoder's layers in order and their weights; None where the browser cannot compute it, or not soon."""
    layers = loaded.model.decoder_layers()
    if layers is None or any(type(layer) not in KINDS for layer in layers):
        return None
    tensors = {f"{i}.{name}": value for i, layer in enumerate(layers) for name, value in layer.state_dict().items()}
    if 2 * sum(tensor.numel() for tensor in tensors.values()) > LARGEST:
        return None
    file = _file(tensors, layers=json.dumps([KINDS[type(layer)] for layer in layers]))
    return file if len(file.content) <= LARGEST else None


@per_model
def known(loaded: Loaded) -> File:
    """The codes (N, k) of the test digits, and their labels (N,)."""
    return _file({name: loaded.statistics[name] for name in ("codes", "labels")})


FILES = {"decoder": decoder, "known": known}


def addresses(loaded: Loaded) -> dict[str, str] | None:
    """Where the door gives away a network's files, by what they are; None where the browser cannot decode by itself."""
    found = {name: of(loaded) for name, of in FILES.items()}
    if found["decoder"] is None:
        return None
    network = shelf.lend(loaded)
    return {name: f"live/{name}?{urlencode({'network': network, 'sha': file.sha})}" for name, file in found.items()}


def _given(name: str, question: Asset) -> bytes:
    loaded = shelf.find(question.network)
    if loaded is None or loaded.card.code_kind != "vector":
        raise Unanswerable(LEFT)
    file = FILES[name](loaded)
    if file is None:
        raise Unanswerable("A browser cannot compute the decoder of this network.")
    if file.sha != question.sha:
        raise Unanswerable("This network has changed. Reload the page to go on with what it is now.")
    return file.content


def give_decoder(question: Asset) -> bytes:
    """The file with a network's decoder. Raises Unanswerable where there is none of that name and hash."""
    return _given("decoder", question)


def give_known(question: Asset) -> bytes:
    """The file with the codes of a network's test digits. Raises Unanswerable like `give_decoder`."""
    return _given("known", question)
