"""package and lab.read: a model in a zip comes back as it was."""

import errno
import json
import subprocess
import sys
import tempfile
import tomllib
import zipfile

import pytest
import torch
from app_server import ROOT
from package_data import with_card, zipped

import aemodels
from aemodels import lab, variant_names
from aemodels.evaluation import report
from aemodels.lab import results, sources
from aemodels.store import bundle, pretrained, shipped
from aemodels.support.words import plain

ENTRY = {"name": "stroke digits", "train": 20, "test": 50}


@pytest.fixture
def x():
    return sources.SOURCES["strokes"].sample()[0][:20]


def test_the_door_for_models_is_as_wide_as_the_servers():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert settings["server"]["maxUploadSize"] * 1_000_000 == bundle.LARGEST_ZIP


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
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == sorted("trained" + e for e in bundle.ENDINGS)
    assert torch.equal(aemodels.load(tmp_path / "out" / "trained", "cpu")(x), result.model(x))
    assert pretrained.available(tmp_path / "out") == [result.card]


@pytest.mark.parametrize("name", variant_names())
def test_every_kind_comes_back(name, x, monkeypatch):
    monkeypatch.setattr(report, "NOISE_AMOUNTS", dict.fromkeys(report.NOISE_AMOUNTS, (0.25,)))
    model = lab.build(name, {})
    few, labels = (part[:50] for part in sources.SOURCES["strokes"].sample())
    digits = sources.Digits(x, few, labels, ENTRY)
    made = results.measure(lab.Plan(name, {}), model, digits, 0, 0.0, noise_images=2)
    back = lab.read(made.zip())
    assert back.card == made.card
    assert torch.equal(back.model(x), made.model(x))


@pytest.mark.parametrize("name", [name for name in ("ae", "sparse", "vae", "vae-2d") if name in pretrained.names()])
def test_a_shipped_model_may_be_brought_as_well(name, x):
    files = {ending: (shipped.FOLDER / f"{name}{ending}").read_bytes() for ending in bundle.ENDINGS}
    assert torch.equal(lab.read(bundle.pack(name, files)).model(x), aemodels.load(name, "cpu")(x))


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
        ("<b>bold</b> ![x](http://a/b)", "bbold b x(http: a b)"),
        ("Größe Ω 3", "Größe Ω 3"),
        ("x" * 99, "x" * 40),
    ],
)
def test_titles_are_text_and_nothing_else(result, given, kept):
    assert plain(given, results.TITLE) == kept
    assert result.named(given).card.title == kept
    assert json.loads(result.named(given).files[".json"])["title"] == kept


def test_a_title_of_nothing_changes_nothing(result):
    assert result.named("<>").card.title == result.card.title


def test_a_title_with_marks_in_it_becomes_plain(result):
    assert lab.read(with_card(result, title="![x](http://a) <b>")).card.title == "x(http: a) b"


def test_a_summary_with_marks_in_it_becomes_plain(result):
    back = lab.read(with_card(result, summary="seen [here](http://a) ![x](http://b)"))
    assert back.card.summary == "seen here(http: a) x(http: b)"
    assert json.loads(back.files[".json"])["summary"] == back.card.summary


FULL = """
import resource, sys
import torch
from aemodels import lab, load
from aemodels.lab import sources

resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))  # no file may grow beyond nothing
sources.TEST_STROKES = 100
torch.set_num_threads(1)
plan = lab.Plan("vae", {"hidden": (8,), "code_size": 2}, lab.plan.TrainConfig(epochs=1), "strokes", 250)
queue = lab.Queue(1)
run = queue.start(plan)
assert run.wait(60) and run.status().state == "done", run.status().message
back = lab.read(run.result.zip())
assert back.card == run.result.card
queue.close()
try:
    with open(sys.argv[1], "w") as file:
        file.write("x")
except OSError:
    sys.exit(0)
sys.exit("there was room for a file")
"""


def test_a_full_disk_costs_neither_a_training_nor_an_upload(tmp_path):
    command = [sys.executable, "-B", "-c", FULL, str(tmp_path / "file")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr


def test_no_temporary_file_is_needed(result, x, monkeypatch, tmp_path):
    path = tmp_path / "mine.zip"
    path.write_bytes(result.zip())

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    for name in ("mkstemp", "mkdtemp", "TemporaryFile", "NamedTemporaryFile", "gettempdir"):
        monkeypatch.setattr(tempfile, name, full)
    assert torch.equal(lab.read(result.zip()).model(x), result.model(x))
    assert torch.equal(aemodels.load(path, "cpu")(x), result.model(x))
    digits = sources.Digits(x, *(part[:50] for part in sources.SOURCES["strokes"].sample()), ENTRY)
    plan = lab.Plan("vae", {"hidden": (16,), "code_size": 2})
    assert results.measure(plan, lab.build(plan.variant, plan.config), digits, 0, 0.0).zip()
