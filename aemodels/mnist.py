"""MNIST on disk in torchvision's layout, DIR/MNIST/raw: found, verified, downloaded only when asked."""

import hashlib
from pathlib import Path

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


class DataMissing(FileNotFoundError):
    """MNIST is not on disk, or is damaged; the message says which file and how to get it."""

    def __str__(self) -> str:
        return str(self.args[0])


def _read(raw: Path, name: str) -> bytes:
    path = raw / name
    remedy = (
        f"Either put the four uncompressed files of MNIST into {raw}, "
        "or run the command again with --download (11 MB from the mirrors that torchvision knows)."
    )
    if not path.is_file():
        raise DataMissing(f"MNIST is missing: {path} does not exist. {remedy}")
    content = path.read_bytes()
    if hashlib.md5(content, usedforsecurity=False).hexdigest() != MD5[name]:
        raise DataMissing(f"{path} is damaged: its md5 is not {MD5[name]}. Delete it. {remedy}")
    return content


def download(folder: str | Path) -> None:
    """Fetch MNIST into `folder` through torchvision. Raises DataMissing when that fails."""
    from torchvision import datasets  # costs more than a second, and only a download needs it

    try:
        datasets.MNIST(folder, download=True)
    except (RuntimeError, OSError) as error:
        raise DataMissing(
            f"MNIST could not be downloaded ({error}). Check the network, or put the four uncompressed files "
            f"into {Path(folder) / 'MNIST' / 'raw'} by hand."
        ) from error


def load(folder: str | Path, split: str) -> tuple[Tensor, Tensor]:
    """Images float32 (N, 1, 28, 28) in [0, 1] and labels int64 (N,) of split "train" (60,000) or "test" (10,000).

    Raises DataMissing when a file is absent or its md5 is wrong.
    """
    raw = Path(folder) / "MNIST" / "raw"
    images = numpy.frombuffer(_read(raw, f"{PREFIX[split]}-images-idx3-ubyte"), numpy.uint8, offset=16)
    labels = numpy.frombuffer(_read(raw, f"{PREFIX[split]}-labels-idx1-ubyte"), numpy.uint8, offset=8)
    x = torch.from_numpy(images.copy()).reshape(-1, 1, 28, 28).float().div_(255)
    return x, torch.from_numpy(labels.copy()).long()
