"""The masked variant: patches, masks and their inverse, and an encoder that sees visible patches only."""

import pytest
import torch

from aemodels import create
from aemodels.models import losses
from aemodels.models.attention import sine_cosine_positions
from aemodels.models.masked import order_of, patchify, unpatchify
from aemodels.models.patches import pixels_of


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.fixture(scope="module")
def model():
    return create("masked").eval().requires_grad_(False)


@pytest.fixture(scope="module")
def x(digits):
    return digits[0][:12]


@pytest.fixture(scope="module")
def hidden(model):
    return model.hide(12, seeded(1))


def test_patches_are_squares_in_reading_order(x):
    patches = patchify(x)
    assert patches.shape == (12, 49, 16)
    assert torch.equal(patches[3, 7 * 2 + 5].reshape(4, 4), x[3, 0, 8:12, 20:24])
    assert torch.equal(unpatchify(patches), x)


@pytest.mark.parametrize("mask_ratio", [0.0, 0.25, 0.75, 0.98])
def test_masks_hide_their_share_by_chance(model, mask_ratio):
    hidden = model.hide(2000, seeded(), mask_ratio)
    assert hidden.dtype == torch.bool
    assert (hidden.sum(1) == round(49 * mask_ratio)).all()
    assert (hidden.float().mean(0) - round(49 * mask_ratio) / 49).abs().max() < 0.06
    assert torch.equal(hidden, model.hide(2000, seeded(), mask_ratio))


def test_mask_and_unmask_are_inverse_permutations(hidden):
    shuffle, restore = order_of(hidden)
    places = torch.arange(49).expand(12, -1)
    for order in (shuffle, restore):
        assert torch.equal(order.sort(1).values, places)
    assert torch.equal(shuffle.gather(1, restore), places)
    assert torch.equal(restore.gather(1, shuffle), places)
    in_order = hidden.gather(1, shuffle)
    assert not in_order[:, :12].any()
    assert in_order[:, 12:].all()
    assert (shuffle[:, :12].diff(dim=1) > 0).all()


def test_pixels_of_a_mask_are_those_of_its_patches(hidden):
    pixels = pixels_of(hidden)
    assert pixels.shape == (12, 1, 28, 28)
    assert torch.equal(patchify(pixels.float()).mean(2), hidden.float())


def test_the_encoder_never_sees_a_hidden_patch(model, x, hidden):
    corrupted = torch.where(pixels_of(hidden), torch.rand(x.shape, generator=seeded(2)), x)
    z = model.encode(x, hidden)
    assert z.shape == (12, 12, model.config.width)
    assert torch.equal(z, model.encode(corrupted, hidden))
    assert not torch.allclose(model.encode(x), model.encode(corrupted))
    answers = [model.predict(pictures, hidden) for pictures in (x, corrupted)]
    assert torch.equal(*answers)
    assert torch.equal(answers[0][~pixels_of(hidden)], x[~pixels_of(hidden)])


def test_tokens_know_their_place(model, x, hidden):
    """Had the decoder put the tokens elsewhere, a visible patch would not stand where it came from."""
    places = order_of(hidden)[0][:, :12]
    assert torch.equal(
        model.tokens(x, hidden), model.tokens(x).gather(1, places[..., None].expand(-1, -1, model.config.width))
    )


def test_forward_answers_each_patch_without_having_seen_it(model, x):
    answer = model(x)
    for patch in (0, 24, 45):
        alone = (torch.arange(49) == patch).expand(len(x), -1)
        other = torch.where(pixels_of(alone), 1 - x, x)
        assert torch.equal(model(other)[pixels_of(alone)], answer[pixels_of(alone)])
        assert not torch.equal(model(other), answer)


def test_quarters_are_near_enough_to_what_training_showed(model):
    assert model.quarters.bincount().tolist() == [14, 11, 14, 10]
    grid = model.quarters.reshape(7, 7)
    assert (grid[:, 1:] != grid[:, :-1]).all()  # no two neighbours are seen at once
    assert (grid[1:] != grid[:-1]).all()


def test_the_loss_counts_hidden_patches_alone(model, x):
    hidden = model.hide(len(x), seeded(3))
    expected = model.decode(model.encode(x, hidden), hidden)
    by_hand = ((expected - x).square() * pixels_of(hidden)).flatten(1).sum(1).mean()
    assert model.loss(x, seeded(3))["loss"].item() == pytest.approx(by_hand.item(), rel=1e-5)
    assert model.loss(x, seeded(3))["loss"] < losses.squared_error(expected, x).mean()


def test_attention_is_what_the_blocks_use(model, x, hidden):
    maps = model.attention(x, hidden)
    assert len(maps) == model.config.depth
    for weights in maps:
        assert weights.shape == (12, model.config.heads, 12, 12)
        assert torch.allclose(weights.sum(3), torch.ones(()), atol=1e-5)
    assert model.attention(x)[0].shape[2:] == (49, 49)
    block, tokens = model.encoder.blocks[0], model.tokens(x, hidden)
    _, _, value = block._queries_keys_values(tokens)
    mixed = tokens + block.merge((maps[0] @ value).transpose(1, 2).reshape(tokens.shape))
    assert torch.allclose(block(tokens), mixed + block.dense(mixed), atol=1e-6)


def test_features_are_the_mean_token_of_the_whole_picture(model, x):
    assert torch.allclose(model.features(x), model.encode(x).mean(1))
    assert model.code_size == 49 * model.config.width


def test_masks_of_unlike_size_are_refused(model, x):
    uneven = torch.zeros(12, 49, dtype=torch.bool)
    uneven[0, 0] = True
    with pytest.raises(ValueError, match="equally many"):
        model.predict(x, uneven)


def test_positions_by_the_formula():
    positions = sine_cosine_positions(7, 16)
    row, column, frequency = 3, 5, 10_000 ** (-2 / 4)
    place = positions[row * 7 + column]
    expected = [torch.tensor(row * frequency).sin(), torch.tensor(row * frequency).cos()]
    assert [place[2].item(), place[6].item()] == pytest.approx([value.item() for value in expected], abs=1e-6)
    assert place[10].item() == pytest.approx(torch.tensor(column * frequency).sin().item(), abs=1e-6)
    assert len(positions.unique(dim=0)) == 49
    with pytest.raises(ValueError, match="multiple of 4"):
        sine_cosine_positions(7, 18)


def test_widths_that_heads_do_not_divide_are_refused():
    with pytest.raises(ValueError, match="heads"):
        create("masked", width=64, heads=5)
