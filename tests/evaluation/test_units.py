"""units: histograms, strengths and selectivity against slow direct forms and known values."""

import pytest
import torch

from aemodels import create
from aemodels.evaluation import report, units


@pytest.fixture(scope="module")
def activations():
    """500 answers of 7 units, some below zero, and labels of which the 9 never occurs."""
    generator = torch.Generator().manual_seed(0)
    return torch.randn(500, 7, generator=generator), torch.randint(9, (500,), generator=generator)


def test_a_layer_s_histogram_holds_every_activation_in_its_own_bin(activations):
    values = activations[0]
    first, counts = units.layer_histogram(values)
    assert counts.sum() == values.numel()
    for number in (first, first + 7, first + len(counts) - 1):
        low, high = number * units.FINE_WIDTH, (number + 1) * units.FINE_WIDTH
        assert counts[number - first] == ((values.double() >= low) & (values.double() < high)).sum()


def test_values_on_an_edge_belong_to_the_bin_they_begin():
    first, counts = units.layer_histogram(torch.tensor([[0.05, -0.05, 0.0, 0.049]]))
    assert first == -5
    assert {first + at: count for at, count in enumerate(counts.tolist()) if count} == {-5: 1, 0: 1, 4: 1, 5: 1}


def test_a_layer_s_histogram_ends_somewhere():
    first, counts = units.layer_histogram(torch.tensor([[1e9, -1e9, float("inf")]]))
    assert (first, len(counts), int(counts[-1])) == (-10_000, 20_001, 2)


def test_class_strengths_are_means_of_absolute_values(activations):
    values, labels = activations
    found = units.class_strengths(values, labels)
    assert found.shape == (7, 10)
    assert torch.allclose(found[3, 4], values[labels == 4, 3].abs().mean())
    assert (found[:, 9] == 0).all()


def test_selectivity_of_known_units():
    alike, alone, silent, half = torch.full((10,), 0.3), torch.eye(10)[4], torch.zeros(10), torch.ones(10)
    half[2] = 3
    found = units.class_selectivity(torch.stack([alike, alone, silent, half]))
    assert found.tolist() == pytest.approx([0, 1, 0, (3 - 1) / (3 + 1)], abs=1e-6)


def test_layer_statistics_say_what_the_activations_do(activations):
    values, labels = activations
    found = units.layer_statistics("hidden 1", values, labels)
    assert torch.allclose(found["mean/hidden 1"], values.mean(0))
    assert found["range/hidden 1"].tolist() == [values.min(), values.max()]
    assert found["top/hidden 1"].long()[2].tolist() == values[:, 2].argsort(descending=True)[: units.TOP].tolist()
    shares = (found["class_histogram/hidden 1"].float() / 255).square()
    assert torch.allclose(shares.sum(2)[:, :9], torch.ones(7, 9), atol=0.03)
    low, high = found["unit_range/hidden 1"][5].tolist()
    expected = torch.histc(values[labels == 1, 5], units.CLASS_BINS, low, high) / (labels == 1).sum()
    assert (shares[5, 1] - expected).abs().max() < 0.03


def test_statistics_and_metrics_carry_the_units(digits):
    model = create("sparse").eval()
    found, measured = report.statistics(model, *digits), report.evaluate(model, digits)
    assert found["fine/hidden 1"].sum() == 200 * 300
    assert measured["hoyer_sparsity"] == pytest.approx(found["hoyer/hidden 1"].item())
    selectivity = units.class_selectivity(found["strength/hidden 1"].float()).mean().item()
    assert measured["selectivity"] == pytest.approx(selectivity, abs=1e-3)
