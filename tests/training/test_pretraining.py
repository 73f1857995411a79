"""Greedy pretraining of a stack, and the classifier on top: each learns what it should and nothing else."""

from dataclasses import replace

import numpy
import pytest
import torch

from aemodels import TrainConfig, create, fit
from aemodels.models import losses
from aemodels.training import classification, pretraining

SHORT = TrainConfig(epochs=3, batch_size=50)
SMALL = {"hidden": (60, 40, 20), "code_size": 5}


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.fixture
def stack():
    return create("stacked", **SMALL)


def state(model):
    return {key: value.clone() for key, value in model.state_dict().items()}


@pytest.mark.parametrize("level", range(4))
def test_a_stage_changes_its_own_weights_and_no_others(stack, digits, level):
    before = state(stack)
    fit(pretraining.Level(stack, level), digits[0], SHORT)
    changed = {key for key, value in stack.state_dict().items() if not torch.equal(value, before[key])}
    assert changed == {f"weights.{level}", f"up_biases.{level}", f"down_biases.{level}"}


def test_a_level_redraws_its_own_input_from_a_spoiled_one(stack, digits):
    x, level = digits[0][:20], pretraining.Level(stack, 1)
    h = stack.encode_to(x, 1)
    corrupted = level.corrupt(h, seeded(4))
    assert (corrupted == 0).float().mean().item() == pytest.approx(0.25, abs=0.05)
    assert torch.equal(corrupted[corrupted != 0], h[corrupted != 0])
    raised = torch.sigmoid(corrupted @ stack.weights[1].T + stack.up_biases[1])
    logits = raised @ stack.weights[1] + stack.down_biases[1]
    by_hand = torch.nn.functional.binary_cross_entropy_with_logits(logits, h, reduction="none").sum(1).mean()
    assert level.loss(x, seeded(4))["loss"].item() == pytest.approx(by_hand.item(), rel=1e-5)


def test_greedy_trains_from_the_pixels_up(stack, digits):
    after, start = [], state(stack)
    histories = pretraining.greedy(stack, digits[0], SHORT, lambda levels: after.append((levels, state(stack))))
    assert [levels for levels, _ in after] == [1, 2, 3, 4]
    assert [len(history) for history in histories] == [3] * 4
    assert not stack.training
    before = start
    for level, (_, now) in enumerate(after):
        changed = {int(key.rsplit(".", 1)[1]) for key in now if not torch.equal(now[key], before[key])}
        assert changed == {level}
        before = now


def test_greedy_levels_learn(stack, digits):
    histories = pretraining.greedy(stack, digits[0], replace(SHORT, epochs=30, learning_rate=1e-2))
    assert histories[0][-1].losses["loss"] < 0.7 * histories[0][0].losses["loss"]
    for history in histories[1:]:
        assert history[-1].losses["loss"] < history[0].losses["loss"]


def test_up_and_down_share_one_matrix_and_forward_is_both(stack, digits):
    x = digits[0][:5]
    h = x.flatten(1)
    for level in range(3):
        h = torch.sigmoid(h @ stack.weights[level].T + stack.up_biases[level])
    z = h @ stack.weights[3].T + stack.up_biases[3]
    assert torch.allclose(stack.encode(x), z, atol=1e-6)
    for level in reversed(range(4)):
        z = torch.sigmoid(z @ stack.weights[level] + stack.down_biases[level])
    assert torch.allclose(stack(x).flatten(1), z, atol=1e-6)
    assert stack.loss(x, seeded())["loss"].item() == pytest.approx(losses.squared_error(stack(x), x).mean().item())
    assert torch.equal(stack.decode_from(stack.encode_to(x, 0), 0), x)


def test_the_film_shows_the_ten_examples(stack):
    frame = pretraining.film_frame(stack, 2)
    assert (frame.dtype, frame.shape) == (torch.uint8, (10, 784))
    assert not torch.equal(frame, pretraining.film_frame(stack, 1))


def test_a_classifier_learns_and_leaves_the_stack_alone(stack, digits):
    before = state(stack)
    config = TrainConfig(epochs=40, batch_size=50, learning_rate=2e-2)
    error = classification.classification_error(stack, digits, digits, config, 200)
    assert error < 0.2
    assert all(torch.equal(value, before[key]) for key, value in stack.state_dict().items())
    assert error == classification.classification_error(stack, digits, digits, config, 200)


def test_a_fresh_classifier_says_nothing_and_computes_what_the_stack_does(stack, digits):
    classifier = classification.Classifier(stack, digits)
    assert torch.equal(classifier(digits[0]), torch.zeros(200, 10))
    loss = classifier.loss(torch.arange(20), seeded())["loss"]
    assert loss.item() == pytest.approx(torch.tensor(10.0).log().item())
    classifier.top_weight.data = torch.randn(10, 20, generator=seeded())
    expected = stack.encode_to(digits[0], 3) @ classifier.top_weight.T
    assert torch.allclose(classifier(digits[0]), expected, atol=1e-5)


def test_few_labels_are_equally_many_of_each_digit():
    labels = torch.arange(1000) % 10
    chosen = classification.balanced(labels, 100, seeded(1))
    assert labels[chosen].bincount().tolist() == [10] * 10
    assert len(chosen.unique()) == 100
    assert not torch.equal(chosen, classification.balanced(labels, 100, seeded(2)))
    assert torch.equal(classification.balanced(labels, 1000, seeded()).sort().values, torch.arange(1000))


def test_the_curve_has_means_and_their_standard_errors_over_five_seeds(stack, digits, monkeypatch):
    monkeypatch.setattr(classification, "PASSES", {50: 2, 200: 1})
    curve = classification.label_curve(stack, digits, digits, SHORT)
    assert list(curve) == ["50", "200"]
    entries = {"pretrained", "pretrained_standard_error", "random", "random_standard_error", "seeds"}
    assert all(set(row) == entries and row["seeds"] == 5 for row in curve.values())
    config = replace(SHORT, epochs=2, batch_size=100)
    errors = [
        classification.classification_error(stack, digits, digits, replace(config, seed=seed), 50) for seed in range(5)
    ]
    assert curve["50"]["pretrained"] == pytest.approx(sum(errors) / 5)
    assert curve["50"]["pretrained_standard_error"] == pytest.approx(numpy.std(errors, ddof=1) / 5**0.5)
