"""noise: every corruption keeps the form, follows its generator, and corrupts as much as it says."""

import pytest
import torch

from aemodels.noise import NOISES, PATCH, corrupt

EVERY = pytest.mark.parametrize("name", NOISES)


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def grey(count, value=0.5):
    return torch.full((count, 1, 28, 28), value)


@EVERY
def test_the_form_stays_and_the_clean_images_are_left_alone(name, digits):
    x = digits[0]
    before = x.clone()
    for amount in (0.1, NOISES[name].maximum):
        y = corrupt(x, name, amount, seeded())
        assert (y.shape, y.dtype) == (x.shape, x.dtype)
        assert y.min() >= 0
        assert y.max() <= 1
        assert not torch.equal(y, x)
    assert torch.equal(x, before)


@EVERY
def test_one_seed_one_noise(name, digits):
    x, state = digits[0], torch.get_rng_state()
    y = corrupt(x, name, 0.5, seeded(1))
    assert torch.equal(y, corrupt(x, name, 0.5, seeded(1)))
    assert not torch.equal(y, corrupt(x, name, 0.5, seeded(2)))
    assert torch.equal(state, torch.get_rng_state())
    assert corrupt(x, name, 0.5).shape == x.shape  # no generator: torch's own


@EVERY
def test_nothing_is_spoiled_by_an_amount_of_zero(name, digits):
    y = corrupt(digits[0], name, 0, seeded())
    assert torch.equal(y, digits[0])
    assert y.data_ptr() != digits[0].data_ptr()


@EVERY
def test_images_differ_from_each_other_in_their_noise(name):
    y = corrupt(grey(2), name, 0.5, seeded())
    assert not torch.equal(y[0], y[1])


@EVERY
def test_each_image_may_have_its_own_amount(name, digits):
    x = digits[0][:4]
    assert torch.equal(corrupt(x, name, torch.full((4,), 0.4), seeded()), corrupt(x, name, 0.4, seeded()))
    damage = (corrupt(grey(4), name, torch.tensor([0.0, 0.9, 0.0, 0.2]), seeded()) - 0.5).abs().flatten(1).sum(1)
    assert damage[0] == damage[2] == 0
    assert damage[1] > damage[3] > 0


@EVERY
@pytest.mark.parametrize(("images", "amounts"), [(1, 5), (2, 3)])
def test_as_many_amounts_as_images_or_one(name, images, amounts):
    with pytest.raises((ValueError, RuntimeError)):
        corrupt(grey(images), name, torch.full((amounts,), 0.4), seeded())


@EVERY
def test_an_empty_batch_stays_empty(name):
    assert corrupt(grey(0), name, torch.zeros(0), seeded()).shape == (0, 1, 28, 28)


def test_gaussian_noise_has_the_deviation_it_says():
    change = corrupt(grey(100), "gaussian", 0.1, seeded()) - 0.5
    assert change.std().item() == pytest.approx(0.1, abs=0.001)
    assert change.mean().item() == pytest.approx(0, abs=0.002)


def test_masking_sets_its_share_of_pixels_to_black():
    y = corrupt(grey(100), "masking", 0.3, seeded())
    assert set(y.unique().tolist()) == {0.0, 0.5}
    assert (y == 0).float().mean().item() == pytest.approx(0.3, abs=0.01)
    assert (corrupt(grey(5), "masking", 1.0, seeded()) == 0).all()


def test_salt_and_pepper_come_half_and_half():
    y = corrupt(grey(100), "salt_and_pepper", 0.3, seeded())
    assert set(y.unique().tolist()) == {0.0, 0.5, 1.0}
    assert (y == 0).float().mean().item() == pytest.approx(0.15, abs=0.006)
    assert (y == 1).float().mean().item() == pytest.approx(0.15, abs=0.006)


def test_patches_are_erased_whole_and_in_their_share():
    y = corrupt(grey(400), "erase_patches", 0.3, seeded())
    patches = y.unfold(2, PATCH, PATCH).unfold(3, PATCH, PATCH).flatten(4)  # (N, 1, 7, 7, 16)
    assert PATCH == 4
    assert patches.shape == (400, 1, 7, 7, 16)
    assert (patches == patches[..., :1]).all()
    assert (patches[..., 0] == 0).float().mean().item() == pytest.approx(0.3, abs=0.015)
    assert (corrupt(grey(5), "erase_patches", 1.0, seeded()) == 0).all()


def test_an_unknown_name_lists_the_known():
    with pytest.raises(KeyError, match="snow") as caught:
        corrupt(grey(1), "snow", 0.5)
    assert all(name in str(caught.value) for name in NOISES)


@EVERY
@pytest.mark.parametrize("amount", [-0.1, 1.1, float("nan"), torch.tensor([0.2, 3.0])])
def test_an_amount_out_of_range_is_refused(name, amount):
    with pytest.raises(ValueError, match=name):
        corrupt(grey(2), name, amount, seeded())
