"""mnist: found and verified, and when not, told with the path and the way to get it."""

import gzip
import hashlib

import pytest
import torch
from dataset_files import images, labels, pack
from dataset_files import mirror as serving

from aemodels.data import mnist

COUNT = 3
FACTS = mnist.DATASETS["mnist"].facts


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with tiny files in MNIST's format, and mnist told to expect them."""
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for prefix in mnist.PREFIX.values():
        pixels = (bytes(range(256)) * (COUNT * 784 // 256 + 1))[: COUNT * 784]
        contents = {
            f"{prefix}-images-idx3-ubyte": images(pixels),
            f"{prefix}-labels-idx1-ubyte": labels(bytes([7, 0, 9])),
        }
        for name, content in contents.items():
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


@pytest.fixture
def mirror(folder, tmp_path, monkeypatch):
    """The folder of a server that has the tiny files, compressed; torchvision is told of it and of their md5."""
    store = tmp_path / "store"
    pack(folder / "MNIST" / "raw", store)
    known = [(f"{name}.gz", hashlib.md5((store / f"{name}.gz").read_bytes()).hexdigest()) for name in mnist.MD5]
    monkeypatch.setattr(FACTS, "resources", known)
    with serving(store) as here:
        monkeypatch.setattr(FACTS, "mirrors", [f"{here}nothing-here/", here])
        yield store


def test_a_download_falls_back_to_the_next_mirror_and_tells_how_far_it_is(folder, mirror, tmp_path):
    shares = []
    assert not mnist.present(tmp_path / "new")
    mnist.download(tmp_path / "new", shares.append)
    assert mnist.present(tmp_path / "new")
    for part, old in zip(mnist.load(tmp_path / "new", "train"), mnist.load(folder, "train"), strict=True):
        assert torch.equal(part, old)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    (mirror / "t10k-labels-idx1-ubyte.gz").unlink()
    mnist.download(tmp_path / "new")  # what is there is not asked for again


OTHERS = [gzip.compress(content, mtime=0) for content in (b"other bytes", bytes(70_000_000))]


@pytest.mark.parametrize("damage", [b"no gzip at all", *OTHERS])
def test_a_damaged_download_leaves_nothing(folder, mirror, tmp_path, damage):  # noqa: ARG001 folder sets the md5
    name = next(iter(mnist.MD5))
    (mirror / f"{name}.gz").write_bytes(damage)
    with pytest.raises(mnist.DataMissing, match=name):
        mnist.download(tmp_path / "new")
    assert list((tmp_path / "new" / "MNIST" / "raw").iterdir()) == []


def test_a_failed_download_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(mnist.DATASETS["mnist"].facts, "mirrors", ["http://127.0.0.1:9/"])  # where nothing listens
    with pytest.raises(mnist.DataMissing, match="Check the network") as caught:
        mnist.download(tmp_path)
    assert str(tmp_path / "MNIST" / "raw") in str(caught.value)


@pytest.mark.parametrize("split", ["train", "test"])
def test_the_first_images_can_be_had_alone(folder, split):
    x, labels = mnist.load(folder, split, 2)
    assert torch.equal(x, mnist.load(folder, split)[0][:2])
    assert labels.tolist() == [7, 0]


def test_a_sixth_is_held_out_and_nothing_is_on_both_sides():
    """Each image is its own number, told by its pixels."""
    x = torch.arange(60_000.0).reshape(-1, 1, 1, 1).expand(-1, 1, 28, 28)
    (kept, kept_labels), (held, held_labels) = mnist.split(x, torch.arange(60_000))
    assert (len(kept), len(held)) == (50_000, 10_000)
    assert torch.equal(torch.cat([kept_labels, held_labels]).sort().values, torch.arange(60_000))
    assert torch.equal(kept[:, 0, 0, 0].long(), kept_labels)
    assert torch.equal(held[:, 0, 0, 0].long(), held_labels)
    assert held_labels[:5].tolist() == [3048, 19563, 58303, 8870, 40228]  # on every machine, today and tomorrow
    assert 29_000 < held_labels.float().mean() < 31_000


def test_real_images_are_not_on_both_sides(mnist_folder):
    (kept, _), (held, labels) = mnist.split(*mnist.load(mnist_folder, "train"))
    told = {image.numpy().tobytes() for image in kept}
    assert len(told) == 50_000  # no two alike
    assert not told & {image.numpy().tobytes() for image in held}
    assert labels.bincount().min() > 850


@pytest.mark.parametrize(("split", "count", "ones"), [("train", 60_000, 6742), ("test", 10_000, 1135)])
def test_the_real_data_set(mnist_folder, split, count, ones):
    x, labels = mnist.load(mnist_folder, split)
    assert x.shape == (count, 1, 28, 28)
    assert labels.shape == (count,)
    assert (x.min(), x.max()) == (0, 1)
    assert x.mean().item() == pytest.approx(0.1307, abs=0.003)
    assert labels.unique().tolist() == list(range(10))
    assert (labels == 1).sum() == ones
