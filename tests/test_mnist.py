"""mnist: found and verified, and when not, told with the path and the way to get it."""

import hashlib

import pytest
import torch

from aemodels import mnist

COUNT = 3


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with tiny files in MNIST's format, and mnist told to expect them."""
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for prefix in mnist.PREFIX.values():
        contents = {
            f"{prefix}-images-idx3-ubyte": bytes(16) + bytes(range(256)) * (COUNT * 784 // 256 + 1),
            f"{prefix}-labels-idx1-ubyte": bytes(8) + bytes([7, 0, 9]),
        }
        for name, content in contents.items():
            content = content[: 16 + COUNT * 784]
            (raw / name).write_bytes(content)
            monkeypatch.setitem(mnist.MD5, name, hashlib.md5(content).hexdigest())
    return tmp_path


@pytest.mark.parametrize("split", ["train", "test"])
def test_files_become_images_and_labels(folder, split):
    x, labels = mnist.load(str(folder), split)
    assert (x.shape, x.dtype) == ((COUNT, 1, 28, 28), torch.float32)
    assert (labels.tolist(), labels.dtype) == ([7, 0, 9], torch.int64)
    assert x[0, 0, 0, :3].tolist() == pytest.approx([0, 1 / 255, 2 / 255])
    assert x[0, 0, 1, 0].item() == pytest.approx(28 / 255)  # row after row
    assert x.max() == 1


@pytest.mark.parametrize("name", list(mnist.MD5))
def test_a_missing_file_is_named_with_its_remedy(folder, name):
    path = folder / "MNIST" / "raw" / name
    path.unlink()
    with pytest.raises(mnist.DataMissing, match="--download") as caught:
        mnist.load(folder, "train" if name.startswith("train") else "test")
    assert str(path) in str(caught.value)
    assert "does not exist" in str(caught.value)


@pytest.mark.parametrize("name", list(mnist.MD5))
@pytest.mark.parametrize("damage", ["changed", "cut", "emptied"])
def test_a_damaged_file_is_named_with_its_remedy(folder, name, damage):
    path = folder / "MNIST" / "raw" / name
    content = path.read_bytes()
    path.write_bytes({"changed": content[:-1] + b"!", "cut": content[:-1], "emptied": b""}[damage])
    with pytest.raises(mnist.DataMissing, match="--download") as caught:
        mnist.load(folder, "train" if name.startswith("train") else "test")
    assert str(path) in str(caught.value)
    assert "damaged" in str(caught.value)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(mnist.DataMissing, match="nowhere"):
        mnist.load(tmp_path / "nowhere", "test")


def test_a_failed_download_says_what_to_do(tmp_path, monkeypatch):
    datasets = pytest.importorskip("torchvision.datasets")

    def fail(*_, **__):
        raise RuntimeError("no route to host")

    monkeypatch.setattr(datasets, "MNIST", fail)
    with pytest.raises(mnist.DataMissing, match="no route to host") as caught:
        mnist.download(tmp_path)
    assert str(tmp_path / "MNIST" / "raw") in str(caught.value)


@pytest.mark.parametrize(("split", "count", "ones"), [("train", 60_000, 6742), ("test", 10_000, 1135)])
def test_the_real_data_set(mnist_folder, split, count, ones):
    x, labels = mnist.load(mnist_folder, split)
    assert x.shape == (count, 1, 28, 28)
    assert labels.shape == (count,)
    assert (x.min(), x.max()) == (0, 1)
    assert x.mean().item() == pytest.approx(0.1307, abs=0.003)
    assert labels.unique().tolist() == list(range(10))
    assert (labels == 1).sum() == ones
