"""package and lab.read: what a stranger made of a zip does no harm."""

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest
import torch
from package_data import with_card, with_file, with_statistics, with_weights, zipped
from safetensors.torch import load as tensors

from aemodels import lab
from aemodels.store import bundle
from aemodels.store.bundle import BadPackage


def refused(content, match="."):
    with pytest.raises(BadPackage, match=match) as caught:
        lab.read(content)
    told = str(caught.value)
    assert told.endswith(".")
    assert "/tmp" not in told
    assert "python -m" not in told
    assert len(told) < 400


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all", bytes(1000)])
def test_what_is_no_zip_is_refused(content):
    refused(content, "no zip")


def test_half_a_zip_is_refused(result):
    refused(result.zip()[: len(result.zip()) // 2])


@pytest.mark.parametrize("place", range(0, 4000, 97))
def test_a_zip_with_a_wrong_byte_is_refused_or_whole(result, place):
    content = bytearray(result.zip())
    content[-place - 1] ^= 0xFF
    try:
        weights = lab.read(bytes(content)).files[".safetensors"]
    except BadPackage:
        return
    assert weights == result.files[".safetensors"]


PATHS = [
    "../trained",
    "/etc/trained",
    "a/trained",
    "..\\trained",
    "C:trained",
    ".trained",
    "Trained",
    "t" * 41,
]


@pytest.mark.parametrize("name", PATHS)
def test_path_tricks_are_refused_and_nothing_is_written(result, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused(zipped({name + ending: part for ending, part in result.files.items()}))
    assert not list(Path(tmp_path).rglob("*"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("extra", ["more.txt", "trained.pkl", "other.json", "trained.json", "folder/"])
def test_only_the_three_files_may_be_there(result, extra):
    content = io.BytesIO(zipped(result.files))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(extra, b"x")
    refused(content.getvalue(), "three files")


@pytest.mark.parametrize("missing", bundle.ENDINGS)
def test_all_three_files_must_be_there(result, missing):
    refused(zipped({ending: part for ending, part in result.files.items() if ending != missing}), "three files")


def test_a_link_is_read_as_the_bytes_it_is(result):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for ending, part in result.files.items():
            entry = zipfile.ZipInfo("trained" + ending)
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(entry, b"/etc/passwd" if ending == ".safetensors" else part)
    refused(content.getvalue(), "damaged")


@pytest.mark.parametrize("ending", bundle.ENDINGS)
def test_a_zip_bomb_is_refused_by_its_header(result, ending):
    bomb = bytes(bundle.LARGEST[ending] + 1)
    refused(zipped(result.files | {ending: bomb}, compression=zipfile.ZIP_DEFLATED), "would unpack to more")


def test_a_zip_bomb_that_lies_about_its_size_is_refused(result):
    bomb = zipped(result.files | {".json": bytes(9_000_000)}, compression=zipfile.ZIP_DEFLATED)
    lying = bomb.replace(struct.pack("<L", 9_000_000), struct.pack("<L", 500))
    assert lying != bomb
    refused(lying)


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch, result):
    monkeypatch.setattr(bundle, "LARGEST_ZIP", 100)
    refused(result.zip(), "larger")


def test_an_encrypted_zip_is_refused(result):
    content = bytearray(zipped(result.files))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(signature)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(signature, start + 4)
    refused(bytes(content), "encrypted")


CARDS = {
    "another format": {"format": 99},
    "an entry too many": {"magic": 1},
    "a title that is a list": {"title": ["a"]},
    "no title": {"title": " "},
    "a name that is not the file's": {"name": "vae"},
    "an endless summary": {"summary": "x" * 10_000},
    "an unknown kind": {"variant": "os.system"},
    "a kind that is a list": {"variant": ["vae"]},
    "a network too large": {"config": {"hidden": [2000, 2000, 2000, 2000], "code_size": 784}},
    "an endless network": {"config": {"hidden": [10**12]}},
    "a configuration of a text": {"config": "x"},
    "another code size": {"code_size": 3},
    "not generative": {"generative": False},
    "fewer parameters": {"parameters": 1},
    "a hash that is wrong": {"sha256": {".safetensors": "0" * 64}},
    "a hash of another type": {"sha256": "0" * 64},
    "no hash that is a text": {"sha256": {".safetensors": [], ".stats.safetensors": 1}},
    "no figures": {"metrics": {}},
    "figures of text": {"metrics": {"squared_error": "<b>"}},
    "a figure that is none": {"metrics": {"squared_error": float("nan")}},
    "seconds of text": {"seconds": "long"},
    "a seed that is a text": {"seed": "1"},
}


@pytest.mark.parametrize("what", CARDS)
def test_a_card_that_cannot_be_is_refused(result, what):
    refused(with_card(result, **CARDS[what]))


@pytest.mark.parametrize("text", [b"{", b"[]", b"[" * 60_000, b'{"a":' * 5_000, b"\xff\xfe", b"null"])
def test_a_card_that_is_no_card_is_refused(result, text):
    refused(zipped(result.files | {".json": text}))


def test_weights_of_other_shapes_are_refused(result):
    weights = tensors(result.files[".safetensors"])
    key = next(iter(weights))
    refused(with_weights(result, weights | {key: weights[key][:-1].contiguous()}), "does not fit")
    refused(with_weights(result, {name: value for name, value in weights.items() if name != key}), "does not fit")
    refused(with_weights(result, weights | {"more": torch.zeros(3)}), "does not fit")


def test_weights_that_are_no_numbers_are_refused(result):
    weights = tensors(result.files[".safetensors"])
    key = next(iter(weights))
    refused(with_weights(result, weights | {key: torch.full_like(weights[key], float("nan"))}), "numbers")


def test_a_pickle_is_never_opened(result, tmp_path):
    class Trap:
        def __reduce__(self):
            return (open, (str(tmp_path / "opened"), "w"))

    content = io.BytesIO()
    torch.save({"weight": Trap()}, content)
    for ending in (".safetensors", ".stats.safetensors"):
        refused(with_file(result, ending, content.getvalue()), "not a safetensors file")
    assert not (tmp_path / "opened").exists()


STATISTICS = {
    "no codes": {"codes": None},
    "codes of another size": {"codes": torch.zeros(250, 3).half()},
    "codes of fewer digits": {"codes": torch.zeros(9, 2).half()},
    "codes that are no numbers": {"codes": torch.full((250, 2), float("nan")).half()},
    "codes of another type": {"codes": torch.zeros(250, 2)},
    "labels that are no digits": {"labels": torch.full((250,), 10, dtype=torch.uint8)},
    "quantiles of another length": {"error_quantiles": torch.zeros(7)},
    "curves of another length": {"noise_psnr/gaussian": torch.zeros(2)},
    "a layer that is missing": {"fine/hidden 1": None},
    "a layer that does not exist": {"fine/<b>": torch.zeros(1)},
    "an empty histogram": {"fine/code": torch.zeros(0, dtype=torch.int32)},
    "a histogram of too many": {"fine/code": torch.full((3,), 10**6, dtype=torch.int32)},
    "a histogram far away": {"fine_first/code": torch.tensor([10**9], dtype=torch.int32)},
    "a digit that is not there": {"top/code": torch.full((2, 8), 250, dtype=torch.int16)},
}


@pytest.mark.parametrize("what", STATISTICS)
def test_statistics_that_pages_could_not_show_are_refused(result, what):
    refused(with_statistics(result, **STATISTICS[what]), "statistics|stats")


LAW = {"law/1/weights": torch.ones(1), "law/1/means": torch.zeros(1, 2), "law/1/roots": torch.eye(2)[None]}


@pytest.mark.parametrize(
    "changes",
    [
        {"law/1/weights": torch.zeros(1)},
        {"law/1/weights": -torch.ones(1)},
        {"law/1/roots": torch.zeros(1, 2, 2)},
        {"law/1/roots": torch.ones(1, 2, 2)},
    ],
)
def test_laws_that_are_none_are_refused(result, changes):
    assert set(LAW) <= set(lab.read(with_statistics(result, **LAW)).statistics)
    refused(with_statistics(result, **LAW | changes), "laws")
