"""metrics and the statistics of evaluation: known values, slow direct forms, scikit-learn."""

import math

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

from aemodels import create
from aemodels.data import strokes
from aemodels.evaluation import metrics, report
from aemodels.noise import NOISES


@pytest.fixture(scope="module")
def codes(digits):
    """Stroke digits as 12 numbers each, 600 known ones and the shared 200: known, labels, codes, labels."""
    known, labels = strokes.dataset(600, torch.Generator().manual_seed(1))
    pooled = [torch.nn.functional.adaptive_avg_pool2d(x, (4, 3)).flatten(1) for x in (known, digits[0])]
    return pooled[0], labels, pooled[1], digits[1]


def clusters(count):
    labels = torch.arange(count) % 10
    noise = 0.1 * torch.randn(count, 10, generator=torch.Generator().manual_seed(count))
    return torch.eye(10)[labels] + noise, labels


@pytest.mark.parametrize(("difference", "decibels"), [(0.1, 20), (1.0, 0), (0.01, 40), (0.0, 100), (1e-9, 100)])
def test_psnr_of_an_even_difference(difference, decibels):
    x = torch.zeros(2, 1, 28, 28)
    assert metrics.psnr(x + difference, x).tolist() == pytest.approx([decibels] * 2, abs=1e-3)


def direct_ssim(a, b):
    """Equation 13 of Wang et al. 2004, place by place, in double precision."""
    offsets = np.arange(11) - 5
    window = np.exp(-(offsets[:, None] ** 2 + offsets**2) / (2 * 1.5**2))
    window /= window.sum()
    values = []
    for row in range(18):
        for column in range(18):
            p, q = a[row : row + 11, column : column + 11], b[row : row + 11, column : column + 11]
            mean_p, mean_q = (window * p).sum(), (window * q).sum()
            var_p, var_q = (window * (p - mean_p) ** 2).sum(), (window * (q - mean_q) ** 2).sum()
            both = (window * (p - mean_p) * (q - mean_q)).sum()
            top = (2 * mean_p * mean_q + 1e-4) * (2 * both + 9e-4)
            values.append(top / ((mean_p**2 + mean_q**2 + 1e-4) * (var_p + var_q + 9e-4)))
    return np.mean(values)


def test_ssim_is_one_for_the_same_and_less_for_another(digits):
    x = digits[0][:20]
    assert metrics.ssim(x, x).tolist() == pytest.approx([1] * 20, abs=1e-4)
    assert (metrics.ssim(x.flip(0), x) < 0.9).all()
    assert (metrics.ssim((x + 0.05).clamp(0, 1), x) < 0.999).all()
    assert metrics.ssim(1 - x, x).mean() < 0


@pytest.mark.parametrize("sigma", [0.02, 0.3])
def test_ssim_against_the_direct_form(digits, sigma):
    x = digits[0][:2]
    y = (x + sigma * torch.randn(x.shape, generator=torch.Generator().manual_seed(0))).clamp(0, 1)
    expected = [direct_ssim(a[0], b[0]) for a, b in zip(y.double().numpy(), x.double().numpy(), strict=True)]
    assert metrics.ssim(y, x).tolist() == pytest.approx(expected, abs=1e-4)


def test_hoyer_sparsity_of_known_vectors():
    activations = torch.tensor([[0.0, 0, 5, 0], [2.0, 2, 2, 2], [-1.0, 1, 1, -1], [3.0, 4, 0, 0]])
    assert metrics.hoyer_sparsity(activations).tolist() == pytest.approx([1, 0, 0, 2 - 7 / 5], abs=1e-6)


def test_hoyer_sparsity_of_silence_is_that_of_units_that_answer_alike():
    assert metrics.hoyer_sparsity(torch.zeros(1, 100)).tolist() == pytest.approx([0])


@pytest.mark.parametrize("k", [1, 5])
def test_neighbour_accuracy_against_scikit_learn(codes, k):
    known, known_labels, unknown, labels = codes
    model = KNeighborsClassifier(k).fit(known.numpy(), known_labels.numpy())
    expected = model.score(unknown.numpy(), labels.numpy())
    assert 0.5 < expected < 1
    assert metrics.neighbour_accuracy(*codes, k=k) == pytest.approx(expected, abs=0.006)  # one code in a tie


def test_neighbour_accuracy_is_counted_over_all_chunks():
    known, known_labels = clusters(50)
    many, labels = clusters(2500)
    wrong = torch.where(torch.arange(2500) >= 2000, (labels + 1) % 10, labels)
    assert metrics.neighbour_accuracy(known, known_labels, many, labels) == 1
    assert metrics.neighbour_accuracy(known, known_labels, many, wrong) == pytest.approx(0.8)


def test_probe_accuracy_on_clusters_that_lie_apart():
    known, unknown = clusters(300), clusters(100)
    assert metrics.probe_accuracy(*known, *unknown) == 1
    scaled = [1000 * known[0] + 7, known[1], 1000 * unknown[0] + 7, unknown[1]]
    assert metrics.probe_accuracy(*scaled) == 1


def test_the_probe_knows_nothing_of_the_codes_it_is_asked_about():
    known, (unknown, labels) = clusters(300), clusters(100)
    alone = labels == 3  # a single digit: by their own mean and spread its codes would lie among all others
    assert metrics.probe_accuracy(*known, unknown[alone], labels[alone]) == 1
    assert metrics.probe_accuracy(*known, unknown[:1], labels[:1]) == 1


def test_probe_accuracy_against_scikit_learn(codes):
    known, known_labels, unknown, labels = (part.numpy() for part in codes)
    scaler = StandardScaler().fit(known)
    # The probe's penalty 1e-5 |w|^2 beside a mean over M is scikit-learn's C = 1 / (2e-5 M) beside a sum.
    model = LogisticRegression(C=1 / (2e-5 * len(known)), max_iter=2000).fit(scaler.transform(known), known_labels)
    expected = model.score(scaler.transform(unknown), labels)
    assert 0.5 < expected < 1
    assert metrics.probe_accuracy(*codes) == pytest.approx(expected, abs=0.02)


def test_probe_accuracy_leaves_the_global_generator_untouched(codes):
    before = torch.get_rng_state()
    with torch.no_grad():
        first = metrics.probe_accuracy(*codes)
    assert torch.equal(before, torch.get_rng_state())
    assert first == metrics.probe_accuracy(*codes)


@pytest.mark.parametrize(
    ("value", "share"), [(-1, 1), (0, 1), (1, 0.75), (2.5, 0.625), (4, 0.5), (6, 0.25), (8, 0), (9, 0), (math.inf, 0)]
)
def test_share_above_at_between_below_and_above_the_quantiles(value, share):
    quantiles = torch.tensor([0.0, 1.0, 4.0, 6.0, 8.0])
    assert metrics.share_above(quantiles, value) == pytest.approx(share)


def test_share_above_matches_counting():
    population = torch.rand(5000, generator=torch.Generator().manual_seed(0)) ** 3
    quantiles = population.quantile(torch.linspace(0, 1, 1001))
    for value in (0.0001, 0.01, 0.2, 0.7, 0.999):
        expected = (population > value).float().mean().item()
        assert metrics.share_above(quantiles, value) == pytest.approx(expected, abs=0.002)


def test_the_larger_place_is_the_share_below_by_the_score_that_stands_out_more():
    first, second = torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.tensor([9.0, 7.0, 6.0, 8.0])
    assert metrics.larger_place(first, second).tolist() == [0.75, 0.25, 0.5, 0.75]


def test_the_psnr_of_many_images_is_that_of_their_mean_squared_error(digits):
    x, labels = digits
    model = create("linear", code_size=8).requires_grad_(False)
    model.fit_closed_form(x)  # whose errors differ from digit to digit
    error = metrics.squared_error(model(x), x).mean()
    expected = 10 * math.log10(784 / float(error))
    found = report.evaluate(model, digits)
    assert found["psnr"] == pytest.approx(expected, abs=1e-4)
    assert float(metrics.psnr(model(x), x).mean()) > expected + 0.1
    clean = report.statistics(model, x, labels)["noise_psnr/masking"][0]
    assert float(clean) == pytest.approx(expected, abs=1e-4)


def test_share_above_never_leaves_its_range():
    quantiles = torch.linspace(0, 0.7, 11)  # 0.7 is a little less in float32
    assert 0 <= metrics.share_above(quantiles, 0.7) <= 1


def test_statistics_add_up(digits):
    x, labels = digits
    model = create("sparse").eval()
    found = report.statistics(model, x, labels)
    errors = metrics.squared_error(model(x), x)
    assert torch.allclose(found["codes"].float(), model.encode(x), atol=1e-3)
    assert torch.equal(found["labels"].long(), labels)
    assert found["error_quantiles"][[0, 500, 1000]].tolist() == pytest.approx(
        [errors.min().item(), errors.median().item(), errors.max().item()], rel=0.02
    )
    for layer, activations in model.activations(x).items():
        low, high = found[f"range/{layer}"].tolist()
        assert (low, high) == pytest.approx((activations.min().item(), activations.max().item()))
        assert torch.allclose(found[f"mean/{layer}"], activations.mean(0), atol=1e-5)


def test_noise_curves_run_from_clean_to_the_most_spoiled(digits):
    x, model = digits[0][:50], create("sparse").eval()
    found = report.statistics(model, x, digits[1][:50])
    for name, noise in NOISES.items():
        amounts, before, after = (found[f"{key}/{name}"] for key in ("noise_amount", "noise_input_psnr", "noise_psnr"))
        assert amounts.shape == before.shape == after.shape == (21,)
        assert (amounts[0], amounts[-1]) == (0, noise.maximum)
        assert before[0].item() == pytest.approx(100)
        mean_error = metrics.squared_error(model(x), x).mean() / 784
        assert after[0].item() == pytest.approx(-10 * mean_error.log10().item(), rel=1e-5)
        assert (before.diff() < 0.2).all()
        assert before[-1] < 15
