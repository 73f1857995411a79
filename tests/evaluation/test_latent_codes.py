"""Roads between codes, principal directions and neighbours, against closed forms and torch.linalg."""

import math

import pytest
import torch
from code_data import normal, stretched
from hypothesis import given, settings
from hypothesis import strategies as st

from aemodels.evaluation import latent
from aemodels.models.principal import principal_directions

T = torch.linspace(0, 1, 11)


@pytest.fixture(scope="module")
def cloud():
    return stretched()


@given(st.integers(0, 1000), st.integers(1, 40), st.booleans())
@settings(deadline=None, max_examples=60)
def test_a_road_begins_at_a_and_ends_at_b(seed, size, spherical):
    a, b = normal(2, size, seed=seed)
    road = latent.interpolate(a, b, T, spherical, centre=normal(size, seed=seed + 1))
    assert road.shape == (11, size)
    assert torch.allclose(road[0], a, atol=1e-4)
    assert torch.allclose(road[-1], b, atol=1e-4)


def test_the_straight_road_is_straight():
    a, b = normal(2, 5)
    steps = latent.interpolate(a, b, T).diff(dim=0)
    assert torch.allclose(steps, (b - a).expand(10, 5) / 10, atol=1e-6)


def test_the_spherical_road_turns_evenly_and_its_distance_goes_evenly():
    a, b, centre = normal(3, 8)
    road = latent.interpolate(a, b, T, True, centre) - centre
    norms = road.norm(dim=1)
    assert torch.allclose(norms, norms[0] + T * (norms[-1] - norms[0]), atol=1e-5)
    cosines = torch.cosine_similarity(road[:-1], road[1:])
    assert torch.allclose(cosines.acos(), cosines.acos().mean().expand(10), atol=1e-3)


def test_the_spherical_road_stays_on_the_shell_that_the_straight_one_leaves():
    a = torch.tensor([1.0, 0.0])
    b = torch.tensor([0.0, 1.0])
    assert torch.allclose(latent.interpolate(a, b, T, True).norm(dim=1), torch.ones(11), atol=1e-6)
    assert latent.interpolate(a, b, T)[5].norm() == pytest.approx(math.sqrt(0.5))


@pytest.mark.parametrize(
    ("a", "b"), [([0.0, 0], [1.0, 2]), ([1.0, 0], [-2.0, 0]), ([1.0, 1], [1.0, 1]), ([0.0, 0], [0.0, 0])]
)
def test_without_a_direction_to_turn_in_the_road_is_straight(a, b):
    a, b = torch.tensor(a), torch.tensor(b)
    assert torch.allclose(latent.interpolate(a, b, T, True), latent.interpolate(a, b, T), atol=1e-6)


def test_principal_directions_are_those_of_the_singular_value_decomposition(cloud):
    mean, directions, variances = (part.float() for part in principal_directions(cloud))
    _, singular, rows = torch.linalg.svd(cloud - cloud.mean(0), full_matrices=False)
    assert torch.allclose(mean, cloud.mean(0), atol=1e-5)
    assert torch.allclose(variances, singular.square() / 1999, rtol=1e-3)
    assert torch.allclose((directions * rows).sum(1).abs(), torch.ones(6), atol=1e-3)
    assert torch.allclose(directions @ directions.T, torch.eye(6), atol=1e-5)
    assert (directions.gather(1, directions.abs().argmax(1, keepdim=True)) > 0).all()


def test_nearest_and_usual_distance():
    line = torch.tensor([[0.0], [1.0], [3.0], [6.0]])
    distances, places = latent.nearest(torch.tensor([[0.4], [5.0]]), line)
    assert distances.tolist() == pytest.approx([0.4, 1.0])
    assert places.tolist() == [0, 3]
    assert latent.usual_distance(line, 1.0) == 3.0
    assert latent.usual_distance(line, 0.0) == 1.0
