"""The bottleneck view and the beta view: what they show is what the models and their cards say."""

import numpy
import pytest
import torch
from page_data import answered, at_the_door, component, on_canvas, visit

from aemodels import drawing, load
from aemodels.data import strokes
from aemodels.evaluation import metrics
from aemodels.live import bottleneck as narrows
from aemodels.live.door import Unanswerable
from aemodels.live.messages import Narrow
from aemodels.live.pictures import picture
from aemodels.store import extras, pretrained
from aemodels.support import kept
from aemodels.ui import runtime
from aemodels.ui.pages.draw import view as bottleneck
from aemodels.ui.pages.latent.beta import view as betas

X = drawing.from_strokes(strokes.digit(3))


@pytest.fixture(scope="module")
def nested():
    return runtime.models(bottleneck.laddered)[0][0]


@pytest.fixture(scope="module")
def swept():
    return runtime.models(betas.swept)[0][0]


def test_the_shipped_components_are_orthonormal_and_as_good_as_the_card_says(nested, mnist_folder):
    from aemodels.data import mnist

    directions = nested.statistics["components/directions"].float()
    assert torch.allclose(directions @ directions.T, torch.eye(len(directions)), atol=5e-3)
    x = mnist.load(mnist_folder, "test")[0][:2000]
    for length, row in nested.card.metrics["by_prefix"].items():
        errors = metrics.squared_error(narrows.through_components(nested, x, int(length)), x)
        assert float(errors.mean()) == pytest.approx(row["pca_squared_error"], rel=0.05)


def test_components_redraw_better_the_more_there_are(nested):
    lengths = [int(length) for length in nested.card.metrics["by_prefix"]]
    errors = [float(metrics.squared_error(narrows.through_components(nested, X, length), X)) for length in lengths]
    assert errors == sorted(errors, reverse=True)


def test_thirty_components_redraw_as_the_model_of_thirty_does(nested):
    ours = narrows.through_components(nested, X, 30)
    assert torch.allclose(ours, load("pca", "cpu")(X), atol=0.02)


def test_the_ladder_shows_the_drawing_through_every_width(nested):
    page = visit("draw", answers="bottleneck")
    data = component(page, "ladder")
    assert data["widths"] == [2, 4, 8, 16, 30, 64]
    model = load(nested.card.name, "cpu")
    found = at_the_door(Narrow, narrows.narrow, drawing=on_canvas(page), network=data["ask"]["network"])["answers"]
    assert list(found) == [row["name"] for row in data["rows"]]
    for answer, width in zip(found["nested"], data["widths"], strict=True):
        x_hat = model.reconstruct(X, width)
        assert answer["picture"] == picture(x_hat)
        assert answer["error"] == pytest.approx(float(metrics.squared_error(x_hat, X)), abs=0.01)
    by_prefix = nested.card.metrics["by_prefix"]
    for row, key in zip(data["rows"], ("squared_error", "pca_squared_error"), strict=True):
        assert row["test"] == pytest.approx([by_prefix[str(width)][key] for width in data["widths"]], abs=0.01)


def test_the_ladder_rests_while_nothing_is_drawn():
    page = visit("draw", drawn=False, answers="bottleneck").run()
    network = component(page, "ladder")["ask"]["network"]
    found = at_the_door(Narrow, narrows.narrow, drawing=on_canvas(page), network=network)["answers"]
    assert found == {"nested": [], "pca": []}


@pytest.mark.parametrize("network", ["ae", "nobody", "../nested"])
def test_a_network_without_lengths_is_refused_with_a_sentence(network):
    with pytest.raises(Unanswerable, match=r"^There is no network here with codes of several lengths\.$"):
        at_the_door(Narrow, narrows.narrow, drawing={"strokes": strokes.digit(3)}, network=network)


def test_the_bottleneck_says_only_what_the_card_says(nested):
    words = bottleneck.verdict(nested.card)
    by_prefix = nested.card.metrics["by_prefix"]
    better = [int(n) for n, row in by_prefix.items() if row["squared_error"] <= by_prefix["64"]["pca_squared_error"]]
    assert (f"**{min(better)} numbers" in words) if better else ("**" not in words)


def test_every_beta_has_its_own_weights_and_the_cards_figures(swept):
    models = betas.checkpoints(swept)
    assert list(models) == [0.5, 1, 2, 4, 8, 16]
    shown = betas.shown(swept, models, X)
    for about, (beta, one) in zip(shown["betas"], models.items(), strict=True):
        figures = swept.card.metrics["by_beta"][f"{beta:g}"]
        assert about["active"] == figures["active_units"]
        assert about["rate"] == pytest.approx(figures["kl"], abs=0.01)
        assert about["picture"] == picture(one.model(X))
        kl = numpy.array(figures["kl_per_dimension"])
        assert sorted(int(dim["own"].split()[1]) for dim in about["dims"]) == list(range(1, len(kl) + 1))
        assert sum(dim["collapsed"] for dim in about["dims"]) == (kl < 0.01).sum()
    assert shown["betas"][0]["rate"] > shown["betas"][-1]["rate"]


def test_the_beta_view_shows_the_drawing():
    assert component(visit("latent", view="beta"), "betas")["picture"] == picture(X)


def test_damaged_checkpoints_get_a_sentence(monkeypatch):
    def damaged(name):
        raise pretrained.PretrainedError(f"pretrained/{name}.extras.safetensors is damaged", "Restore it.")

    monkeypatch.setattr(extras, "load_extras", damaged)
    kept.forget()
    shown = visit("latent", view="beta")
    kept.forget()
    assert not shown.exception
    assert "damaged" in shown.warning[0].value


# ---- choosing networks


def test_chosen_networks_answer_on_every_page_that_redraws():
    shown = visit("draw", models="pca,masked,vae-2d")
    rows = answered(shown)["models"]
    assert [row["name"] for row in rows] == ["pca", "masked", "vae-2d"]
    for row in rows:
        assert row["answer"]["picture"] == picture(load(row["name"], "cpu")(X))
    shown.switch_page(runtime.page("noise")).run()
    assert [row["name"] for row in component(shown, "answers")["models"]] == ["pca", "masked", "vae-2d"]


@pytest.mark.parametrize("wild", ["", "nobody", "<b>,nobody"])
def test_wild_networks_get_a_sentence_and_the_usual_ones(wild):
    shown = visit("draw", models=wild)
    assert not shown.exception
    assert len(shown.warning) == 1
    assert len(component(shown, "answers")["models"]) >= 4


def test_networks_that_are_here_are_shown_without_those_that_are_not():
    shown = visit("draw", models="ae,own-1,vae")
    assert len(shown.warning) == 1
    assert [row["name"] for row in component(shown, "answers")["models"]] == ["ae", "vae"]
    assert not shown.run().warning
