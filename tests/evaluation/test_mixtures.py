"""Gaussians fitted to codes, against closed forms and scikit-learn."""

import warnings

import pytest
import torch
from code_data import normal, stretched
from sklearn.mixture import GaussianMixture

from aemodels.evaluation import mixtures


@pytest.fixture(scope="module")
def cloud():
    return stretched()


@pytest.fixture(scope="module")
def overlapping():
    """2,000 codes of 3 numbers whose three Gaussians overlap, so that EM takes its time."""
    return normal(3, 3, seed=4)[torch.arange(2000) % 3] + normal(2000, 3, seed=5) * torch.tensor([1.0, 0.6, 0.3])


def test_one_gaussian_has_the_sample_mean_and_covariance(cloud):
    fitted = mixtures.fit(cloud)
    assert torch.allclose(fitted.means[0], cloud.mean(0), atol=1e-4)
    covariance = fitted.roots[0] @ fitted.roots[0].T
    assert torch.allclose(covariance, torch.cov(cloud.T, correction=0), rtol=1e-3, atol=1e-3)


def test_a_mixture_is_as_likely_as_the_one_scikit_learn_fits(cloud):
    ours = mixtures.fit(cloud, 3).log_likelihood(cloud)
    theirs = GaussianMixture(3, random_state=0).fit(cloud.numpy()).score(cloud.numpy())
    assert ours == pytest.approx(theirs, abs=0.01)


@pytest.mark.parametrize("seed", range(3))
def test_a_fit_goes_on_until_more_of_it_would_win_nothing(overlapping, seed):
    """scikit-learn, started from what was fitted, has nothing to add; after two steps of EM it would."""
    fitted = mixtures.fit(overlapping, 3, seed)
    precisions = (fitted.roots @ fitted.roots.mT).double().inverse()
    start = {
        "weights_init": fitted.weights.double() / fitted.weights.double().sum(),
        "means_init": fitted.means.double(),
    }
    more = GaussianMixture(3, tol=1e-9, max_iter=500, precisions_init=precisions, **start)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # 500 steps need not be enough for scikit-learn
        won = more.fit(overlapping.double().numpy()).score(overlapping.double().numpy())
    assert won - fitted.log_likelihood(overlapping) < 0.005


def test_a_law_is_kept_with_the_statistics_and_found_again(cloud):
    kept = mixtures.statistics(cloud)
    assert {key.split("/")[1] for key in kept} == {"1", "10"}
    for parts in mixtures.FITTED:
        law, again = mixtures.kept(kept, parts), mixtures.fit(cloud, parts)
        assert all(torch.equal(getattr(law, name), getattr(again, name)) for name in ("weights", "means", "roots"))
    assert mixtures.kept({}, 10) is None


def test_densities_are_those_of_torch(cloud):
    prior = mixtures.standard_normal(6)
    normal_density = torch.distributions.Independent(torch.distributions.Normal(torch.zeros(6), torch.ones(6)), 1)
    assert torch.allclose(prior.log_densities(cloud)[:, 0], normal_density.log_prob(cloud), rtol=1e-4)


def test_samples_have_the_mixtures_moments_and_follow_the_seed(cloud):
    fitted = mixtures.fit(cloud, 3)
    drawn = fitted.sample(20_000, torch.Generator().manual_seed(3))
    assert torch.allclose(drawn.mean(0), cloud.mean(0), atol=0.15)
    assert torch.allclose(torch.cov(drawn.T), torch.cov(cloud.T), rtol=0.1, atol=0.3)
    again = fitted.sample(20_000, torch.Generator().manual_seed(3))
    assert torch.equal(drawn, again)


def test_temperature_scales_the_distance_from_the_middle(cloud):
    one = mixtures.fit(cloud)
    warm, cool = (one.sample(50, torch.Generator().manual_seed(0), heat) for heat in (1.0, 0.25))
    assert torch.allclose(cool - one.means[0], 0.25 * (warm - one.means[0]), atol=1e-4)
    assert torch.equal(one.sample(5, torch.Generator().manual_seed(0), 0.0), one.means.expand(5, -1))


def test_no_gaussian_shrinks_to_a_point():
    same = torch.cat([torch.zeros(50, 2), normal(50, 2) + 5])
    assert torch.isfinite(mixtures.fit(same, 2).log_densities(same)).all()
