"""Cards that were written when a choice had another name: shipped ones, and those in visitors' zips."""

import json
from dataclasses import asdict

import pytest
import torch
from package_data import sealed, zipped

import aemodels
from aemodels import PretrainedError, lab
from aemodels.evaluation import report
from aemodels.lab import results, sources
from aemodels.models import registry
from aemodels.store import pretrained
from aemodels.store.bundle import BadPackage
from aemodels.store.cards import FORMER_NAMES

RENAMED = [(variant, old, new) for variant, names in FORMER_NAMES.items() for old, new in names.items()]


@pytest.fixture
def made(monkeypatch):
    """Makes an untrained model of a variant, measured on a few digits, with other than the default choices."""
    monkeypatch.setattr(results, "NOISE_IMAGES", 2)
    monkeypatch.setattr(report, "NOISE_AMOUNTS", dict.fromkeys(report.NOISE_AMOUNTS, (0.25,)))
    x, labels = (part[:50] for part in sources.SOURCES["strokes"].sample())
    digits = sources.Digits(x[:20], x, labels, {"name": "stroke digits", "train": 20, "test": 50})
    return lambda variant, **chosen: results.measure(
        lab.Plan(variant, chosen), lab.build(variant, chosen), digits, 0, 0.0
    )


def aged(result, old, new, both=False):
    """The zip of a model whose card calls its choice `new` by its `old` name, or by both."""
    card = json.loads(result.files[".json"])
    chosen = card["config"]
    card["config"] = {old if name == new else name: value for name, value in chosen.items()}
    card["config"] |= {new: chosen[new]} if both else {}
    return zipped(result.files | {".json": sealed(card)})


@pytest.mark.parametrize(("variant", "old", "new"), RENAMED)
def test_a_new_card_has_the_new_name_and_an_old_zip_is_read_like_it(made, variant, old, new, tmp_path):
    result = made(variant, **{new: 0.5})
    written = json.loads(result.files[".json"])["config"]
    assert (written[new], old in written) == (0.5, False)
    content = aged(result, old, new)
    back = lab.read(content)
    assert back.card.config == result.card.config
    assert list(back.card.config) == list(asdict(back.model.config))
    x = torch.rand(3, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    assert torch.equal(back.model(x), result.model(x))
    (tmp_path / "old.zip").write_bytes(content)
    assert getattr(aemodels.load(tmp_path / "old.zip", "cpu").config, new) == 0.5


@pytest.mark.parametrize(("variant", "old", "new"), RENAMED)
def test_a_card_with_both_names_is_refused_with_a_sentence(made, variant, old, new, tmp_path):
    content = aged(made(variant), old, new, both=True)
    with pytest.raises(BadPackage, match="The network in this zip cannot be used here"):
        lab.read(content)
    (tmp_path / "both.zip").write_bytes(content)
    with pytest.raises(PretrainedError, match=f"describes a model that cannot be built.*{old}"):
        aemodels.load(tmp_path / "both.zip", "cpu")


@pytest.mark.parametrize("name", [card.name for card in pretrained.available() if card.variant in FORMER_NAMES])
def test_a_shipped_card_is_read_under_the_new_names(name):
    card = pretrained.card(name)
    assert set(card.config) == set(registry.variant_class(card.variant).Config.__dataclass_fields__)
    assert aemodels.load(name, "cpu").config.mask_ratio == card.config["mask_ratio"] == 0.75


def test_a_name_that_another_variant_had_is_not_touched(made):
    result = made("autoencoder")
    card = json.loads(result.files[".json"])
    content = zipped(result.files | {".json": sealed(card | {"config": card["config"] | {"share": 0.5}})})
    with pytest.raises(BadPackage, match="cannot be used here"):
        lab.read(content)
