"""augmentation: mild, seeded, and within the bounds that its docstring gives."""

import math

import pytest
import torch

from aemodels.data import augmentation
from aemodels.data.augmentation import random_affine


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def centres(x):
    """Centres of mass (N, 2) in pixels."""
    place, total = torch.arange(28.0), x.sum((1, 2, 3))
    return torch.stack([(x.sum((1, 2)) * place).sum(1) / total, (x.sum((1, 3)) * place).sum(1) / total], 1)


@pytest.fixture
def matrices(monkeypatch):
    """The 1000 matrices (2, 3) that random_affine hands to affine_grid."""
    caught, plain = [], augmentation.F.affine_grid

    def listening(theta, *arguments, **options):
        caught.append(theta)
        return plain(theta, *arguments, **options)

    monkeypatch.setattr(augmentation.F, "affine_grid", listening)
    random_affine(torch.zeros(1000, 1, 28, 28), seeded())
    return caught[0].double()


def test_the_form_stays(digits):
    y = random_affine(digits[0], seeded())
    assert (y.shape, y.dtype) == (digits[0].shape, torch.float32)
    assert y.min() >= 0
    assert y.max() <= 1


def test_one_seed_one_change(digits):
    state = torch.get_rng_state()
    y = random_affine(digits[0], seeded(1))
    assert torch.equal(y, random_affine(digits[0], seeded(1)))
    assert not torch.equal(y, random_affine(digits[0], seeded(2)))
    assert torch.equal(state, torch.get_rng_state())


def test_every_image_changes_in_its_own_way(digits):
    same = digits[0][:1].repeat(20, 1, 1, 1)
    y = random_affine(same, seeded())
    assert len(torch.unique(y.flatten(1), dim=0)) == 20
    assert ((y - same).flatten(1).abs().max(1).values > 0.05).all()


def test_changes_are_mild(digits):
    y = random_affine(digits[0], seeded())
    assert y.mean().item() == pytest.approx(digits[0].mean().item(), rel=0.05)
    moved = (centres(y) - centres(digits[0])).norm(dim=1)
    assert moved.max() < 3
    assert moved.mean() > 0.2


def test_shifts_reach_one_pixel_and_no_further(matrices):
    shift = matrices[:, :, 2].abs() * 14  # affine_grid's unit is half a picture
    assert 0.95 < shift.max() <= 1 + 1e-6


def test_turn_shear_and_scale_keep_their_bounds(matrices):
    # A = diag(wide, tall) · R(angle) · [[1, shear], [0, 1]], solved for the four.
    (a, b), (c, d) = matrices[:, 0, :2].T, matrices[:, 1, :2].T
    angle = 0.5 * torch.asin(2 / (d / c - b / a))
    shear, wide, tall = b / a + angle.tan(), a / angle.cos(), c / angle.sin()
    assert 10 < math.degrees(angle.abs().max()) < 11.01
    assert 0.23 < shear.abs().max() < 0.251
    for scale in (wide, tall):
        assert 0.13 < (scale - 1).abs().max() < 0.151
    assert abs(angle.mean()) < 0.02  # as often to the left as to the right
