"""training: what the optimiser is asked to do is what people read: momentum, decay, precision, and when to stop."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import nn

from aemodels import TrainConfig, bench, classification, create, fit, pretraining, strokes, training, variant_names
from aemodels.choices import choices
from aemodels.training import EXPLODED, MOMENTUM, OPTIMISERS, TrainingDiverged, check_loss, decaying

SHORT = TrainConfig(epochs=10, batch_size=32)
PAGE = Path(training.__file__).with_name("ui") / "pages" / "train" / "train.md"


def test_a_loss_explodes_when_it_is_so_many_times_the_first_as_people_read():
    assert f"or more than {EXPLODED} times what it was at the start, stops itself" in PAGE.read_text()
    check_loss(EXPLODED * 10.0, 10.0, "now", 1e-3)
    with pytest.raises(TrainingDiverged, match="rose from 10"):
        check_loss(EXPLODED * 10.0 + 0.1, 10.0, "now", 1e-3)


@pytest.fixture
def optimisers(monkeypatch):
    """The optimisers that fit makes, in order, each with the settings of its groups before every step."""
    made = []

    def listening(plain):
        def make(*arguments, **options):
            optimiser = plain(*arguments, **options)
            seen = []
            optimiser.register_step_pre_hook(
                lambda one, *_: seen.append([{k: v for k, v in g.items() if k != "params"} for g in one.param_groups])
            )
            made.append((optimiser, seen))
            return optimiser

        return make

    for name, plain in OPTIMISERS.items():
        monkeypatch.setitem(OPTIMISERS, name, listening(plain))
    return made


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_the_momentum_is_what_the_words_say(digits, optimisers, optimiser):
    fit(create("linear"), digits[0], TrainConfig(epochs=5, batch_size=10, optimiser=optimiser, learning_rate=1e-4))
    ((_, seen),) = optimisers
    momenta = [group.get("momentum", group.get("betas", (None,))[0]) for (group, _) in seen]
    words = (
        choices(TrainConfig)["optimiser"].help
        + (Path(training.__file__).with_name("ui") / "pages" / "train" / "train.md").read_text()
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
    asked = {id(weight) for group in optimiser.param_groups if group["weight_decay"] for weight in group["params"]}
    all_of_them = [weight for group in optimiser.param_groups for weight in group["params"]]
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
