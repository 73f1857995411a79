"""losses: each term against torch.distributions or by hand."""

import pytest
import torch
from torch.distributions import Bernoulli, Normal, kl_divergence

from aemodels.data import mnist
from aemodels.models import losses


def images(count, seed):
    return torch.rand(count, 1, 28, 28, generator=torch.Generator().manual_seed(seed))


def test_squared_error_by_hand():
    x, x_hat = torch.zeros(2, 1, 28, 28), torch.zeros(2, 1, 28, 28)
    x_hat[0, 0, 3, 4], x[0, 0, 20, 1], x_hat[1] = 0.5, 1.0, 0.1
    assert losses.squared_error(x_hat, x).tolist() == pytest.approx([1.25, 7.84])


def test_squared_error_is_symmetric_and_per_image():
    x, y = images(5, 0), images(5, 1)
    together = losses.squared_error(x, y)
    assert torch.equal(together, losses.squared_error(y, x))
    assert together.tolist() == pytest.approx(
        [float(losses.squared_error(x[i : i + 1], y[i : i + 1])) for i in range(5)]
    )


@pytest.mark.parametrize("binary", [True, False], ids=["black and white", "grey"])
def test_bernoulli_nll_against_torch(binary):
    x, logits = images(4, 0), 6 * images(4, 1) - 3
    x = x.round() if binary else x
    expected = -Bernoulli(logits=logits, validate_args=False).log_prob(x).flatten(1).sum(1)
    assert torch.allclose(losses.bernoulli_nll(logits, x), expected, rtol=1e-5)


def test_bernoulli_nll_is_least_at_the_pixels_and_stays_finite():
    x = images(4, 0).clamp(0.01, 0.99)
    entropy = Bernoulli(x).entropy().flatten(1).sum(1)
    assert torch.allclose(losses.bernoulli_nll(x.logit(), x), entropy, rtol=1e-4)
    assert (losses.bernoulli_nll(x.logit() + 0.3, x) > entropy).all()
    assert losses.bernoulli_nll(torch.full_like(x, -500), torch.ones_like(x)).tolist() == pytest.approx([392_000] * 4)


def test_gaussian_kl_against_torch():
    mu, logvar = torch.linspace(-4, 4, 60).reshape(6, 10), torch.linspace(-8, 3, 60).flip(0).reshape(6, 10)
    expected = kl_divergence(Normal(mu, (0.5 * logvar).exp()), Normal(0.0, 1.0))
    assert losses.gaussian_kl(mu, logvar).shape == (6, 10)
    assert torch.allclose(losses.gaussian_kl(mu, logvar), expected, rtol=1e-5, atol=1e-6)
    assert losses.gaussian_kl(torch.zeros(1, 3), torch.zeros(1, 3)).tolist() == [[0, 0, 0]]


@pytest.mark.parametrize("rho", [0.02, 0.05, 0.5])
def test_sparsity_kl_against_torch(rho):
    rho_hat = torch.linspace(0.001, 0.999, 50)
    expected = kl_divergence(Bernoulli(torch.tensor(rho)), Bernoulli(rho_hat))
    assert torch.allclose(losses.sparsity_kl(rho_hat, rho), expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("rho", [0.02, 0.05, 0.5])
def test_sparsity_kl_is_zero_only_at_rho_and_finite_at_the_ends(rho):
    assert losses.sparsity_kl(torch.tensor([rho]), rho).item() == pytest.approx(0, abs=1e-7)
    away = losses.sparsity_kl(torch.tensor([0.0, rho * 0.8, rho * 1.2, 1.0]), rho)
    assert (away > 0).all()
    assert away.isfinite().all()
    assert away[0] > away[1]
    assert away[3] > away[2]


def test_weight_decay_by_hand_and_its_gradient():
    weights = [torch.tensor([[1.0, -2.0]], requires_grad=True), torch.tensor([[3.0], [0.5]])]
    total = losses.weight_decay(iter(weights))
    assert total.item() == pytest.approx(0.5 * (1 + 4 + 9 + 0.25))
    total.backward()
    assert torch.equal(weights[0].grad, weights[0].detach())


def test_squared_error_of_principal_components_is_what_the_spectrum_leaves(digits):
    """PCA by SVD as the oracle: k components leave the sum of the other squared singular values, per image."""
    x = digits[0]
    rows = x.flatten(1).double() - x.flatten(1).double().mean(0)
    u, s, v = torch.linalg.svd(rows, full_matrices=False)
    for k in (2, 30):
        redrawn = (u[:, :k] * s[:k]) @ v[:k]
        error = losses.squared_error(redrawn.reshape_as(x), rows.reshape_as(x)).mean()
        assert error.item() == pytest.approx((s[k:].square().sum() / len(x)).item())


def test_thirty_principal_components_of_mnist_leave_what_was_published(mnist_folder):
    """Hinton and Salakhutdinov 2006 report 13.87 on the test images."""
    train, test = (mnist.load(mnist_folder, split)[0] for split in ("train", "test"))
    rows = train.flatten(1).double()
    mean = rows.mean(0)
    directions = torch.linalg.eigh((rows - mean).T @ (rows - mean)).eigenvectors[:, -30:]
    redrawn = (test.flatten(1).double() - mean) @ directions @ directions.T + mean
    assert losses.squared_error(redrawn.reshape_as(test), test).mean().item() == pytest.approx(13.87, abs=0.01)
