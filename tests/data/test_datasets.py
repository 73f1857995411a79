"""datasets: torchvision's other sets in MNIST's form are found, read and fetched as MNIST is."""

import hashlib

import pytest
import torch
from dataset_files import images, labels, mirror, pack, write

from aemodels.data import datasets, mnist
from aemodels.data.datasets import DATASETS, of_card, of_model

COUNT = 20
OTHERS = [name for name in DATASETS if name != "mnist"]
each = pytest.mark.parametrize("name", OTHERS)


@pytest.fixture
def raw(tmp_path, name):
    """Where a tiny data set lies, in `tmp_path`."""
    raw = DATASETS[name].raw(tmp_path)
    write(raw, COUNT)
    return raw


@each
@pytest.mark.parametrize("split", ["train", "test"])
def test_files_become_images_and_labels(raw, tmp_path, name, split):
    x, y = mnist.load(tmp_path, split, name=name)
    assert (x.shape, x.dtype, y.dtype) == ((COUNT, 1, 28, 28), torch.float32, torch.int64)
    assert y.tolist() == [i % 10 for i in range(COUNT)]
    stored = (raw / f"{mnist.PREFIX[split]}-images-idx3-ubyte").read_bytes()[16:]
    assert x.mul(255).round().byte().numpy().tobytes() == stored
    few, known = mnist.load(tmp_path, split, 3, name)
    assert torch.equal(few, x[:3])
    assert torch.equal(known, y[:3])


@each
@pytest.mark.usefixtures("raw")
def test_one_set_is_not_taken_for_another(tmp_path, name):
    assert [one for one in DATASETS if mnist.present(tmp_path, one)] == [name]
    for other in DATASETS.keys() - {name}:
        with pytest.raises(mnist.DataMissing, match=f"{DATASETS[other].title} is missing"):
            mnist.load(tmp_path, "test", name=other)


GOOD = images(bytes(COUNT * 784))
DAMAGES = {
    "cut": GOOD[:-1],
    "emptied": b"",
    "no header": GOOD[16:],
    "wrong type": b"\0\0\x0d" + GOOD[3:],
    "other sides": GOOD[:8] + (14).to_bytes(4, "big") + (56).to_bytes(4, "big") + GOOD[16:],
    "huge": GOOD[:4] + b"\xff" * 12 + GOOD[16:],
    "none": images(b""),
    "labels": labels(bytes(COUNT)),
}


@each
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_named_with_its_remedy(raw, tmp_path, name, damage):
    path = raw / "t10k-images-idx3-ubyte"
    path.write_bytes(DAMAGES[damage])
    with pytest.raises(mnist.DataMissing, match="--download") as caught:
        mnist.load(tmp_path, "test", name=name)
    assert f"{path} is damaged" in str(caught.value)
    assert DATASETS[name].title in str(caught.value)


@each
@pytest.mark.parametrize("values", [bytes(COUNT - 1), bytes([10] * COUNT)])
def test_labels_that_are_not_those_of_the_images(raw, tmp_path, name, values):
    (raw / "t10k-labels-idx1-ubyte").write_bytes(labels(values))
    with pytest.raises(mnist.DataMissing, match="do not belong together"):
        mnist.load(tmp_path, "test", name=name)


@each
def test_a_download_brings_whole_files_and_tells_how_far_it_is(raw, tmp_path, name, monkeypatch):
    pack(raw, tmp_path / "store")
    packed = [f"{file}.gz" for file in mnist.MD5]
    known = [(file, hashlib.md5((tmp_path / "store" / file).read_bytes()).hexdigest()) for file in packed]
    shares = []
    with mirror(tmp_path / "store") as here:
        monkeypatch.setattr(DATASETS[name].facts, "mirrors", [here])
        monkeypatch.setattr(DATASETS[name].facts, "resources", known)
        mnist.download(tmp_path / "new", shares.append, name)
    fetched = DATASETS[name].raw(tmp_path / "new")
    assert {path.name for path in fetched.iterdir()} == set(mnist.MD5)
    assert all((fetched / file).read_bytes() == (raw / file).read_bytes() for file in mnist.MD5)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    mnist.download(tmp_path / "new", name=name)  # what is there is asked of nobody: the mirror has gone


@each
def test_what_is_not_what_torchvision_knows_is_refused(raw, tmp_path, name, monkeypatch):
    """Only the address is another; the md5 are those of the real files, which these are not."""
    pack(raw, tmp_path / "store")
    with mirror(tmp_path / "store") as here:
        monkeypatch.setattr(DATASETS[name].facts, "mirrors", [here])
        with pytest.raises(mnist.DataMissing, match="md5") as caught:
            mnist.download(tmp_path / "new", name=name)
    assert str(caught.value).startswith(f"{DATASETS[name].title} could not be downloaded")
    assert list(DATASETS[name].raw(tmp_path / "new").iterdir()) == []


@each
def test_a_card_says_which_set_and_which_files(raw, tmp_path, name):
    said = mnist.entry(tmp_path, 15, 5, name)
    assert (said["name"], said["train"], said["test"]) == (DATASETS[name].title, 15, 5)
    assert said["md5"] == {path.name: hashlib.md5(path.read_bytes()).hexdigest() for path in raw.iterdir()}
    assert of_card(said) is DATASETS[name]


def test_a_card_that_names_no_set_is_mnists():
    assert of_card({}) is of_card({"name": "MNIST"}) is DATASETS["mnist"]
    assert of_card({"name": "stroke digits"}) is None


@pytest.mark.parametrize("name", DATASETS)
def test_a_models_name_tells_its_set(name):
    assert of_model(DATASETS[name].model("beta-vae")) == ("beta-vae", DATASETS[name])


def test_what_ten_labels_are_called():
    assert DATASETS["mnist"].classes == tuple("0123456789")
    assert DATASETS["fashion-mnist"].classes[::9] == ("T-shirt/top", "Ankle boot")
    assert all(len(set(dataset.classes)) == 10 for dataset in DATASETS.values())


def test_without_torchvision_it_says_so(monkeypatch):
    monkeypatch.setattr(datasets, "find_spec", lambda _: None)
    with pytest.raises(ModuleNotFoundError, match="pip install"):
        datasets.torchvision_mnist()
