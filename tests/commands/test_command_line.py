"""The command line, with stroke digits in the place of MNIST and trainings of an epoch."""

import json
import subprocess
import sys
from dataclasses import replace
from functools import partial

import pytest
import torch
from app_server import ROOT
from package_data import sealed

from aemodels import __main__ as command_line
from aemodels import load
from aemodels.__main__ import main
from aemodels.data import mnist
from aemodels.evaluation import report
from aemodels.store import pretrained, shipped
from aemodels.training import classification
from aemodels.training.recipes import RECIPES

TINY = {"hidden": (16,), "code_size": 4}


def status(*arguments):
    """The exit status, whether main returns it or argparse raises it."""
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as end:
        return end.code


def configuration(recipe):
    return command_line.create(recipe.variant, **recipe.config).config


@pytest.fixture(autouse=True)
def small_world(tmp_path, monkeypatch, digits):
    """Stroke digits for MNIST, small networks, and a pretrained/ of the test's own, which it returns."""
    monkeypatch.setenv("AEMODELS_DEVICE", "cpu")
    monkeypatch.setattr(mnist, "load", lambda _folder, _split, **_: digits)
    monkeypatch.setattr(shipped, "FOLDER", tmp_path / "models")
    for name, recipe in RECIPES.items():
        if {"hidden", "code_size"} <= set(vars(configuration(recipe))):
            monkeypatch.setitem(RECIPES, name, replace(recipe, config=recipe.config | TINY))
    return tmp_path / "models"


def only_training_images(digits, _folder, split, **_):
    assert split == "train", "it read the test images"
    return digits


def interrupt(*_, **__):
    raise KeyboardInterrupt


def test_train_writes_three_files_and_prints_a_table(small_world, capsys):
    assert status("train", "vae", "--epochs", 1, "--seed", 3) == 0
    assert {path.name for path in small_world.iterdir()} == {"vae.json", "vae.safetensors", "vae.stats.safetensors"}
    card = pretrained.card("vae")
    assert (card.seed, card.epochs, card.variant, card.title) == (3, 1, "vae", RECIPES["vae"].title)
    assert card.config["hidden"] == [16]
    assert card.command == "python -m aemodels train vae --data DIR --epochs 1 --seed 3"
    output = capsys.readouterr().out
    for metric in ("squared_error", "noise_psnr gaussian 0.5", "negative_elbo", "probe_accuracy"):
        assert metric in output
    assert f"{card.metrics['squared_error']:.4g}" in output


def test_what_was_measured_is_what_was_written(digits, capsys):
    assert status("train", "sparse", "--epochs", 1) == 0
    measured = report.evaluate(load("sparse", "cpu"), digits, digits)
    assert pretrained.card("sparse").metrics["squared_error"] == pytest.approx(measured["squared_error"], rel=1e-6)
    capsys.readouterr()
    assert status("evaluate", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["sparse"]
    assert answer["sparse"]["squared_error"] == pytest.approx(measured["squared_error"], rel=1e-6)


def test_validation_measures_on_held_out_training_images_and_writes_nothing(small_world, digits, monkeypatch, capsys):
    fitted, measured = [], []
    plain_fit, plain_evaluate = command_line.fit, report.evaluate
    monkeypatch.setattr(mnist, "load", partial(only_training_images, digits))
    monkeypatch.setattr(command_line, "fit", lambda *rest: fitted.append(rest[1]) or plain_fit(*rest))
    monkeypatch.setattr(
        report, "evaluate", lambda *rest, **more: measured.append(rest) or plain_evaluate(*rest, **more)
    )
    assert status("train", "sparse", "--epochs", 1, "--validate") == 0
    (kept, _), (held, labels) = mnist.split(*digits)
    assert torch.equal(fitted[0], kept)
    _, (x, y), train = measured[0]
    assert torch.equal(x, held)
    assert torch.equal(y, labels)
    assert torch.equal(train[0], kept)
    assert not small_world.exists()
    output = capsys.readouterr().out
    assert "squared_error" in output
    assert "33 of the training images" in output


@pytest.mark.parametrize("name", ["stacked", "beta-vae", "nested"])
def test_procedures_with_experiments_can_be_validated(small_world, digits, monkeypatch, capsys, name):
    """They look at the held out images wherever they otherwise look at the test's."""
    monkeypatch.setattr(mnist, "load", partial(only_training_images, digits))
    monkeypatch.setattr(classification, "PASSES", {50: 1})
    monkeypatch.setitem(RECIPES, "nested", replace(RECIPES["nested"], config=TINY | {"prefixes": (2, 4)}))
    assert status("train", name, "--epochs", 1, "--validate") == 0
    assert "by_" in capsys.readouterr().out.replace(", by ", "by_")
    assert not small_world.exists()


def test_one_seed_one_model(tmp_path):
    for folder in ("first", "second"):
        assert status("train", "dae", "--epochs", 1, "--out", tmp_path / folder) == 0
    cards = [pretrained.card(str(tmp_path / folder / "dae")) for folder in ("first", "second")]
    assert cards[0].sha256 == cards[1].sha256
    assert cards[0].metrics == cards[1].metrics


def test_the_seed_and_the_epochs_reach_the_training(monkeypatch):
    seen, plain = [], command_line.fit
    monkeypatch.setattr(command_line, "fit", lambda *rest: seen.append(rest[2]) or plain(*rest))
    assert status("train", "sparse", "--epochs", 2, "--seed", 3) == 0
    assert seen == [replace(RECIPES["sparse"].training, epochs=2, seed=3)]


def test_evaluate_prints_a_column_for_each_model_in_teaching_order(capsys):
    for name in ("vae", "ae"):
        assert status("train", name, "--epochs", 1) == 0
    capsys.readouterr()
    assert status("evaluate") == 0
    header, _, *rows = capsys.readouterr().out.splitlines()
    assert header.split() == ["metric", "ae", "vae"]
    assert rows[0].split()[0] == "squared_error"
    assert len(rows[0].split()) == 3
    assert status("evaluate", "vae") == 0
    assert capsys.readouterr().out.split()[:2] == ["metric", "vae"]


def test_evaluate_can_print_what_the_cards_say_without_data(capsys, monkeypatch):
    assert status("train", "sparse", "--epochs", 1) == 0
    monkeypatch.setattr(mnist, "load", interrupt)
    capsys.readouterr()
    assert status("evaluate", "--cards", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"sparse": pretrained.card("sparse").metrics}
    assert status("evaluate", "--cards") == 0
    assert f"{pretrained.card('sparse').metrics['squared_error']:.4g}" in capsys.readouterr().out


def test_evaluate_write_renews_the_card(small_world, capsys):
    assert status("train", "sparse", "--epochs", 1) == 0
    path = small_world / "sparse.json"
    before = json.loads(path.read_text())
    path.write_bytes(sealed(before | {"metrics": {"squared_error": -1}}))
    assert status("evaluate", "sparse") == 0
    assert pretrained.card("sparse").metrics == {"squared_error": -1}
    assert status("evaluate", "sparse", "--write") == 0
    assert json.loads(path.read_text()) == before
    assert "squared_error" in capsys.readouterr().out


@pytest.mark.parametrize("moment", ["fit", "report.evaluate", "report.statistics", "pretrained.tensors_to_bytes"])
def test_an_interruption_writes_nothing(small_world, monkeypatch, capsys, moment):
    monkeypatch.setattr(f"aemodels.__main__.{moment}", interrupt)
    assert status("train", "ae", "--epochs", 1) == 130
    assert not small_world.exists() or not list(small_world.iterdir())
    assert "nothing was written" in capsys.readouterr().err


def test_an_interrupted_renewal_does_not_say_that_nothing_was_written(small_world, monkeypatch, capsys):
    for name in ("ae", "sparse"):
        assert status("train", name, "--epochs", 1) == 0
    card = small_world / "ae.json"
    card.write_bytes(sealed(json.loads(card.read_text()) | {"metrics": {}}))
    plain = report.evaluate
    monkeypatch.setattr(
        report,
        "evaluate",
        lambda m, *rest, **more: interrupt() if m.variant == "sparse" else plain(m, *rest, **more),
    )
    assert status("evaluate", "--write") == 130
    assert pretrained.card("ae").metrics
    assert "nothing was written" not in capsys.readouterr().err


def test_an_unknown_model_lists_the_known(capsys):
    assert status("train", "nonesuch") == 2
    error = capsys.readouterr().err
    assert all(name in error for name in ("nonesuch", *RECIPES))
    assert status("train", "ae", "--epochs", 1) == 0
    assert status("evaluate", "nonesuch") == 1
    assert "models there: ae" in capsys.readouterr().err


@pytest.mark.parametrize("epochs", ["0", "-3", "many"])
def test_epochs_that_make_no_sense_are_refused(monkeypatch, capsys, epochs):
    monkeypatch.setattr(command_line, "fit", lambda *_: pytest.fail("it trained"))
    assert status("train", "ae", "--epochs", epochs) in (1, 2)
    assert "epochs" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["train", "ae"], ["evaluate"]])
def test_missing_data_is_told_in_a_sentence(monkeypatch, capsys, tmp_path, command):
    monkeypatch.undo()
    assert status(*command, "--data", tmp_path / "nowhere", "--device", "cpu") == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: MNIST is missing")
    assert "--download" in captured.err
    assert "Traceback" not in captured.err


def test_an_unusable_device_is_told_in_a_sentence(capsys):
    assert status("evaluate", "--device", "toaster") == 1
    assert "toaster" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told_before_training(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(command_line, "fit", lambda *_: pytest.fail("it trained"))
    assert status("train", "ae", "--epochs", 1, "--out", tmp_path / "file" / "models") == 1
    assert str(tmp_path / "file") in capsys.readouterr().err


def test_a_divergence_is_told_and_writes_nothing(small_world, monkeypatch, capsys):
    recipe = RECIPES["vae"]
    monkeypatch.setitem(RECIPES, "vae", replace(recipe, training=replace(recipe.training, learning_rate=1e30)))
    assert status("train", "vae", "--epochs", 3) == 1
    assert "smaller learning rate" in capsys.readouterr().err
    assert not list(small_world.iterdir())


def test_the_module_runs_as_a_command(tmp_path):
    command = [sys.executable, "-m", "aemodels", "evaluate", "--device", "cpu", "--data", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: MNIST is missing")
    assert len(done.stderr.splitlines()) == 1
