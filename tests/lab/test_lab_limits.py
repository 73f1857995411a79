"""lab: what a plan may ask for, and where its digits come from."""

from dataclasses import replace

import pytest
import torch
from lab_data import LONG, SHORT, SMALL, finished

from aemodels import lab, variant_names
from aemodels.lab import limits, sources
from aemodels.lab import run as run_module
from aemodels.models.choices import choices
from aemodels.training.config import TrainConfig

pytestmark = pytest.mark.usefixtures("few_test_digits")


@pytest.mark.parametrize("name", variant_names())
def test_every_kind_may_be_trained_as_it_comes(name):
    assert lab.check(replace(SMALL, variant=name, config={})).variant == name


TOO_MUCH = {
    "an unknown kind": {"variant": "magic"},
    "an unknown source": {"source": "/etc/passwd"},
    "no image": {"images": 0},
    "too many images": {"images": 10_001},
    "half an image": {"images": 1.5},
    "an unknown choice": {"config": {"magic": 1}},
    "a code of nothing": {"config": {"code_size": 0}},
    "a code that is true": {"config": {"code_size": True}},
    "an endless code": {"config": {"code_size": 10**9}},
    "a layer of a text": {"config": {"hidden": ("a",)}},
    "an endless layer": {"config": {"hidden": (10**9,)}},
    "endless layers": {"config": {"hidden": (1,) * 1000}},
    "an unknown activation": {"config": {"activation": "loud"}},
    "a normalisation that is a word": {"config": {"normalise": "yes"}},
    "too many parameters": {"config": {"hidden": (2000, 2000, 2000)}},
    "no noise": {"variant": "denoising", "config": {"noises": ()}},
    "an unknown noise": {"variant": "denoising", "config": {"noises": (("loud", 0.5),)}},
    "too much noise": {"variant": "denoising", "config": {"noises": (("gaussian", 1.5),)}},
    "endless epochs": {"training": TrainConfig(epochs=10**6)},
    "no epoch": {"training": TrainConfig(epochs=0)},
    "a learning rate that is none": {"training": TrainConfig(learning_rate=float("nan"))},
    "an unknown optimiser": {"training": TrainConfig(optimiser="magic")},
    "a huge batch": {"training": TrainConfig(batch_size=10**6)},
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_too_much_gets_a_sentence_before_anything_is_built(queue, what):
    with pytest.raises(lab.InvalidPlan) as caught:
        queue.start(replace(SMALL, **TOO_MUCH[what]))
    assert str(caught.value).endswith(".")
    assert str(caught.value)[0].isupper()


def test_memory_is_limited_and_counted(monkeypatch):
    needed = limits.memory(lab.check(SMALL), SMALL)
    assert needed > 16 * (784 * 32 * 2) + 4 * 784 * 250
    larger = limits.memory(lab.check(SMALL), replace(SMALL, training=replace(SHORT, batch_size=1024)))
    assert larger > needed
    monkeypatch.setattr(limits, "MEMORY", needed - 1)
    with pytest.raises(lab.InvalidPlan, match="memory"):
        lab.check(SMALL)


def test_the_time_of_a_training_is_limited_and_what_was_learned_is_kept(queue, monkeypatch):
    monkeypatch.setattr(run_module, "SECONDS", 0.2)
    run = finished(queue, LONG)
    assert run.status().state == "stopped"
    assert run.result is not None


@pytest.mark.parametrize("name", lab.PRESETS)
def test_presets_can_be_trained_and_ask_what_to_expect(name):
    preset = lab.PRESETS[name]
    lab.check(lab.Plan(preset.variant, preset.config, preset.training, "strokes", 250))
    question = preset.question
    assert question.text.rstrip(")").endswith(("?", "."))
    assert len(question.bounds) in (len(question.options) - 1, len(question.options) - 2)
    assert list(question.bounds) == sorted(question.bounds)
    assert question.outcome({question.figure: 0.0}) == 0
    assert question.outcome({question.figure: question.bounds[-1]}) == len(question.bounds)
    assert question.outcome({}) is None
    assert question.outcome(None) == len(question.options) - 1
    assert question.because.endswith((".", "?"))
    for field, value in vars(preset.training).items():
        about = choices(TrainConfig)[field]
        assert about.low is None or about.low <= value <= about.high


def test_stroke_digits_are_always_the_same_and_progress_is_told():
    shares = []
    first = lab.SOURCES["strokes"].prepare(300, shares.append)
    again = lab.SOURCES["strokes"].prepare(300, lambda _: None)
    assert torch.equal(first.train, again.train)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert len(first.train) == 300
    assert not (torch.cdist(first.train.flatten(1), first.test.flatten(1)) < 0.1).any()  # nothing is in both
    ten = sources.ten(first.test, first.labels)
    assert ten.shape == (10, 1, 28, 28)


def test_the_sample_shows_the_same_ten_digits_as_the_training():
    x, labels = lab.SOURCES["strokes"].sample()
    digits = lab.SOURCES["strokes"].prepare(250, lambda _: None)
    assert torch.equal(sources.ten(x, labels), sources.ten(digits.test, digits.labels))


def test_mnist_that_is_missing_is_told(queue, monkeypatch, tmp_path):
    monkeypatch.setenv("AEMODELS_DATA", str(tmp_path))
    run = finished(queue, replace(SMALL, source="mnist"))
    assert run.status().state == "failed"
    assert "MNIST is missing" in run.status().message
