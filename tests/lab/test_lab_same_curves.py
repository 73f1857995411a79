"""lab: the same seed gives the same curves, whatever else trains at the same time."""

from dataclasses import replace

import pytest
import torch
from lab_data import SECONDS

from aemodels import lab
from aemodels.lab import frames, run
from aemodels.training.config import TrainConfig

pytestmark = pytest.mark.usefixtures("few_test_digits")

SMALL = {"hidden": (16,), "code_size": 4}
KINDS = {
    "vae": SMALL,
    "sparse": SMALL,
    "denoising": SMALL,
    "linear": {"code_size": 4},
    "masked": {"width": 16, "depth": 1, "heads": 1, "decoder_width": 16, "decoder_depth": 1},
    "stacked": SMALL,
    "autoencoder": SMALL,
    "convolutional": {"channels": (2, 3, 4), "code_size": 4},
    "nested": SMALL | {"prefixes": (1, 4)},
    "sparse_l1": SMALL,
    "beta_vae": SMALL,
}
TOGETHER = 4


@pytest.fixture
def weights(monkeypatch):
    """The trained weights by plan; few digits are looked at, and none at the end, which would take longest."""
    kept = {}

    def keep(plan, model, *_):
        kept.setdefault(plan, []).append([weight.clone() for weight in model.state_dict().values()])
        return None, ""

    monkeypatch.setattr(run, "measured", keep)
    monkeypatch.setattr(frames, "CROWD", 20)
    monkeypatch.setattr(run, "step_back", lambda: None)  # behind other tests it would take long
    return kept


@pytest.fixture
def crowd():
    """A queue with several places, emptied after the test."""
    queue = lab.Queue(TOGETHER)
    yield queue
    queue.close()


class _Plan(lab.Plan):
    """A plan that can be a key: each is only equal to itself."""

    __hash__ = object.__hash__
    __eq__ = object.__eq__


def plan(seed):
    name = list(KINDS)[seed % len(KINDS)]
    return _Plan(name, KINDS[name], TrainConfig(epochs=1, batch_size=50, seed=seed), "strokes", 100)


def equal(first, other):
    return all(torch.equal(*pair) for pair in zip(first, other, strict=True))


def test_pairs_that_start_together_draw_the_same_curves(crowd, weights, fuzz):
    plans = [plan(seed) for seed in range(50 * fuzz)]
    for some in (plans[start : start + TOGETHER] for start in range(0, len(plans), TOGETHER)):
        pairs = [(crowd.start(one), crowd.start(one)) for one in some]
        for wanted, pair in zip(some, pairs, strict=True):
            assert all(one.wait(SECONDS) and one.status().state == "done" for one in pair)
            first, again = (one.status().points for one in pair)
            assert len(first) > 1
            assert first == again
            assert equal(*weights[wanted])


def test_another_seed_draws_other_curves(weights, queue):
    runs = [queue.start(replace(plan(seed), variant="vae", config=SMALL)) for seed in (0, 1)]
    assert all(one.wait(SECONDS) for one in runs)
    assert runs[0].status().points != runs[1].status().points
    assert not equal(*(ended for (ended,) in weights.values()))
