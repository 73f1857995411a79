"""The train page's link: what is to be trained, there and back, and links that ask for what cannot be."""

import pytest
from page_data import component, visit

from aemodels import lab, variant_names
from aemodels.models.choices import defaults
from aemodels.models.registry import variant_class
from aemodels.training.config import TrainConfig
from aemodels.ui.pages.train import plan_link
from aemodels.ui.session import _training as keys
from aemodels.ui.session import trainings


@pytest.fixture(autouse=True)
def without_mnist(monkeypatch, tmp_path):
    """Stroke digits are all there is, and nobody has tried to fetch others."""
    monkeypatch.setenv("AEMODELS_DATA", str(tmp_path))
    download = lab.Download()
    monkeypatch.setattr(trainings, "download", lambda: download)


def link(**said):
    """What the link says, by all its parameters."""
    return dict.fromkeys(keys.LINK) | said


def plans():
    """Each experiment's plan, each kind as it is at first, and one with everything changed."""
    for name, one in lab.PRESETS.items():
        config = defaults(variant_class(one.variant).Config) | one.config
        yield name, lab.Plan(one.variant, config, one.training)
    training = lab.PRESETS[plan_link.beginning()].training
    for variant in variant_names():
        yield None, lab.Plan(variant, defaults(variant_class(variant).Config), training)
    changed = TrainConfig(5, 64, 1e-5, 0.0, 77, 0.25, optimiser="sgd")
    config = defaults(variant_class("denoising").Config)
    config |= {"hidden": (300, 100), "code_size": 16, "noises": (("masking", 0.25), ("gaussian", 0.5))}
    yield "default", lab.Plan("denoising", config, changed, images=1000)


@pytest.mark.parametrize(("preset", "plan"), list(plans()))
def test_what_the_link_says_is_the_plan(preset, plan):
    assert plan_link.read(plan_link.said(plan, preset)) == (preset, plan)


def test_the_beginning_needs_no_words_and_an_experiment_one():
    (first, plan), (second, other), *_ = plans()
    assert not any(plan_link.said(plan, first).values())
    assert {name: text for name, text in plan_link.said(other, second).items() if text} == {"try": second}


def test_the_page_opens_as_its_link_says_and_keeps_it():
    said = {"try": "none", "kind": "vae", "settings": "hidden:300-100,code_size:2", "training": "epochs:5,seed:3"}
    page = visit("train", drawn=False, **said)
    assert not page.exception
    assert not page.warning
    assert component(page, "monitor")["sizes"] == [784, 300, 100, 2, 100, 300, 784]
    kept = page.query_params
    assert {name: kept[name] for name in ("try", "kind")} == {"try": "none", "kind": "vae"}
    again = visit("train", drawn=False, **kept)
    assert component(again, "monitor") == component(page, "monitor")
    assert again.query_params == kept


def test_what_is_chosen_is_in_the_link():
    page = visit("train", drawn=False)
    assert not page.query_params
    chosen = list(lab.PRESETS)[1]
    page.button_group[0].set_value(chosen).run()
    assert dict(page.query_params) == {"try": chosen}


@pytest.mark.parametrize(
    "said",
    [
        {"try": "nothing"},
        {"kind": "<script>"},
        {"kind": "quantum"},
        {"settings": "hidden:"},
        {"settings": "hidden:-1"},
        {"settings": "hidden:999999-999999-999999"},
        {"settings": "code_size:1e9"},
        {"settings": "code_size:" + "9" * 5000},
        {"settings": "__class__:1"},
        {"settings": ",,,"},
        {"settings": "hidden:" + "1-" * 2000 + "1"},
        {"training": "learning_rate:nan"},
        {"training": "learning_rate:1e999"},
        {"training": "epochs:²"},
        {"training": "optimiser:[x](http://x)"},
        {"pictures": "../../etc"},
        {"pictures": "mnist"},
        {"images": "1"},
        {"images": "999999999"},
    ],
)
def test_a_wild_link_gets_one_sentence_once_and_the_page_as_at_first(said):
    page = visit("train", drawn=False, **said)
    assert not page.exception
    (warning,) = page.warning
    assert not {"<", "[", "/", "_"} & set(warning.value)
    assert component(page, "monitor") == component(visit("train", drawn=False), "monitor")
    assert not page.run().warning
