"""strokes: hand-made digits are well formed, varied, reproducible and balanced."""

import pytest
import torch

from aemodels.data import strokes
from aemodels.drawing import check_strokes, from_strokes

EVERY = [(label, style) for label in range(10) for style in range(strokes.styles(label))]


def seeded(seed):
    return torch.Generator().manual_seed(seed)


def coordinates(drawn):
    return torch.tensor([point for stroke in drawn for point in stroke["points"]])


@pytest.mark.parametrize("label", range(10))
def test_every_digit_has_styles_that_differ(label):
    plain = [from_strokes(strokes.digit(label, style)) for style in range(strokes.styles(label))]
    assert len(plain) >= 3
    for first in range(len(plain)):
        for second in range(first):
            assert ((plain[first] - plain[second]) ** 2).sum() > 2


@pytest.mark.parametrize(("label", "style"), EVERY)
def test_plain_form_lies_in_the_middle_at_mnist_proportions(label, style):
    drawn = strokes.digit(label, style)
    assert check_strokes(drawn) == drawn == strokes.digit(label, style)
    assert all(value == round(value, 4) for stroke in drawn for point in stroke["points"] for value in point)
    low, high = coordinates(drawn).amin(0), coordinates(drawn).amax(0)
    assert torch.allclose(low + high, torch.ones(2), atol=1e-3)
    assert high[1] - low[1] == pytest.approx(20 / 28, abs=0.06)
    assert high[0] - low[0] < 20 / 28


@pytest.mark.parametrize(("label", "style"), EVERY)
def test_lines_are_smooth_but_for_their_few_corners(label, style):
    for stroke in strokes.digit(label, style):
        step = coordinates([stroke]).diff(dim=0)
        assert (step.norm(dim=1) > 0.001).all()
        assert (step.norm(dim=1) < 0.12).all()
        turn = torch.nn.functional.cosine_similarity(step[1:], step[:-1])
        assert (turn < 0.5).sum() <= 2  # sharper than 60 degrees


@pytest.mark.parametrize(("label", "style"), EVERY)
def test_varied_forms_are_valid_and_stay_on_the_canvas(label, style):
    generator = seeded(label)
    for _ in range(20):
        drawn = strokes.digit(label, style, generator)
        assert check_strokes(drawn) == drawn
        assert coordinates(drawn).amin() > 0.005
        assert coordinates(drawn).amax() < 0.995


def test_seeds_reproduce_and_differ():
    before = torch.get_rng_state()
    assert strokes.digit(3, 1, seeded(5)) == strokes.digit(3, 1, seeded(5)) != strokes.digit(3, 1, seeded(6))
    x, labels = strokes.dataset(40, seeded(0))
    again, other = strokes.dataset(40, seeded(0)), strokes.dataset(40, seeded(1))
    assert torch.equal(x, again[0])
    assert torch.equal(labels, again[1])
    assert not torch.equal(x, other[0])
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize(("label", "style"), [(10, 0), (-1, 0), ("3", 0), (3, 99), (3, -1)])
def test_unknown_digits_and_styles_are_named(label, style):
    with pytest.raises(ValueError, match=r"digit"):
        strokes.digit(label, style)


@pytest.mark.parametrize("count", [0, 7, 200])
def test_dataset_is_balanced_and_in_mnist_form(count):
    x, labels = strokes.dataset(count, seeded(0))
    assert x.shape == (count, 1, 28, 28)
    assert x.dtype == torch.float32
    assert labels.shape == (count,)
    assert labels.dtype == torch.int64
    share = labels.bincount(minlength=10)
    assert share.max() - share.min() <= 1
    assert count == 0 or (x.min() >= 0 and 0.9 < x.max() <= 1)


def test_dataset_has_about_as_much_ink_as_mnist():
    x, labels = strokes.dataset(500, seeded(0))
    amount = x.sum((1, 2, 3))
    assert 92 < amount.mean() < 112  # 102 on MNIST's training images
    assert amount[labels == 1].mean() < 75 < 100 < amount[labels == 0].mean()
    assert x.flatten(1).std(0).max() > 0.3


def test_digits_are_nearest_to_their_own_kind():
    (x, labels), (y, truth) = strokes.dataset(800, seeded(0)), strokes.dataset(200, seeded(1))
    nearest = labels[torch.cdist(y.flatten(1), x.flatten(1)).argmin(1)]
    assert (nearest == truth).float().mean() > 0.93
