"""pretrained: every way in which files can be wrong ends in one sentence with the file and the remedy."""

import hashlib
import json
import pickle

import pytest
import torch
from package_data import sealed
from safetensors.torch import save as to_bytes

from aemodels import PretrainedError, create, load
from aemodels.evaluation.report import statistics
from aemodels.store import pretrained

REMEDY = "python -m aemodels train tiny"


@pytest.fixture
def folder(tmp_path, digits):
    """A folder with one small model, "tiny"."""
    model = create("autoencoder", code_size=3, hidden=(8,)).eval()
    entries = ("title", "summary", "command", "git_commit")
    about = dict.fromkeys(entries, "text") | {"name": "tiny", "data": {}, "seed": 0, "epochs": 1, "seconds": 1.0}
    pretrained.save(model, about | {"metrics": {}}, statistics(model, *digits), tmp_path)
    load("tiny", "cpu", tmp_path)
    return tmp_path


def change_card(folder, **entries):
    path = folder / "tiny.json"
    path.write_bytes(sealed(json.loads(path.read_text()) | entries))


def put_weights(folder, content):
    """Other weights under a card that vouches for them, so that the check after the sha256 has to find out."""
    (folder / "tiny.safetensors").write_bytes(content)
    vouched = json.loads((folder / "tiny.json").read_text())["sha256"]
    change_card(folder, sha256=vouched | {".safetensors": hashlib.sha256(content).hexdigest()})


def complaint(folder, file, read=load):
    """What the PretrainedError says, after checking that it names `file` and the remedy."""
    with pytest.raises(PretrainedError) as caught:
        read("tiny", folder=folder)
    text = str(caught.value)
    assert str(folder / file) in text
    assert REMEDY in text
    return text


@pytest.mark.parametrize("file", ["tiny.json", "tiny.safetensors"])
def test_a_missing_file(folder, file):
    (folder / file).unlink()
    assert "does not exist" in complaint(folder, file)


def test_missing_and_truncated_statistics(folder):
    path = folder / "tiny.stats.safetensors"
    path.write_bytes(path.read_bytes()[:-10])
    assert "sha256" in complaint(folder, path.name, pretrained.load_statistics)
    path.unlink()
    assert "does not exist" in complaint(folder, path.name, pretrained.load_statistics)


@pytest.mark.parametrize("file", ["tiny.json", "tiny.safetensors"])
def test_a_folder_in_the_place_of_a_file(folder, file):
    (folder / file).unlink()
    (folder / file).mkdir()
    complaint(folder, file)


@pytest.mark.parametrize("keep", [0, 5, 100, -1])
def test_truncated_weights(folder, keep):
    path = folder / "tiny.safetensors"
    content = path.read_bytes()[:keep]
    path.write_bytes(content)
    assert "sha256" in complaint(folder, path.name)
    put_weights(folder, content)
    assert "not a safetensors file" in complaint(folder, path.name)


def test_one_changed_byte(folder):
    path = folder / "tiny.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert "sha256" in complaint(folder, path.name)


def test_weights_of_another_size(folder):
    other = create("autoencoder", code_size=4, hidden=(8,)).state_dict()
    put_weights(folder, to_bytes({key: value.half() for key, value in other.items()}))
    assert "does not fit" in complaint(folder, "tiny.safetensors")


@pytest.mark.parametrize("change", ["fewer", "more", "other"])
def test_weights_of_another_kind(folder, change):
    weights = create("autoencoder", code_size=3, hidden=(8,)).state_dict()
    if change == "fewer":
        weights.popitem()
    elif change == "more":
        weights["intruder"] = torch.zeros(1)
    else:
        weights = {"blue": torch.zeros(3)}
    put_weights(folder, to_bytes(weights))
    assert "does not fit" in complaint(folder, "tiny.safetensors")


def test_a_pickle_is_never_opened(folder, tmp_path):
    class Bomb:
        def __reduce__(self):
            return (tmp_path.joinpath("opened").write_text, ("bang",))

    put_weights(folder, pickle.dumps(Bomb()))
    assert "not a safetensors file" in complaint(folder, "tiny.safetensors")
    assert not (tmp_path / "opened").exists()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"weights"])
def test_a_card_that_is_no_json(folder, content):
    (folder / "tiny.json").write_bytes(content)
    assert "no JSON" in complaint(folder, "tiny.json")


@pytest.mark.parametrize("content", ["[]", "3", "null", "{}", '{"format": 99}'])
def test_a_card_of_another_format(folder, content):
    (folder / "tiny.json").write_text(content)
    assert "format" in complaint(folder, "tiny.json")


def test_a_card_with_missing_and_unknown_entries(folder):
    path = folder / "tiny.json"
    card = json.loads(path.read_text())
    del card["variant"], card["sha256"]
    path.write_text(json.dumps(card | {"colour": "blue"}))
    text = complaint(folder, path.name)
    assert all(word in text for word in ("variant", "sha256", "colour"))


def test_an_unknown_variant_lists_the_known(folder):
    change_card(folder, variant="nonesuch")
    text = complaint(folder, "tiny.json")
    assert "nonesuch" in text
    assert "autoencoder" in text


@pytest.mark.parametrize(
    "config",
    [
        {"no_such_choice": 1},
        {"activation": "loud"},
        {"hidden": "wide"},
        {"hidden": []},
        {"hidden": [-8]},
        {"code_size": "3"},
        {"code_size": -3},
        {"code_size": None},
        [],
        None,
    ],
    ids=str,
)
def test_a_configuration_that_cannot_be_built(folder, config):
    change_card(folder, config=config)
    complaint(folder, "tiny.json")
