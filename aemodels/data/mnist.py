"""MNIST on disk in torchvision's layout, DIR/MNIST/raw: found, verified, downloaded only when asked."""

import gzip
import hashlib
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import numpy
import torch
from torch import Tensor

# md5 of the uncompressed files of http://yann.lecun.com/exdb/mnist (LeCun et al. 1998).
MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
PREFIX = {"train": "train", "test": "t10k"}
MIRRORS = ("https://ossci-datasets.s3.amazonaws.com/mnist", "https://storage.googleapis.com/cvdf-datasets/mnist")
DOWNLOAD = 11_594_722  # bytes of the four compressed files together
LARGEST = 64_000_000  # bytes; no file of MNIST comes near it, compressed or not
PATIENCE = 10  # seconds without an answer
SPLIT_SEED = 0


class DataMissing(FileNotFoundError):
    """MNIST is not on disk, or is damaged; the message says which file and how to get it."""

    def __str__(self) -> str:
        return str(self.args[0])


def default_folder() -> Path:
    """Where MNIST is looked for: AEMODELS_DATA, or data/ in the working folder."""
    return Path(os.environ.get("AEMODELS_DATA") or "data")


def present(folder: str | Path) -> bool:
    """Whether all four files lie in `folder`; `load` checks what is in them."""
    return all((Path(folder) / "MNIST" / "raw" / name).is_file() for name in MD5)


def _is(name: str, content: bytes) -> bool:
    return hashlib.md5(content, usedforsecurity=False).hexdigest() == MD5[name]


def _read(raw: Path, name: str) -> bytes:
    path = raw / name
    remedy = (
        f"Either put the four uncompressed files of MNIST into {raw}, or run the command again with --download (11 MB)."
    )
    if not path.is_file():
        raise DataMissing(f"MNIST is missing: {path} does not exist. {remedy}")
    content = path.read_bytes()
    if not _is(name, content):
        raise DataMissing(f"{path} is damaged: its md5 is not {MD5[name]}. Delete it. {remedy}")
    return content


def _fetch(mirror: str, name: str, on_bytes: Callable[[int], None]) -> bytes:
    """The uncompressed file `name`, its md5 right. Raises OSError when the mirror does not give that."""
    content = bytearray()
    with urlopen(f"{mirror}/{name}.gz", timeout=PATIENCE) as answer:
        while part := answer.read(65_536):
            content += part
            on_bytes(len(part))
            if len(content) > LARGEST:
                raise OSError(f"{mirror} sent more than {name}.gz can hold")
    try:
        plain = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(bytes(content), LARGEST)
    except zlib.error as error:
        raise gzip.BadGzipFile(f"{mirror} sent something that is not {name}.gz") from error
    if not _is(name, plain):
        raise OSError(f"what {mirror} sent for {name} is damaged: its md5 is not {MD5[name]}")
    return plain


def download(folder: str | Path, on_progress: Callable[[float], None] | None = None) -> None:
    """Fetch what `folder` lacks of MNIST, each file whole and verified or not at all.

    `on_progress(share)` hears how much of the 11 MB is there, 0 to 1, and may raise to stop. Raises DataMissing, with
    what to do, when no mirror gives the files or they cannot be written.
    """
    raw = Path(folder) / "MNIST" / "raw"
    got = 0

    def on_bytes(count: int) -> None:
        nonlocal got
        got += count
        if on_progress:
            on_progress(min(1.0, got / DOWNLOAD))

    try:
        raw.mkdir(parents=True, exist_ok=True)
        for name in MD5:
            path = raw / name
            if path.is_file() and _is(name, path.read_bytes()):
                continue
            partial = path.with_name(f".{name}.{os.getpid()}")
            partial.write_bytes(_from_some_mirror(name, on_bytes))
            partial.replace(path)
    except OSError as error:
        raise DataMissing(
            f"MNIST could not be downloaded ({error}). Check the network, or put the four uncompressed files "
            f"into {raw} by hand."
        ) from error


def _from_some_mirror(name: str, on_bytes: Callable[[int], None]) -> bytes:
    for mirror in MIRRORS[:-1]:
        try:
            return _fetch(mirror, name, on_bytes)
        except OSError:
            continue  # the last one's complaint is the one that is told
    return _fetch(MIRRORS[-1], name, on_bytes)


def load(folder: str | Path, split: str, count: int | None = None) -> tuple[Tensor, Tensor]:
    """Images float32 (N, 1, 28, 28) in [0, 1] and labels int64 (N,) of split "train" (60,000) or "test" (10,000).

    With `count`, the first that many alone. Raises DataMissing when a file is absent or its md5 is wrong.
    """
    raw = Path(folder) / "MNIST" / "raw"
    images = numpy.frombuffer(_read(raw, f"{PREFIX[split]}-images-idx3-ubyte"), numpy.uint8, offset=16)
    labels = numpy.frombuffer(_read(raw, f"{PREFIX[split]}-labels-idx1-ubyte"), numpy.uint8, offset=8)
    x = torch.from_numpy(images.reshape(-1, 1, 28, 28)[:count].copy()).float().div_(255)
    return x, torch.from_numpy(labels[:count].copy()).long()


def split(x: Tensor, labels: Tensor) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
    """Training images (N, 1, 28, 28) with their labels, parted by chance: those to train on, and a sixth held out.

    Recipes are compared on the 10,000 of 60,000 that are held out, so that the test images stay unseen until a model is
    measured for its card. The same ones on every machine: NumPy promises that RandomState never draws otherwise.
    """
    order = torch.from_numpy(numpy.random.RandomState(SPLIT_SEED).permutation(len(x)))
    held, kept = order[: len(x) // 6], order[len(x) // 6 :]
    return (x[kept], labels[kept]), (x[held], labels[held])
