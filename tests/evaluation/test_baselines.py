"""Reported figures stand beside measures that the cards have."""

from itertools import pairwise

import pytest
import torch

from aemodels.evaluation.baselines import BASELINES, EVERY, Baseline, baselines_of, found, verdict
from aemodels.models import registry
from aemodels.store import pretrained
from aemodels.training.recipes import RECIPES


@pytest.mark.parametrize("baseline", BASELINES, ids=lambda baseline: f"{baseline.model} {baseline.measure[-1]}")
def test_every_baseline_names_a_measure_on_a_card(baseline):
    assert baseline.model in (EVERY, *RECIPES)
    named = [baseline.model] if baseline.model else pretrained.names()
    cards = [pretrained.card(name) for name in named]
    assert all(isinstance(found(card.metrics, baseline.measure), float) for card in cards)
    assert all(isinstance(baseline.value(card.metrics), float) for card in cards)


def test_a_path_that_leads_nowhere_finds_nothing():
    assert found({"a": {"b": 1.0}}, ("a", "b")) == 1.0
    assert found({"a": {"b": 1.0}}, ("a", "c")) is None
    assert found({"a": 2.0}, ("a", "b")) is None


@pytest.mark.parametrize("value", ["3.0", None, True, float("nan"), float("inf"), [1.0], {}])
def test_what_is_no_finite_number_is_not_found(value):
    assert found({"a": value}, ("a",)) is None


@pytest.mark.parametrize(
    ("value", "words"), [(2.9, "better than"), (2.95, "on par with"), (3.05, "on par with"), (3.1, "short of")]
)
def test_verdicts(value, words):
    assert verdict(value, 3.0, Baseline("ae", ("squared_error",), 3.0, "").more_is_better) == words


@pytest.mark.parametrize(
    ("value", "words"), [(0.98, "better than"), (0.9604, "on par with"), (0.9596, "on par with"), (0.95, "short of")]
)
def test_of_shares_of_right_answers_more_is_better_and_mistakes_are_compared(value, words):
    assert verdict(value, 0.96, Baseline("ae", ("neighbour_accuracy",), 0.96, "").more_is_better) == words


def test_a_figure_that_was_measured_here_is_looked_up_on_the_card():
    baseline = Baseline(EVERY, ("probe_accuracy",), ("pixels", "probe_accuracy"), "")
    assert baseline.value({"pixels": {"probe_accuracy": 0.9}}) == 0.9
    assert baseline.value({"probe_accuracy": 0.95}) is None
    assert Baseline("ae", ("squared_error",), 3.0, "").value({}) == 3.0


def test_what_codes_tell_is_compared_with_what_pixels_tell_by_the_same_measure():
    for measure in ("neighbour_accuracy", "probe_accuracy"):
        (baseline,) = [one for one in BASELINES if one.measure == (measure,)]
        assert baseline.figure == ("pixels", measure)


def test_reported_figures_of_others_networks_say_what_was_done_otherwise():
    assert all(one.differs for one in BASELINES if isinstance(one.figure, float) and one.model not in ("pca", "linear"))


def test_figures_that_belong_everywhere_stand_beside_every_model():
    everywhere = [baseline for baseline in BASELINES if baseline.model == EVERY]
    assert baselines_of("nobody's") == everywhere
    assert set(everywhere) < set(baselines_of("ae"))
    assert {baseline.model for baseline in baselines_of("ae")} == {EVERY, "ae"}


@pytest.mark.parametrize("baseline", [one for one in BASELINES if one.parameters], ids=lambda one: one.model)
def test_parameters_of_reported_networks_are_those_of_their_layers(baseline):
    shapes = {"2006: 30": [30], "1000-500-250-30": [1000, 500, 250, 30], "TensorFlow exercise": [300, 30]}
    sizes = [784, *next(shape for words, shape in shapes.items() if words in baseline.source)]
    layers = [torch.nn.Linear(*pair) for a, b in pairwise(sizes) for pair in ((a, b), (b, a))]
    assert baseline.parameters == sum(one.numel() for layer in layers for one in layer.parameters())


@pytest.mark.parametrize("name", registry.variant_names())
def test_every_variant_says_its_loss_in_a_line(name):
    objective = registry.variant_class(name).objective
    assert objective
    assert "\n" not in objective
    assert objective.count("{") == objective.count("}")
    assert objective.isascii()
