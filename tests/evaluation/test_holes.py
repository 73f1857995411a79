"""Holes of a map: how much of its land is empty, and where, on a plane that is known and on the shipped maps."""

import pytest
import torch

from aemodels import load
from aemodels.data import mnist
from aemodels.evaluation import holes
from aemodels.store import pretrained

MAPPED = [card.name for card in pretrained.available() if card.code_size == 2]


class Plane(torch.nn.Module):
    """Codes are the first two pixels; below one half the decoder roughly returns them, elsewhere it draws white."""

    def encode(self, x):
        return x.flatten(1)[:, :2]

    def decode(self, z):
        x = torch.ones(len(z), 1, 28, 28)
        inside = (z < 0.5).all(1)
        x[inside] = 0
        x[inside, 0, 0, :2] = (10 * z[inside]).round() / 10
        return x


@pytest.fixture
def near():
    """Images whose codes fill the lower left quarter of the plane, where it decodes them."""
    x = torch.zeros(1600, 1, 28, 28)
    x[:, 0, 0, :2] = torch.cartesian_prod(torch.linspace(0, 0.499, 40), torch.linspace(0, 0.499, 40))
    return x


@pytest.fixture
def spread(near):
    """The same and a few far beyond, which make three quarters of the land empty."""
    far = torch.zeros(40, 1, 28, 28)
    far[:, 0, 0, :2] = 1.0
    return torch.cat([near, far])


def fields(found):
    """The grid's fields (SIDE, SIDE) as bits, unpacked one by one."""
    packed = found[holes.FIELDS].tolist()
    bits = [packed[k // 8] >> (k % 8) & 1 for k in range(holes.SIDE**2)]
    return torch.tensor(bits).reshape(holes.SIDE, holes.SIDE)


def test_holes_are_the_share_of_the_box_that_decodes_to_nothing_known(near, spread):
    assert holes.share(Plane(), near, seed=0) < 0.1  # all of the box is known land
    assert holes.share(Plane(), spread, seed=0) == pytest.approx(0.75, abs=0.05)


def test_the_grid_says_where_they_are(spread):
    found = holes.statistics(Plane(), spread)
    assert {key: (one.dtype, tuple(one.shape)) for key, one in found.items()} == holes.forms((2,))
    assert found[holes.BOX].flatten().tolist() == pytest.approx([0, 0, 1, 1], abs=0.02)
    grid, half = fields(found), holes.SIDE // 2
    assert grid[:half].all()  # the upper half, and below it the right one
    assert grid[half + 1 :, half + 1 :].all()
    assert grid[half + 1 :, : half - 1].float().mean() < 0.1


def test_only_maps_have_such_entries():
    assert holes.forms((16,)) == {}


@pytest.mark.parametrize("name", MAPPED)
def test_a_map_s_grid_is_the_share_on_its_card(mnist_folder, name):
    model, x = load(name, "cpu"), mnist.load(mnist_folder, "test")[0]
    with torch.inference_mode():
        found = holes.statistics(model, x)
    assert float(fields(found).float().mean()) == pytest.approx(pretrained.card(name).metrics["holes"], abs=0.03)
