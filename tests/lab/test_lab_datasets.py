"""lab: a plan can name any of the data sets, and its model says of which one it is wherever it goes."""

from dataclasses import replace

import pytest
from dataset_files import write
from lab_data import SMALL, finished, until

import aemodels
from aemodels import lab
from aemodels.data.datasets import DATASETS, of_card
from aemodels.lab import truth

OTHERS = [name for name in DATASETS if name != "mnist"]
COUNT = 250


@pytest.fixture
def at_hand(tmp_path, monkeypatch):
    """A folder of data with small sets of every kind but MNIST."""
    monkeypatch.setenv("AEMODELS_DATA", str(tmp_path))
    for name in OTHERS:
        write(DATASETS[name].raw(tmp_path), COUNT)
    return tmp_path


@pytest.mark.usefixtures("at_hand")
def test_the_sources_that_are_at_hand_say_so():
    assert [name for name, one in lab.SOURCES.items() if one.here()] == [*OTHERS, "strokes"]


@pytest.mark.parametrize("name", lab.SOURCES)
def test_every_source_has_ten_classes(name):
    assert len(lab.SOURCES[name].classes()) == 10


@pytest.mark.usefixtures("at_hand")
@pytest.mark.parametrize("name", OTHERS)
def test_a_model_goes_on_saying_what_it_was_trained_on(queue, tmp_path, name):
    dataset = DATASETS[name]
    result = finished(queue, replace(SMALL, source=name)).result.named("Mine").called("mine")
    assert result.card.summary == f"trained here on {COUNT} {dataset.title} {dataset.pictures}"
    assert (result.card.data["train"], result.card.data["test"]) == (COUNT, COUNT)
    back = lab.read(result.zip())
    assert back.card.data == result.card.data
    assert of_card(back.card.data) is dataset
    assert back.card.summary == result.card.summary
    (tmp_path / "mine.zip").write_bytes(result.zip())
    assert aemodels.load(tmp_path / "mine.zip", "cpu").code_size == 2


@pytest.mark.parametrize("name", OTHERS)
def test_a_set_that_is_missing_is_told_by_its_name(queue, monkeypatch, tmp_path, name):
    monkeypatch.setenv("AEMODELS_DATA", str(tmp_path))
    status = finished(queue, replace(SMALL, source=name)).status()
    assert (status.state, status.message.partition(" is missing")[0]) == ("failed", DATASETS[name].title)


@pytest.mark.parametrize("name", OTHERS)
def test_a_download_is_of_the_set_that_was_asked_for(monkeypatch, tmp_path, name):
    monkeypatch.setenv("AEMODELS_DATA", str(tmp_path))
    monkeypatch.setattr(DATASETS[name].facts, "mirrors", ["http://127.0.0.1:9/"])  # where nothing listens
    download = lab.Download()
    download.start(name)
    until(lambda: download.share is None, "the end of the download")
    assert download.problem.startswith(f"{DATASETS[name].title} could not be downloaded")


@pytest.mark.parametrize("option", ["", " --dataset kmnist"])
def test_the_command_of_an_uploaded_card_is_shown_with_its_set(result, option):
    command = f"python -m aemodels train ae --data DIR{option} --epochs 1 --seed 0"
    assert truth.shown(replace(result.card, command=command)).command == command
    assert truth.shown(replace(result.card, command=f"{command} --dataset x; ls")).command == "unknown"
