"""package and lab.read: a model in a zip comes back as it was, and what a stranger made of a zip does no harm."""

import hashlib
import io
import json
import stat
import struct
import zipfile
from pathlib import Path

import pytest
import torch
from safetensors.torch import load as tensors
from safetensors.torch import save as tensors_to_bytes

import aemodels
from aemodels import evaluation, lab, package, pretrained, variant_names
from aemodels.lab import results, sources
from aemodels.package import BadPackage
from aemodels.training import TrainConfig

PLAN = lab.Plan("vae", {"hidden": (16,), "code_size": 2}, TrainConfig(epochs=1, batch_size=64), "strokes", 250)


ENTRY = {"name": "stroke digits", "train": 20, "test": 250}


@pytest.fixture(scope="module")
def result():
    """A small trained model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "TEST_STROKES", 250)
        queue = lab.Queue(1)
        run = queue.start(PLAN)
        assert run.wait(60)
    return run.result.named("Mine (2)")


@pytest.fixture
def x():
    return sources.SOURCES["strokes"].sample()[0][:20]


def zipped(files, name="trained", **kind):
    """A zip of files by ending, or by whole name where the key holds a dot before its ending."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", **kind) as archive:
        for ending, part in files.items():
            archive.writestr(name + ending if ending in package.ENDINGS else ending, part)
    return content.getvalue()


def with_card(result, **changes):
    card = json.loads(result.files[".json"]) | changes
    return zipped(result.files | {".json": json.dumps(card).encode()})


def with_weights(result, weights):
    content = tensors_to_bytes(weights)
    card = json.loads(result.files[".json"]) | {"sha256": hashlib.sha256(content).hexdigest()}
    return zipped(result.files | {".json": json.dumps(card).encode(), ".safetensors": content})


def with_statistics(result, **changes):
    found = tensors(result.files[".stats.safetensors"]) | changes
    kept = {key: value for key, value in found.items() if value is not None}
    return zipped(result.files | {".stats.safetensors": tensors_to_bytes(kept)})


def test_a_model_comes_back_as_it_went(result, x):
    back = lab.read(result.zip())
    assert back.card == result.card
    assert back.card.title == "Mine (2)"
    assert torch.equal(back.model(x), result.model(x))
    assert back.statistics.keys() == result.statistics.keys()
    assert all(torch.equal(value, back.statistics[key]) for key, value in result.statistics.items())
    assert back.zip() == result.zip()


def test_the_library_loads_the_zip_and_the_unpacked_files(result, x, tmp_path):
    path = tmp_path / "mine.zip"
    path.write_bytes(result.zip())
    assert torch.equal(aemodels.load(path, "cpu")(x), result.model(x))
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == sorted("trained" + e for e in package.ENDINGS)
    assert torch.equal(aemodels.load(tmp_path / "out" / "trained", "cpu")(x), result.model(x))
    assert pretrained.available(tmp_path / "out") == [result.card]


@pytest.mark.parametrize("name", variant_names())
def test_every_kind_comes_back(name, x, monkeypatch):
    monkeypatch.setattr(results, "NOISE_IMAGES", 2)
    monkeypatch.setattr(evaluation, "NOISE_AMOUNTS", dict.fromkeys(evaluation.NOISE_AMOUNTS, (0.25,)))
    model = lab.build(name, {})
    digits = sources.Digits(x, sources.SOURCES["strokes"].sample()[0], sources.SOURCES["strokes"].sample()[1], ENTRY)
    made = results.measure(lab.Plan(name, {}), model, digits, 0, 0.0)
    back = lab.read(made.zip())
    assert back.card == made.card
    assert torch.equal(back.model(x), made.model(x))


@pytest.mark.parametrize("name", [name for name in ("ae", "sparse", "vae", "vae-2d") if name in pretrained.names()])
def test_a_shipped_model_may_be_brought_as_well(name, x):
    files = {ending: (pretrained.FOLDER / f"{name}{ending}").read_bytes() for ending in package.ENDINGS}
    assert torch.equal(lab.read(package.pack(name, files)).model(x), aemodels.load(name, "cpu")(x))


def test_a_damaged_zip_on_disk_is_named(result, tmp_path):
    path = tmp_path / "mine.zip"
    path.write_bytes(zipped(result.files | {".safetensors": result.files[".safetensors"][:-1] + b"!"}))
    with pytest.raises(aemodels.PretrainedError, match=r"mine\.zip.*damaged.*Download it again"):
        aemodels.load(path, "cpu")
    path.write_bytes(b"no zip")
    with pytest.raises(aemodels.PretrainedError, match=r"mine\.zip is not a model"):
        aemodels.load(path, "cpu")
    with pytest.raises(aemodels.PretrainedError, match="cannot be read"):
        aemodels.load(tmp_path / "none.zip", "cpu")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  My   model ", "My model"),
        ("<b>bold</b> ![x](http://a/b)", "bboldb x(httpab)".replace("http", "http:")),
        ("Größe Ω 3", "Größe Ω 3"),
        ("x" * 99, "x" * 40),
    ],
)
def test_titles_are_text_and_nothing_else(result, given, kept):
    assert results.plain(given) == kept
    assert result.named(given).card.title == kept
    assert json.loads(result.named(given).files[".json"])["title"] == kept


def test_a_title_of_nothing_changes_nothing(result):
    assert result.named("<>").card.title == result.card.title


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


@pytest.mark.parametrize("missing", package.ENDINGS)
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


@pytest.mark.parametrize("ending", package.ENDINGS)
def test_a_zip_bomb_is_refused_by_its_header(result, ending):
    bomb = bytes(package.LARGEST[ending] + 1)
    refused(zipped(result.files | {ending: bomb}, compression=zipfile.ZIP_DEFLATED), "would unpack to more")


def test_a_zip_bomb_that_lies_about_its_size_is_refused(result):
    bomb = zipped(result.files | {".json": bytes(9_000_000)}, compression=zipfile.ZIP_DEFLATED)
    lying = bomb.replace(struct.pack("<L", 9_000_000), struct.pack("<L", 500))
    assert lying != bomb
    refused(lying)


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch, result):
    monkeypatch.setattr(package, "LARGEST_ZIP", 100)
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
    "a hash that is wrong": {"sha256": "0" * 64},
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


def test_a_title_with_marks_in_it_becomes_plain(result):
    assert lab.read(with_card(result, title="![x](http://a) <b>")).card.title == "x(http:a) b"


def test_a_summary_with_marks_in_it_becomes_plain(result):
    back = lab.read(with_card(result, summary="seen [here](http://a) ![x](http://b)"))
    assert back.card.summary == "seen here(http:a) x(http:b)"
    assert json.loads(back.files[".json"])["summary"] == back.card.summary


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
        card = json.loads(result.files[".json"]) | {"sha256": hashlib.sha256(content.getvalue()).hexdigest()}
        forged = result.files | {".json": json.dumps(card).encode(), ending: content.getvalue()}
        refused(zipped(forged), "." if ending != ".safetensors" else "not a safetensors file")
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
