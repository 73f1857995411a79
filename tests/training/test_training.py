"""training: fit learns, repeats itself, reports, stops when asked, and asks nothing of a model but its loss."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from aemodels import TrainConfig, create, fit, variant_names
from aemodels.training.loop import TrainingDiverged
from aemodels.training.optimisers import OPTIMISERS

SHORT = TrainConfig(epochs=10, batch_size=32)


class Small(nn.Module):
    """A model that has a loss and nothing else."""

    def __init__(self):
        super().__init__()
        self.picture = nn.Parameter(torch.zeros(1, 1, 28, 28))
        self.seen, self.modes = [], []

    def loss(self, x, generator):
        self.seen.append(x.detach().clone())
        self.modes.append(self.training)
        error = (self.picture - x).square().flatten(1).sum(1).mean()
        luck = torch.rand((), generator=generator)
        return {"loss": error + luck, "squared_error": error, "luck": luck}


class Hopeless(Small):
    def loss(self, x, generator):
        return {"loss": super().loss(x, generator)["loss"] * float("nan")}


def losses_of(history):
    return [progress.losses for progress in history]


@pytest.mark.parametrize("name", variant_names())
def test_every_variant_learns(digits, name):
    model = create(name)
    history = fit(model, digits[0], SHORT)
    assert history[-1].losses["loss"] < 0.6 * history[0].losses["loss"]
    assert not model.training


@pytest.mark.parametrize("name", variant_names())
def test_a_training_follows_from_its_seeds(digits, name):
    config, state, x = TrainConfig(epochs=2, batch_size=16), torch.get_rng_state(), digits[0][:32]
    first, again, other = (losses_of(fit(create(name), x, replace(config, seed=seed))) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert torch.equal(state, torch.get_rng_state())


def test_a_plain_module_with_a_loss_is_enough(digits):
    model = Small()
    history = fit(model, digits[0], replace(SHORT, learning_rate=0.05))
    assert set(history[0].losses) == {"loss", "squared_error", "luck"}
    assert history[-1].losses["squared_error"] < 0.7 * history[0].losses["squared_error"]
    assert all(model.modes)
    assert not model.training


def test_every_image_is_seen_once_an_epoch_in_a_new_order(digits):
    model = Small()
    fit(model, digits[0], TrainConfig(epochs=2, batch_size=64, affine_share=0))
    assert [len(batch) for batch in model.seen] == [64, 64, 64, 8] * 2
    first, second = torch.cat(model.seen[:4]), torch.cat(model.seen[4:])
    assert not torch.equal(first, second)
    for epoch in (first, second):
        assert torch.equal(*(x.flatten(1).sum(1).sort().values for x in (epoch, digits[0])))


@pytest.mark.parametrize("share", [0, 0.25, 1])
def test_the_affine_share_of_each_batch_is_changed(digits, share):
    model = Small()
    fit(model, digits[0], TrainConfig(epochs=1, batch_size=100, affine_share=share))
    for batch in model.seen:
        distance = torch.cdist(batch.flatten(1), digits[0].flatten(1), compute_mode="donot_use_mm_for_euclid_dist")
        assert (distance.min(1).values > 1e-3).sum() == share * len(batch)


def test_reported_losses_are_means_over_the_images(digits):
    values = []

    class Listening(Small):
        def loss(self, x, generator):
            terms = super().loss(x, generator)
            values.append((len(x), terms["loss"].item()))
            return terms

    (progress,) = fit(Listening(), digits[0], TrainConfig(epochs=1, batch_size=64))
    assert progress.losses["loss"] == pytest.approx(sum(count * value for count, value in values) / 200, rel=1e-5)


def test_steps_and_epochs_are_reported(digits):
    steps, epochs = [], []
    history = fit(Small(), digits[0], TrainConfig(epochs=3, batch_size=64), epochs.append, steps.append)
    assert steps == list(range(1, 13))
    assert history == epochs
    assert [(progress.epoch, progress.epochs) for progress in epochs] == [(1, 3), (2, 3), (3, 3)]
    seconds = [progress.seconds for progress in epochs]
    assert 0 < seconds[0] < seconds[1] < seconds[2]
    assert epochs[0].seconds_left == pytest.approx(2 * seconds[0])
    assert epochs[-1].seconds_left == 0


@pytest.mark.parametrize("where", ["on_epoch", "on_step"])
def test_a_callback_that_raises_stops_the_training(digits, where):
    class Enough(Exception):
        pass

    def stop(_):
        raise Enough

    model = Small()
    with pytest.raises(Enough):
        fit(model, digits[0], TrainConfig(epochs=3, batch_size=64), **{where: stop})
    assert len(model.seen) == (4 if where == "on_epoch" else 1)


def test_a_callback_may_look_at_the_model_in_eval_mode(digits):
    model = Small()
    fit(model, digits[0], TrainConfig(epochs=2, batch_size=100), lambda _: model.eval())
    assert model.modes == [True] * 4


@pytest.mark.parametrize("learning_rate", [1e4, 1e30])
def test_an_absurd_learning_rate_is_told(digits, learning_rate):
    config = TrainConfig(epochs=3, batch_size=64, learning_rate=learning_rate)
    with pytest.raises(TrainingDiverged, match="smaller learning rate"):
        fit(create("vae"), digits[0], config)


def test_a_loss_that_is_no_number_is_told_after_the_first_epoch(digits):
    epochs = []
    with pytest.raises(TrainingDiverged, match="nan in epoch 1"):
        fit(Hopeless(), digits[0], TrainConfig(epochs=3), epochs.append)
    assert not epochs


@pytest.mark.parametrize("batches", range(1, 8))
def test_the_shortest_trainings_work(digits, batches):
    history = fit(Small(), digits[0][: 10 * batches], TrainConfig(epochs=1, batch_size=10))
    assert len(history) == 1


def test_bfloat16_learns_and_keeps_float32_weights(digits):
    model = create("sparse")
    history = fit(model, digits[0], replace(SHORT, bfloat16=True))
    assert history[-1].losses["loss"] < 0.6 * history[0].losses["loss"]
    assert {parameter.dtype for parameter in model.parameters()} == {torch.float32}


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_every_optimiser_learns_and_repeats_itself(digits, optimiser):
    config = replace(SHORT, optimiser=optimiser, learning_rate=1e-3, decay=0)
    models = (create("autoencoder", hidden=(100,)) for _ in range(2))
    first, again = (losses_of(fit(model, digits[0], config)) for model in models)
    assert first == again
    assert first[-1]["loss"] < 0.8 * first[0]["loss"]


def test_an_unknown_optimiser_lists_the_known(digits):
    with pytest.raises(ValueError, match=r"magic.*adamw, adam, sgd"):
        fit(Small(), digits[0], TrainConfig(optimiser="magic"))


def test_a_loss_that_explodes_is_told_before_it_overflows(digits):
    epochs = []
    config = TrainConfig(epochs=30, batch_size=200, learning_rate=1e3, optimiser="sgd", affine_share=0)

    class Steep(Small):
        def loss(self, x, generator):  # noqa: ARG002 nothing random here
            return {"loss": (self.picture - x).square().flatten(1).sum(1).mean()}

    with pytest.raises(TrainingDiverged, match=r"rose from .* smaller learning rate, such as 100"):
        fit(Steep(), digits[0], config, epochs.append)
    assert len(epochs) < 29
