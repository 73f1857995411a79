"""MNIST, or another set in its form, on disk in torchvision's layout: found, verified, downloaded only when asked."""

import gzip
import hashlib
import os
from collections.abc import Callable
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import numpy
import torch
from torch import Tensor

from .datasets import DATASETS, MD5, Dataset, torchvision_mnist

PREFIX = {"train": "train", "test": "t10k"}
# Bytes of each file of a whole set, uncompressed: how much of a download each of them is, about.
SIZES = dict(zip(MD5, (47_040_016, 60_008, 7_840_016, 10_008), strict=True))
LARGEST = 64_000_000  # bytes; no packed file comes near it
PATIENCE = 10  # seconds without an answer
SPLIT_SEED = 0


class DataMissing(FileNotFoundError):
    """A data set is not on disk, or is damaged; the message says which file and how to get it."""

    def __str__(self) -> str:
        return str(self.args[0])


def default_folder() -> Path:
    """Where data are looked for: AEMODELS_DATA, or data/ in the working folder."""
    return Path(os.environ.get("AEMODELS_DATA") or "data")


def present(folder: str | Path, name: str = "mnist") -> bool:
    """Whether all four files of the data set lie in `folder`; `load` checks what is in them."""
    return all((DATASETS[name].raw(folder) / file).is_file() for file in MD5)


def load(folder: str | Path, split: str, count: int | None = None, name: str = "mnist") -> tuple[Tensor, Tensor]:
    """Images float32 (N, 1, 28, 28) in [0, 1] and labels int64 (N,) of split "train" (60,000) or "test" (10,000).

    With `count`, the first that many alone. torchvision reads the files, and of MNIST's the md5 is checked before.
    Raises DataMissing when a file is absent or damaged, and KeyError for a data set that is not in DATASETS.
    """
    dataset = DATASETS[name]
    images, labels = (_read(dataset, folder, file) for file in MD5 if file.startswith(PREFIX[split]))
    if len(images) != len(labels) or labels.max() > 9:
        raise DataMissing(f"The files in {dataset.raw(folder)} do not belong together. {_remedy(dataset, folder)}")
    return images[:count, None].float().div_(255), labels[:count]


def _remedy(dataset: Dataset, folder: str | Path) -> str:
    return (
        f"Either put the four uncompressed files of {dataset.title} into {dataset.raw(folder)}, or run the command "
        f"again with --download ({dataset.megabytes} MB)."
    )


def _read(dataset: Dataset, folder: str | Path, file: str) -> Tensor:
    """Images uint8 (N, 28, 28) or labels int64 (N,), as the file's name says."""
    path, reader, md5 = dataset.raw(folder) / file, torchvision_mnist(), dataset.md5.get(file)
    remedy = _remedy(dataset, folder)
    if not path.is_file():
        raise DataMissing(f"{dataset.title} is missing: {path} does not exist. {remedy}")
    if md5 and not reader.check_integrity(path, md5):
        raise DataMissing(f"{path} is damaged: its md5 is not {md5}. Delete it. {remedy}")
    try:
        found = (reader.read_image_file if "images" in file else reader.read_label_file)(path)
    except (AssertionError, IndexError, KeyError, RuntimeError, TypeError, ValueError) as error:
        raise DataMissing(f"{path} is damaged: it cannot be read. Delete it. {remedy}") from error
    if not len(found) or found.shape[1:] not in ((), (28, 28)):
        raise DataMissing(f"{path} is damaged: it holds something else. Delete it. {remedy}")
    return found


def entry(folder: str | Path, train: int, test: int, name: str = "mnist") -> dict[str, Any]:
    """What a card says of its data: the set, how many pictures of it, and the md5 of the uncompressed files."""
    dataset = DATASETS[name]
    md5 = dataset.md5 or {file: _digest(dataset.raw(folder) / file) for file in MD5}
    return {"name": dataset.title, "train": train, "test": test, "md5": dict(md5)}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, partial(hashlib.md5, usedforsecurity=False)).hexdigest()


def download(folder: str | Path, on_progress: Callable[[float], None] | None = None, name: str = "mnist") -> None:
    """Fetch what `folder` lacks of a data set from torchvision's mirrors, each file whole and verified or not at all.

    `on_progress(share)` hears how much is there, 0 to 1, and may raise to stop. Raises DataMissing, with what to do,
    when no mirror gives the files or they cannot be written. torchvision's own download tells nobody how far it is,
    and takes whatever a mirror sends.
    """
    dataset = DATASETS[name]
    raw, done = dataset.raw(folder), 0

    def tell(size: int, share: float) -> None:
        if on_progress:
            on_progress((done + share * size) / sum(SIZES.values()))

    try:
        raw.mkdir(parents=True, exist_ok=True)
        for packed, md5 in dataset.facts.resources:
            file = packed.removesuffix(".gz")
            if not _is_whole(dataset, folder, file):
                _from_some_mirror(dataset, raw / file, md5, partial(tell, SIZES[file]))
            done += SIZES[file]
            tell(0, 1.0)
    except (OSError, HTTPException) as error:
        raise DataMissing(
            f"{dataset.title} could not be downloaded ({error}). Check the network, or put the four uncompressed files "
            f"into {raw} by hand."
        ) from error


def _is_whole(dataset: Dataset, folder: str | Path, file: str) -> bool:
    try:
        return len(_read(dataset, folder, file)) > 0
    except DataMissing:
        return False


def _from_some_mirror(dataset: Dataset, path: Path, md5: str, tell: Callable[[float], None]) -> None:
    *others, last = dataset.facts.mirrors
    for mirror in others:
        try:
            return _fetch(mirror, path, md5, tell)
        except (OSError, HTTPException):
            continue  # the last one's complaint is the one that is told
    return _fetch(last, path, md5, tell)


def _fetch(mirror: str, path: Path, md5: str, tell: Callable[[float], None]) -> None:
    """The file at `path`, unpacked from the one that a mirror has of it; raises OSError when its md5 is wrong."""
    packed, partial_file = f"{path.name}.gz", path.with_name(f".{path.name}.{os.getpid()}")
    got = 0
    try:
        with urlopen(f"{mirror}{packed}", timeout=PATIENCE) as answer, partial_file.open("wb") as kept:
            expected = answer.length or LARGEST
            while part := answer.read(65_536):
                got += kept.write(part)
                if got > LARGEST:
                    raise OSError(f"{mirror} sent more than {packed} can hold")
                tell(min(1.0, got / expected))
        if not torchvision_mnist().check_integrity(partial_file, md5):
            raise OSError(f"what {mirror} sent for {packed} is damaged: its md5 is not {md5}")
        partial_file.write_bytes(gzip.decompress(partial_file.read_bytes()))
        partial_file.replace(path)
    finally:
        partial_file.unlink(missing_ok=True)


def split(x: Tensor, labels: Tensor) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
    """Training images (N, 1, 28, 28) with their labels, parted by chance: those to train on, and a sixth held out.

    Recipes are compared on the 10,000 of 60,000 that are held out, so that the test images stay unseen until a model is
    measured for its card. The same ones on every machine: NumPy promises that RandomState never draws otherwise.
    """
    order = torch.from_numpy(numpy.random.RandomState(SPLIT_SEED).permutation(len(x)))
    held, kept = order[: len(x) // 6], order[len(x) // 6 :]
    return (x[kept], labels[kept]), (x[held], labels[held])
