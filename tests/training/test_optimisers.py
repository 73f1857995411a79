"""training: what the optimiser is asked to do is what people read: momentum, decay, precision, and when to stop."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from app_server import ROOT
from torch import nn

from aemodels import TrainConfig, create, fit, variant_names
from aemodels.commands import bench
from aemodels.data import strokes
from aemodels.models.choices import choices
from aemodels.training import classification, pretraining
from aemodels.training import loop as training
from aemodels.training.config import MOMENTUM
from aemodels.training.loop import EXPLODED, TrainingDiverged, check_loss, decaying
from aemodels.training.optimisers import OPTIMISERS, one_cycle

SHORT = TrainConfig(epochs=10, batch_size=32)
PAGE = Path(training.__file__).parents[1] / "ui" / "pages" / "train" / "train.md"


def test_a_loss_explodes_when_it_is_so_many_times_the_first_as_people_read():
    assert f"or more than {EXPLODED} times what it was at the start, stops itself" in PAGE.read_text()
    check_loss(EXPLODED * 10.0, 10.0, "now", 1e-3)
    with pytest.raises(TrainingDiverged, match="rose from 10"):
        check_loss(EXPLODED * 10.0 + 0.1, 10.0, "now", 1e-3)


@pytest.fixture
def optimisers(monkeypatch):
    """The optimisers that fit makes, in order, each with the learning rate and the momentum of every step."""
    made = []

    def listening(plain):
        def make(*arguments):
            optimiser, seen = plain(*arguments), []
            step = optimiser.step
            optimiser.step = lambda rate, momentum: (seen.append((rate, momentum)), step(rate, momentum))
            made.append((optimiser, seen))
            optimiser.cycled = plain.cycled
            return optimiser

        return make

    for name, plain in OPTIMISERS.items():
        monkeypatch.setitem(OPTIMISERS, name, listening(plain))
    return made


def reference(model, data, config):
    """What fit does, by torch.optim's own classes."""
    groups = [
        {"params": [one for one in model.parameters() if one.dim() > 1], "weight_decay": config.decay},
        {"params": [one for one in model.parameters() if one.dim() <= 1], "weight_decay": 0.0},
    ]
    kind = {"adamw": torch.optim.AdamW, "adam": torch.optim.Adam, "sgd": torch.optim.SGD}[config.optimiser]
    more = {"momentum": MOMENTUM} if config.optimiser == "sgd" else {}
    optimiser = kind(groups, lr=config.learning_rate, fused=True, **more)
    steps, cycled = config.epochs * -(-len(data) // config.batch_size), config.optimiser != "sgd"
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, config.learning_rate, steps, pct_start=0.2, cycle_momentum=cycled
    )
    generator = torch.Generator().manual_seed(config.seed)
    for _ in range(config.epochs):
        for chosen in torch.randperm(len(data), generator=generator).split(config.batch_size):
            optimiser.zero_grad()
            model.loss(data[chosen], generator)["loss"].backward()
            optimiser.step()
            schedule.step()


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("epochs", [1, 7])
def test_the_steps_are_torchs_to_the_last_bit(digits, optimiser, epochs):
    config = TrainConfig(
        epochs=epochs, batch_size=16, optimiser=optimiser, learning_rate=1e-3, affine_share=0, decay=0.1
    )
    ours, theirs = (create("autoencoder", hidden=(40, 20), code_size=5) for _ in range(2))
    fit(ours, digits[0], config)
    reference(theirs, digits[0], config)
    for name, weight in theirs.named_parameters():
        assert torch.equal(weight, ours.get_parameter(name)), name


@pytest.mark.parametrize("steps", [1, 2, 4, 5, 6, 37])
def test_the_schedule_is_torchs_to_the_last_bit(steps):
    parameter = nn.Parameter(torch.zeros(1))
    optimiser = torch.optim.AdamW([parameter], lr=0.3)
    rise = 0.21 if steps == 5 else 0.2  # OneCycleLR divides by rise * steps - 1
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 0.3, steps, pct_start=rise)
    for step in range(steps):
        (group,) = optimiser.param_groups
        assert one_cycle(step, steps, 0.3) == (group["lr"], group["betas"][0])
        optimiser.step()
        if step < steps - 1:
            schedule.step()


def test_training_does_not_bring_in_torchs_compiler():
    code = """
import sys, aemodels, torch
for optimiser in ("adamw", "adam", "sgd"):
    config = aemodels.TrainConfig(epochs=1, optimiser=optimiser)
    aemodels.fit(aemodels.create("autoencoder"), torch.rand(20, 1, 28, 28), config)
assert "torch._dynamo" not in sys.modules and "sympy" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=120)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_the_momentum_is_what_the_words_say(digits, optimisers, optimiser):
    fit(create("linear"), digits[0], TrainConfig(epochs=5, batch_size=10, optimiser=optimiser, learning_rate=1e-4))
    ((_, seen),) = optimisers
    momenta = [momentum for _, momentum in seen]
    words = (
        choices(TrainConfig)["optimiser"].help
        + (Path(training.__file__).parents[1] / "ui" / "pages" / "train" / "train.md").read_text()
    )
    assert f"stays at {MOMENTUM}." in words
    assert f"with momentum ${MOMENTUM}$" in words
    assert "from $0.95$ to $0.85$" in words
    if optimiser == "sgd":
        assert set(momenta) == {MOMENTUM}
    else:
        assert (momenta[0], min(momenta)) == (pytest.approx(0.95), pytest.approx(0.85, abs=1e-3))
        assert momenta[-1] == pytest.approx(0.95, abs=1e-3)
        assert min(momenta) == momenta[len(momenta) // 5 - 1]


def decayed(model, data, optimisers):
    """Names of the parameters that the optimiser of a training of `model` was asked to decay."""
    fit(model, data, TrainConfig(epochs=1, batch_size=50, decay=0.1, affine_share=0))
    optimiser, _ = optimisers[-1]
    asked = {id(weight) for weights, decay in optimiser.groups if decay for weight in weights}
    all_of_them = [weight for weights, _ in optimiser.groups for weight in weights]
    assert len(all_of_them) == len(list(model.parameters()))
    return {name for name, weight in model.named_parameters() if id(weight) in asked}


def stays_free(model):
    """Names of a model's biases, gains and tokens, by what they belong to."""
    free = {f"{name}.bias" for name, _ in model.named_modules()} | {"mask_token", "top_bias"}
    free |= {f"{name}.weight" for name, one in model.named_modules() if isinstance(one, nn.LayerNorm | nn.GroupNorm)}
    return {name for name, _ in model.named_parameters() if name in free or "biases" in name or name.endswith("_bias")}


@pytest.mark.parametrize("name", variant_names())
def test_matrices_and_filters_decay_and_nothing_else(digits, optimisers, name):
    model = create(name)
    every = {key for key, _ in model.named_parameters()}
    expected = set() if name.startswith("sparse") else every - stays_free(model)
    assert bool(expected) != hasattr(model.config, "weight_decay")  # a decay in the loss is not done a second time
    assert decayed(model, digits[0][:50], optimisers) == expected == decaying(model)


def test_levels_and_classifiers_decay_their_matrices(digits, optimisers):
    stack = create("stacked", hidden=(20, 10), code_size=3)
    assert decayed(pretraining.Level(stack, 1), digits[0][:50], optimisers) == {"weight"}
    classifier = classification.Classifier(stack, digits)
    assert decayed(classifier, torch.arange(50), optimisers) == {"weights.0", "weights.1", "top_weight"}


def test_decay_shrinks_weights_and_leaves_biases_alone(digits):
    class Idle(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight, self.bias = nn.Parameter(torch.ones(2, 2)), nn.Parameter(torch.ones(2))

        def loss(self, x, generator):  # noqa: ARG002 nothing random here
            return {"loss": 0 * (self.weight.sum() + self.bias.sum())}

    model = Idle()
    fit(model, digits[0], replace(SHORT, decay=1.0))
    assert (model.weight < 0.95).all()
    assert (model.bias == 1).all()


@pytest.mark.parametrize("native", [True, False])
def test_half_precision_is_used_only_where_it_is_native(digits, monkeypatch, native):
    monkeypatch.setattr(training, "multiplies_bfloat16", lambda _: native)
    trainings = (replace(SHORT, epochs=1, bfloat16=asked) for asked in (False, True))
    plain, half = (fit(create("sparse"), digits[0], training)[0].losses for training in trainings)
    assert (half != plain) == native


@pytest.mark.parametrize("native", [True, False])
def test_bench_says_which_precision_was_used(monkeypatch, digits, native):
    for module in (bench, training):
        monkeypatch.setattr(module, "multiplies_bfloat16", lambda _: native)
    monkeypatch.setattr(
        strokes, "dataset", lambda *_: tuple(part.repeat(5, *[1] * (part.dim() - 1)) for part in digits)
    )
    rows = [row["what"] for row in bench._throughput(torch.device("cpu"), count=1_000, rounds=1)]
    assert ("fit, bfloat16, over DataLoader" in rows) == native
    assert ("fit, float32 in place of bfloat16, over DataLoader" in rows) != native
