"""watching: what the train page says of a loss is what the loss is made of."""

import pytest
import torch
from lab_data import finished

from aemodels import create, lab, variant_names
from aemodels.lab import results
from aemodels.lab import run as run_module
from aemodels.lab.frames import Viewer
from aemodels.lab.sources import Digits
from aemodels.models import losses
from aemodels.training.config import TrainConfig
from aemodels.ui.pages.train import view

pytestmark = pytest.mark.usefixtures("few_test_digits")


@pytest.fixture(scope="module")
def shown(digits):
    """A function: the curves of an untrained model, and what it was that they were drawn of."""

    def of(name, **config):
        viewer = Viewer(create(name, **config).eval(), Digits(digits[0], digits[0], digits[1], {}), torch.device("cpu"))
        return view._curves((viewer.point(0),), viewer.stage().weights, 4), viewer

    return of


def drawn(curves):
    return {line["title"]: line["y"][0] for line in curves["addends"]}


@pytest.mark.parametrize("name", variant_names())
def test_the_addends_that_are_drawn_add_up_to_the_loss(shown, name):
    curves, _ = shown(name)
    lines = drawn(curves)
    if "beta × KL" in lines:
        del lines["KL to the prior"]
    assert sum(lines.values()) == pytest.approx(curves["loss"][1]["y"][0], rel=2e-3)
    assert all(len(title) < 18 for title in lines)  # what the chart has room for


@pytest.mark.parametrize("beta", [0.0, 0.5, 50.0])
def test_the_kl_to_the_prior_is_in_nats_and_its_price_beside_it(shown, beta):
    curves, viewer = shown("beta_vae", beta=beta)
    nats = losses.gaussian_kl(*viewer.model.posterior(viewer.test)).sum(1).mean().item()
    assert drawn(curves)["KL to the prior"] == pytest.approx(nats, rel=1e-3)
    assert drawn(curves)["beta × KL"] == pytest.approx(beta * nats, rel=1e-3)


def test_a_kl_that_counts_once_is_drawn_once(shown):
    assert list(drawn(shown("vae")[0])) == ["reconstruction", "KL to the prior"]


def test_a_trained_run_is_shown_with_its_weights(queue, monkeypatch):
    monkeypatch.setattr(results, "measure", lambda *_: None)  # takes longest, and is not shown here
    monkeypatch.setattr(run_module, "step_back", lambda: None)  # behind other tests it would take long
    plan = lab.Plan("sparse", {"hidden": (16,), "code_size": 3, "beta": 0.3}, TrainConfig(epochs=1), "strokes", 250)
    run = finished(queue, plan)
    curves = view.training(run, run.status())["curves"]
    point = run.status().points[-1]
    last = {line["title"]: line["y"][-1] for line in curves["addends"]}
    assert list(last) == ["squared error", "beta × sparsity", "lambda × decay"]
    assert last["beta × sparsity"] == pytest.approx(0.3 * point.test["sparsity"], rel=1e-3)
