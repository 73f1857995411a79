"""The command line with another data set than MNIST: its models are called after it and measured on it alone."""

from dataclasses import replace

import pytest
from dataset_files import write

from aemodels import load
from aemodels.__main__ import main
from aemodels.data.datasets import DATASETS
from aemodels.store import cards, pretrained, shipped
from aemodels.training.recipes import RECIPES

COUNT = 120


@pytest.fixture
def models(tmp_path, monkeypatch):
    """An empty pretrained/; small sets of every kind lie in the data folder, and the plain recipe is a small one."""
    monkeypatch.setenv("AEMODELS_DEVICE", "cpu")
    monkeypatch.setenv("AEMODELS_DATA", str(tmp_path / "data"))
    for seed, dataset in enumerate(DATASETS.values()):
        write(dataset.raw(tmp_path / "data"), COUNT, seed)
    monkeypatch.setattr(shipped, "FOLDER", tmp_path / "models")
    recipe = RECIPES["ae"]
    monkeypatch.setitem(RECIPES, "ae", replace(recipe, config=recipe.config | {"hidden": (16,), "code_size": 4}))
    return tmp_path / "models"


def test_a_model_is_called_after_its_data_set(models, capsys):
    assert main(["train", "ae", "--dataset", "fashion-mnist", "--epochs", "1"]) == 0
    assert {path.name.partition(".")[0] for path in models.iterdir()} == {"ae-fashion-mnist"}
    card = pretrained.card("ae-fashion-mnist")
    assert card.title == f"{RECIPES['ae'].title}, Fashion-MNIST"
    assert (card.data["name"], card.data["train"], card.data["test"]) == ("Fashion-MNIST", COUNT, COUNT)
    assert card.command == "python -m aemodels train ae --data DIR --dataset fashion-mnist --epochs 1 --seed 0"
    assert load("ae-fashion-mnist", "cpu").code_size == 4
    assert "python -m aemodels train ae --data DIR --dataset fashion-mnist" in cards.retrain(card.name)
    before = capsys.readouterr().out
    assert main(["evaluate", "--dataset", "fashion-mnist", "--write"]) == 0
    assert pretrained.card(card.name) == card  # what is measured again is what was measured, under the same words
    assert capsys.readouterr().out.splitlines()[:4] == before.splitlines()[:4]


@pytest.mark.usefixtures("models")
def test_models_of_other_sets_are_left_alone(capsys):
    assert main(["train", "ae", "--dataset", "kmnist", "--epochs", "1"]) == 0
    capsys.readouterr()
    assert main(["evaluate"]) == 1
    assert "no model here was trained on MNIST" in capsys.readouterr().err
    assert main(["evaluate", "ae-kmnist", "--dataset", "fashion-mnist"]) == 0  # one that is named is
    assert main(["evaluate", "ae-kmnist", "--write"]) == 1
    assert "say --dataset kmnist" in capsys.readouterr().err


@pytest.mark.usefixtures("models")
def test_recipes_are_compared_on_the_set_that_is_named(capsys):
    assert main(["train", "ae", "--dataset", "kmnist", "--epochs", "1", "--validate"]) == 0
    assert "ae-kmnist" in capsys.readouterr().out


def test_an_unknown_set_lists_the_known(capsys):
    with pytest.raises(SystemExit):
        main(["evaluate", "--dataset", "nonesuch"])
    error = capsys.readouterr().err
    assert all(name in error for name in DATASETS)


def test_a_set_that_is_not_there_is_told_in_a_sentence(tmp_path, capsys):
    assert main(["train", "ae", "--dataset", "kmnist", "--data", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err.startswith("error: Kuzushiji-MNIST is missing")
