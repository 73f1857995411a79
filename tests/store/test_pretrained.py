"""pretrained: what is saved comes back, and whatever is wrong on disk is told with the file and the remedy."""

import json
from dataclasses import asdict, fields
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from aemodels import Card, PretrainedError, create, load, save, variant_names
from aemodels.evaluation.report import statistics
from aemodels.models.weights import round_weights
from aemodels.store import cards, pretrained
from aemodels.training.recipes import RECIPES

TINY = {"code_size": 3, "hidden": (8,)}


def about(name="tiny"):
    return {
        "name": name,
        "title": "Tiny ×",
        "summary": "small",
        "data": {"name": "strokes"},
        "seed": 0,
        "epochs": 1,
        "seconds": 0.5,
        "command": "none",
        "git_commit": "unknown",
        "metrics": {"squared_error": 1.25, "noise_psnr": {"gaussian": {"0.5": 12.5}}},
    }


@pytest.fixture
def saved(tmp_path, digits):
    """A folder with one small model, its name "tiny", and the model itself."""
    model = create("autoencoder", **TINY).eval()
    save(model, about(), statistics(model, *digits), tmp_path)
    return tmp_path, model


@pytest.mark.parametrize("name", variant_names())
def test_weights_come_back_as_float16_keeps_them(tmp_path, digits, name):
    model = create(name, 1).eval()
    card = save(model, about(name), {}, tmp_path)
    back = load(name, "cpu", tmp_path)
    for key, value in model.state_dict().items():
        assert torch.allclose(back.state_dict()[key], value, rtol=1e-3, atol=1e-7)
        assert back.state_dict()[key].dtype == torch.float32
    assert torch.allclose(back(digits[0][:5]), model(digits[0][:5]), atol=5e-3)
    assert type(back) is type(model)
    assert back.config == model.config
    assert not back.training
    assert not any(parameter.requires_grad for parameter in back.parameters())
    assert (card.variant, card.code_kind, card.code_size) == (name, model.code_kind, model.code_size)
    assert card.generative == model.generative
    assert card.parameters == sum(parameter.numel() for parameter in model.parameters())


def test_rounded_weights_come_back_exactly(tmp_path):
    model = create("vae", **TINY)
    before = [parameter.detach().clone() for parameter in model.parameters()]
    round_weights(model)
    assert any(not torch.equal(a, b) for a, b in zip(before, model.parameters(), strict=True))
    save(model, about(), {}, tmp_path)
    back = load("tiny", "cpu", tmp_path)
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), back.parameters(), strict=True))


def test_the_card_comes_back(saved):
    folder, _ = saved
    card = pretrained.card("tiny", folder)
    written = json.loads((folder / "tiny.json").read_text(encoding="utf-8"))
    assert set(written) == {field.name for field in fields(Card)} | {cards.SEAL}
    del written[cards.SEAL]
    assert written == json.loads(json.dumps(asdict(card)))
    assert card.title == "Tiny ×"
    assert card.metrics == about()["metrics"]
    assert card.torch == torch.__version__
    assert pretrained.available(folder) == [card]


def test_statistics_come_back(saved, digits):
    folder, model = saved
    back, measured = pretrained.load_statistics("tiny", folder), statistics(model, *digits)
    assert set(back) == set(measured)
    assert all(torch.equal(back[key], measured[key]) and back[key].dtype == measured[key].dtype for key in back)


def test_names_come_in_teaching_order_then_by_name(tmp_path):
    model = create("autoencoder", **TINY)
    for name in ("zebra", "vae", "apple", "ae"):
        save(model, about(name), {}, tmp_path)
    assert pretrained.names(tmp_path) == ["ae", "vae", "apple", "zebra"]
    assert [card.name for card in pretrained.available(tmp_path)] == ["ae", "vae", "apple", "zebra"]
    assert pretrained.names(tmp_path / "nowhere") == []


@pytest.mark.parametrize("ending", ["", ".json", ".safetensors", ".stats.safetensors"])
@pytest.mark.parametrize("kind", [str, Path])
def test_models_load_by_path(saved, ending, kind):
    folder, model = saved
    path = kind(folder / f"tiny{ending}")
    assert load(path, "cpu").config == model.config
    assert pretrained.card(str(path)).name == "tiny"
    assert "codes" in pretrained.load_statistics(path)


def test_files_in_the_working_folder_load_by_their_file_name(saved, monkeypatch):
    folder, model = saved
    monkeypatch.chdir(folder)
    assert load("tiny.safetensors", "cpu").config == model.config


def test_renew_changes_metrics_and_statistics_alone(saved):
    folder, _ = saved
    before, weights = pretrained.card("tiny", folder), (folder / "tiny.safetensors").read_bytes()
    returned = pretrained.renew("tiny", {"metrics": {"squared_error": 9.0}}, {"codes": torch.ones(2, 3)}, folder)
    after = pretrained.card("tiny", folder)
    assert returned == after
    assert after.metrics == {"squared_error": 9.0}
    assert after.sha256[".stats.safetensors"] != before.sha256[".stats.safetensors"]
    assert {**asdict(after), "metrics": before.metrics, "sha256": before.sha256} == asdict(before)
    assert (folder / "tiny.safetensors").read_bytes() == weights
    assert torch.equal(load_file(folder / "tiny.stats.safetensors")["codes"], torch.ones(2, 3))
    with pytest.raises(PretrainedError, match="evaluate tiny --write"):
        pretrained.load_statistics("tiny", folder)
    load("tiny", "cpu", folder)


def test_a_missing_model_lists_those_that_are_there(saved):
    with pytest.raises(PretrainedError, match=r"tiny\)"):
        load("nonesuch", "cpu", saved[0])


def interrupted_at(ending, monkeypatch):
    """Path.write_bytes that is interrupted in the middle of a model's file with this ending."""
    plain = Path.write_bytes

    def interrupted(path, content):
        if f"{ending}." in path.name:
            plain(path, b"half a file")
            raise KeyboardInterrupt
        plain(path, content)

    monkeypatch.setattr(Path, "write_bytes", interrupted)


ENDINGS = [".safetensors", ".stats.safetensors", ".json"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_interrupted_save_leaves_nothing(tmp_path, monkeypatch, ending):
    interrupted_at(ending, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        save(create("autoencoder", **TINY), about(), {}, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_interrupted_save_leaves_the_model_that_was_there(saved, monkeypatch, ending):
    folder, model = saved
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    interrupted_at(ending, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        save(create("autoencoder", 7, **TINY), about(), {"codes": torch.zeros(1)}, folder)
    assert {path.name for path in folder.iterdir()} == set(before)
    assert not [name for name, content in before.items() if (folder / name).read_bytes() != content]
    assert torch.allclose(load("tiny", "cpu", folder).to_code.weight, model.to_code.weight, atol=1e-3)


@pytest.mark.parametrize("name", pretrained.names())
def test_shipped_models_answer_digits(digits, name):
    model, card = load(name, "cpu"), pretrained.card(name)
    x_hat = model(digits[0])
    assert card.name == name
    assert x_hat.shape == digits[0].shape
    assert not model.bounded or 0 <= x_hat.min() <= x_hat.max() <= 1
    assert (x_hat - digits[0]).square().mean() < (digits[0].mean() - digits[0]).square().mean()
    assert card.parameters == sum(parameter.numel() for parameter in model.parameters())
    assert (card.code_kind, card.generative) == (model.code_kind, model.generative)
    assert model.encode(digits[0])[0].numel() == card.code_size


@pytest.mark.parametrize("name", pretrained.names())
def test_shipped_statistics_have_the_documented_keys_and_forms(digits, name):
    found, model = pretrained.load_statistics(name), load(name, "cpu")
    layers = {layer: values.shape[1] for layer, values in model.activations(digits[0][:1]).items()}
    fresh = statistics(model, digits[0][:10], digits[1][:10], train=digits[0])
    assert {key: value.dtype for key, value in found.items()} == {key: value.dtype for key, value in fresh.items()}
    assert (found["codes"].dtype, found["codes"].shape[0]) == (torch.float16, 10_000)
    assert found["codes"][0].shape == model.features(digits[0][:1])[0].shape
    assert (found["labels"].dtype, found["labels"].shape) == (torch.uint8, (10_000,))
    assert found["labels"].unique().tolist() == list(range(10))
    assert (found["error_quantiles"].dtype, found["error_quantiles"].shape) == (torch.float32, (1001,))
    assert (found["error_quantiles"].diff() >= 0).all()
    for layer, units in layers.items():
        assert found[f"mean/{layer}"].shape == (units,)
        assert found[f"range/{layer}"].shape == (2,)
        assert found[f"fine/{layer}"].sum() == 10_000 * units
        assert found[f"strength/{layer}"].shape == (units, 10)
        assert found[f"class_histogram/{layer}"].shape == (units, 10, 16)
        assert found[f"top/{layer}"].shape == (units, 8)


def test_every_recipe_ships():
    assert pretrained.names() == list(RECIPES)
