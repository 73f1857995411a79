"""The linear variant: in closed form it is PCA, and its best gradient descent finds the same plane."""

import pytest
import torch

from aemodels import TrainConfig, create, fit
from aemodels.models import losses
from aemodels.models.principal import principal_angles, principal_components


@pytest.fixture(scope="module")
def svd(digits):
    """Oracle: mean and right singular vectors of the centred pixels, in float64."""
    rows = digits[0].flatten(1).double()
    return rows.mean(0), torch.linalg.svd(rows - rows.mean(0), full_matrices=False)[2]


@pytest.mark.parametrize("count", [1, 5, 30])
def test_components_are_the_right_singular_vectors_up_to_their_sign(digits, svd, count):
    mean, directions = principal_components(digits[0], count)
    assert torch.allclose(mean, svd[0])
    assert directions.shape == (count, 784)
    assert torch.allclose(directions @ directions.T, torch.eye(count).double(), atol=1e-8)
    assert torch.allclose((directions * svd[1][:count]).sum(1).abs(), torch.ones(count).double(), atol=1e-6)
    assert (directions.gather(1, directions.abs().argmax(1, keepdim=True)) > 0).all()


@pytest.mark.parametrize("count", [0, 785])
def test_components_that_there_cannot_be_are_refused(digits, count):
    with pytest.raises(ValueError, match=f"no {count} principal components"):
        principal_components(digits[0], count)


@pytest.mark.parametrize("size", [2, 30])
def test_the_closed_form_redraws_as_the_singular_vectors_do(digits, svd, size):
    model = create("linear", code_size=size)
    model.fit_closed_form(digits[0])
    mean, directions = svd
    rows = digits[0].flatten(1).double() - mean
    expected = (rows @ directions[:size].T @ directions[:size] + mean).float().reshape_as(digits[0])
    assert torch.allclose(model(digits[0]), expected, atol=1e-4)
    assert model(digits[0]).min() < 0  # not cut off


def test_gradients_find_the_plane_of_the_closed_form_and_nothing_better(digits):
    best, trained = create("linear", code_size=5), create("linear", code_size=5)
    best.fit_closed_form(digits[0])
    fit(trained, digits[0], TrainConfig(epochs=150, batch_size=20, learning_rate=1e-2, decay=0, affine_share=0))
    with torch.no_grad():
        errors = [float(losses.squared_error(model(digits[0]), digits[0]).mean()) for model in (best, trained)]
    assert errors[0] < errors[1] < 1.01 * errors[0]
    angles = principal_angles(trained.to_pixels.weight.detach(), best.to_pixels.weight)
    assert angles[:4].max() < 5  # the fifth component is hardly better than the sixth and takes longest


def test_principal_angles_of_known_spaces():
    turned = torch.tensor([[1.0, 0], [0, 3.0], [0, 3.0], [0, 0]])
    assert principal_angles(torch.eye(4)[:, :2], turned).tolist() == pytest.approx([0, 45], abs=1e-5)
    assert principal_angles(torch.eye(4)[:, :2], torch.eye(4)[:, 2:]).tolist() == pytest.approx([90, 90])


def test_principal_angles_see_small_angles_and_no_basis():
    a = torch.randn(50, 4, generator=torch.Generator().manual_seed(0)).double()
    mixed = a @ torch.randn(4, 4, generator=torch.Generator().manual_seed(1)).double()
    assert principal_angles(a, mixed).max() < 1e-6
    tilt = torch.deg2rad(torch.tensor(0.001, dtype=torch.float64))
    plane = torch.tensor([[1.0, 0, 0], [0, 1, 0]]).double().T
    tilted = torch.stack([torch.tensor([1.0, 0, 0]).double(), torch.stack([tilt * 0, tilt.cos(), tilt.sin()])], 1)
    assert principal_angles(plane, tilted).tolist() == pytest.approx([0, 0.001], abs=1e-9)
