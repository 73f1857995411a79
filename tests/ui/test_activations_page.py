"""The activations page, run without a browser, and what it says of layers."""

import threading
from types import SimpleNamespace

import numpy
import pytest
import torch
from page_data import component, numbers, told_of_units, visit
from streamlit.testing.v1 import AppTest

from aemodels import load
from aemodels.evaluation import units
from aemodels.models import losses
from aemodels.models.autoencoder import DenseAutoencoder
from aemodels.store import pretrained
from aemodels.ui.pages.activations import view as shown_units

PAIR = ["sparse", "sparse-twin"]


@pytest.fixture
def page() -> AppTest:
    """The activations page as a visitor reaches it after drawing a 3."""
    return visit("activations")


def pick(page: AppTest, parameter: str, value: object) -> AppTest:
    """Choose from one of the rows of buttons."""
    return page.button_group(key=f"pick_{parameter}").set_value(value).run()


def test_the_page_opens_with_a_sparse_model_and_its_twin():
    page = visit("activations", drawn=False)
    assert not page.exception
    assert not page.warning
    assert [panel["name"] for panel in component(page, "histograms")["panels"]] == PAIR
    assert told_of_units(page)["models"].keys() == set(PAIR)
    assert not told_of_units(page)["own"]


def test_the_histograms_are_those_of_the_statistics(page):
    for panel in component(page, "histograms")["panels"]:
        found = pretrained.load_statistics(panel["name"])
        assert sum(panel["counts"]) == 10_000 * panel["units"]
        assert panel["mean"] == pytest.approx(pretrained.card(panel["name"]).metrics["mean_activation"], rel=1e-3)
        assert panel["resting"] == pytest.approx(sum(panel["counts"][: 5 - panel["first"]]) / sum(panel["counts"]))
        assert panel["hoyer"] == pytest.approx(found["hoyer/hidden 1"].item())


def test_the_page_asks_about_the_drawing_in_the_layer_that_it_shows(page):
    told = told_of_units(pick(page, "layer", "code"))
    assert (told["own"], told["layer"]) == (True, "code")
    assert list(told["models"]) == PAIR


def test_the_wall_shows_the_incoming_weights(page):
    for wall in component(page, "wall")["walls"]:
        tiles = numbers(wall["tiles"], numpy.int8).reshape(-1, 784)
        weights = load(wall["name"], "cpu").incoming_weights("hidden 1").flatten(1)
        assert tiles.shape == weights.shape
        assert (tiles.sign() * weights.sign() >= 0).all()
        inside = tiles.abs() < 127
        scale = (tiles[inside] * weights[inside]).sum() / weights[inside].square().sum()
        assert (tiles - scale * weights)[inside].abs().max() < 1
        assert 0.95 < inside.float().mean() < 1


def test_a_link_chooses_models_layer_and_view():
    page = visit("activations", drawn=False, compare="ae,dae,vae", layer="hidden 2", show="digits")
    assert not page.warning
    assert [panel["units"] for panel in component(page, "histograms")["panels"]] == [500, 500, 300]
    assert [one["name"] for one in component(page, "by_digit")["maps"]] == ["ae", "dae", "vae"]


@pytest.mark.parametrize(
    "wild",
    [
        {"compare": "nobody"},
        {"compare": "sparse,<script>"},
        {"layer": "hidden 99"},
        {"show": "../../etc"},
        {"unit": "sparse:300"},
        {"unit": "sparse:-1"},
        {"unit": "sparse:²"},
        {"unit": "17"},
    ],
)
def test_a_wild_link_gets_a_sentence_and_the_page_as_it_is(wild):
    page = visit("activations", drawn=False, **wild)
    assert not page.exception
    assert len(page.warning) == 1
    assert page.warning[0].value.endswith(".")
    assert component(page, "histograms")["panels"][0]["name"] == "sparse"


def test_the_page_never_runs_the_test_set_through_a_model(monkeypatch):
    sizes = []

    def seen(inputs):
        if threading.current_thread().name != "training":  # which another test may have left behind
            sizes.append(len(inputs[-1]))

    for name in ("activations", "encode", "decode", "decode_from_layer"):
        own = getattr(DenseAutoencoder, name)
        monkeypatch.setattr(
            DenseAutoencoder,
            name,
            lambda model, *inputs, own=own: (seen(inputs), own(model, *inputs))[1],
        )
    for view in ("wall", "digits", "penalty", "journey"):
        visit("activations", drawn=False, show=view, unit="sparse:3")
    assert max(sizes, default=0) <= units.TOP


def test_the_map_by_digit_says_by_how_much_the_sparse_model_is_more_selective(page):
    page = pick(page, "show", "digits")
    sparse, plain = (pretrained.card(name).metrics["selectivity"] for name in PAIR)
    assert sparse > plain
    assert [one["selectivity"] for one in component(page, "by_digit")["maps"]] == pytest.approx(
        [sparse, plain], abs=1e-3
    )
    assert any(
        f"Sparse** are the more selective ones, by **{sparse - plain:.2f}**" in one.value for one in page.markdown
    )


def test_the_penalty_has_every_unit_and_what_was_trained_with(page):
    data = component(pick(page, "show", "penalty"), "penalty")
    assert data["rho"] == pretrained.card("sparse").config["rho"]
    assert [one["trained"] for one in data["models"]] == ["KL, rho = 0.02, weight 0.15", "neither"]
    for one in data["models"]:
        means = pretrained.load_statistics(one["name"])["mean/hidden 1"]
        assert torch.allclose(torch.tensor(one["means"]), means, atol=1e-5)
        assert one["bounded"]
    totals = [float(losses.sparsity_kl(torch.tensor(one["means"]), 0.02).sum()) for one in data["models"]]
    assert totals[0] < 1 < totals[1]


def test_a_layer_that_a_model_does_not_have_costs_a_sentence(page):
    page = pick(pick(page, "compare", ["ae", "sparse"]), "layer", "hidden 3")
    assert not page.exception
    assert [panel["name"] for panel in component(page, "histograms")["panels"]] == ["ae"]
    assert page.warning[0].value == "There is no layer called hidden 3 in: Sparse."


def test_taking_all_models_away_leaves_the_two_of_the_start(page):
    page = pick(page, "compare", [])
    assert not page.exception
    assert [panel["name"] for panel in component(page, "histograms")["panels"]] == PAIR


@pytest.mark.parametrize("name", pretrained.names())
def test_every_model_and_layer_can_be_looked_at(name):
    for layer, count in load(name, "cpu").activations(torch.zeros(1, 1, 28, 28)).items():
        page = visit("activations", drawn=False, compare=name, layer=layer, unit=f"{name}:{count.shape[1] - 1}")
        assert not page.exception
        assert not page.warning
        assert component(page, "wall")["walls"][0]["units"] == count.shape[1]
        expected = {"layer": layer, "model": name, "unit": count.shape[1] - 1}
        assert component(page, "story")["look"] == expected
        assert component(page, "unit_news")["look"] == expected | {"level": None}


def test_the_table_of_what_was_observed_is_made_from_the_cards():
    loaded = [SimpleNamespace(card=card, model=load(card.name, "cpu")) for card in pretrained.available()]
    table = shown_units.observed_table(loaded)
    for name in PAIR:
        metrics = pretrained.card(name).metrics
        assert f"{metrics['mean_activation']:.3f}" in table
        assert f"{metrics['squared_error']:.1f}" in table
    assert shown_units.observed_table(loaded[:1]) == ""


def test_statistics_without_units_and_damaged_models_cost_themselves_and_a_sentence(copied_models):
    old = {key: value for key, value in pretrained.load_statistics("sparse").items() if "/hidden" not in key}
    kept = {key: value for key, value in old.items() if "/code" not in key}
    pretrained.renew("sparse", {}, kept, copied_models)
    (copied_models / "vae.safetensors").write_bytes(b"damaged")
    page = visit("activations", drawn=False)
    assert not page.exception
    assert len(page.warning) == 2
    assert "vae.safetensors" in page.warning[0].value
    assert "evaluate sparse --write" in page.warning[1].value
    assert len(component(page, "histograms")["panels"]) == 2
