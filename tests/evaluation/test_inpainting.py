"""Holes: masks by chance, answers in the hole alone, errors per hidden pixel."""

from itertools import pairwise

import pytest
import torch

from aemodels import create
from aemodels.evaluation import inpainting
from aemodels.models.masked import MaskedAutoencoder
from aemodels.models.patches import pixels_of


@pytest.fixture(scope="module")
def masked():
    return create("masked", 0, width=16, depth=2, heads=2, decoder_width=16, decoder_depth=2).eval()


def one_hidden(place):
    hidden = torch.zeros(1, 49, dtype=torch.bool)
    hidden[0, place] = True
    return hidden


def test_masks_by_chance_hide_as_many_as_are_asked_for_and_grow():
    masks = [inpainting.random_masks(5, count, torch.Generator().manual_seed(2)) for count in (0, 10, 37, 49)]
    assert [mask.sum(1).unique().tolist() for mask in masks] == [[0], [10], [37], [49]]
    for fewer, more in pairwise(masks):
        assert not (fewer & ~more).any()
    assert len({tuple(row.tolist()) for row in masks[2]}) == 5


def test_every_patch_is_hidden_equally_often():
    share = inpainting.random_masks(4000, 12, torch.Generator().manual_seed(1)).float().mean(0)
    assert (share - 12 / 49).abs().max() < 0.03


@pytest.mark.parametrize("name", ["masked", "linear"])
def test_only_the_hole_is_filled(digits, masked, name):
    x = digits[0][:3]
    model = masked if name == "masked" else create("linear", 0, code_size=5).eval()
    hidden = inpainting.random_masks(3, 20, torch.Generator().manual_seed(3))
    with torch.no_grad():
        y = model.fill(x, hidden)
    hole = pixels_of(hidden)
    assert torch.equal(y[~hole], x[~hole])
    assert not torch.equal(y[hole], x[hole])


@pytest.mark.parametrize("name", ["masked", "linear"])
def test_what_is_hidden_is_not_seen(digits, masked, name):
    x = digits[0][:1]
    model = masked if name == "masked" else create("linear", 0, code_size=5).eval()
    hidden = inpainting.random_masks(1, 30, torch.Generator().manual_seed(3))
    other = torch.where(pixels_of(hidden), 1 - x, x)
    with torch.no_grad():
        assert torch.equal(model.fill(x, hidden), model.fill(other, hidden))


def test_the_error_in_the_hole_by_hand():
    x, y = torch.zeros(2, 1, 28, 28), torch.zeros(2, 1, 28, 28)
    y[0, 0, 0, 0] = 1  # in the first patch, of 16 pixels
    y[1, 0, 27, 27] = 1  # outside it
    hidden = one_hidden(0).expand(2, -1)
    assert inpainting.error_in_hole(y, x, hidden).tolist() == [1 / 16, 0]
    assert inpainting.error_in_hole(y, x, torch.zeros(2, 49, dtype=torch.bool)).tolist() == [0, 0]


def test_statistics_hold_a_curve_and_for_masked_models_the_mean(digits, masked):
    x = digits[0]
    found = inpainting.statistics(masked, x, x, 0)
    assert found["hole_share"].tolist() == pytest.approx([count / 49 for count in inpainting.HIDDEN])
    assert found["hole_error"].shape == found["hole_error_of_mean"].shape == (len(inpainting.HIDDEN),)
    assert (found["mean_image"].float() - x.mean(0)[0]).abs().max() < 1e-3
    # The mean image's error per pixel is the pixels' variance, whichever are hidden.
    assert found["hole_error_of_mean"].mean() == pytest.approx(float(x.var(0, unbiased=False).mean()), rel=0.05)
    assert "mean_image" not in inpainting.statistics(create("linear", 0, code_size=5), x, x, 0)


def test_looks_in_the_decoder_belong_to_all_patches_and_follow_what_is_seen(digits, masked):
    assert isinstance(masked, MaskedAutoencoder)
    x, hidden = digits[0][:2], inpainting.random_masks(2, 37, torch.Generator().manual_seed(1))
    with torch.no_grad():
        maps = masked.decoder_attention(x, hidden)
        unseen = masked.decoder_attention(torch.where(pixels_of(hidden), 1 - x, x), hidden)
    assert [tuple(one.shape) for one in maps] == [(2, 2, 49, 49)] * 2
    for one, same in zip(maps, unseen, strict=True):
        assert torch.allclose(one.sum(3), torch.ones(2, 2, 49), atol=1e-5)
        assert torch.equal(one, same)
