"""Reported figures stand beside measures that the cards have."""

import pytest

from aemodels import pretrained, registry
from aemodels.anchors import ANCHORS, Anchor, found, verdict
from aemodels.recipes import RECIPES


@pytest.mark.parametrize("anchor", ANCHORS, ids=lambda anchor: f"{anchor.model} {anchor.measure[-1]}")
def test_every_anchor_names_a_measure_on_a_card(anchor):
    assert anchor.model in RECIPES
    assert isinstance(found(pretrained.card(anchor.model).metrics, anchor.measure), float)


def test_a_path_that_leads_nowhere_finds_nothing():
    assert found({"a": {"b": 1.0}}, ("a", "b")) == 1.0
    assert found({"a": {"b": 1.0}}, ("a", "c")) is None
    assert found({"a": 2.0}, ("a", "b")) is None


@pytest.mark.parametrize(
    ("value", "words"), [(2.9, "better than"), (2.95, "on par with"), (3.05, "on par with"), (3.1, "short of")]
)
def test_verdicts(value, words):
    assert verdict(value, Anchor("ae", ("squared_error",), 3.0, "")) == words


@pytest.mark.parametrize("name", registry.variant_names())
def test_every_variant_says_its_loss_in_a_line(name):
    objective = registry.variant_class(name).objective
    assert objective
    assert "\n" not in objective
    assert objective.count("{") == objective.count("}")
    assert objective.isascii()
