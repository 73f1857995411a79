"""Neighbours, precision at k and areas under the curve: by hand and against scikit-learn."""

import numpy
import pytest
import torch
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import NearestNeighbors

from aemodels import create
from aemodels.data import ood_samples, strokes
from aemodels.evaluation import latent, metrics, report, retrieval


@pytest.fixture
def cloud():
    """Codes (700, 5), more than are searched at a time, and labels that depend on them."""
    generator = torch.Generator().manual_seed(3)
    z = torch.randn(700, 5, generator=generator)
    return z, (z[:, 0] > 0).long() + 2 * (z[:, 1] > 0).long()


@pytest.mark.parametrize("cosine", [False, True])
def test_neighbours_are_those_that_scikit_learn_finds(cloud, cosine):
    z, _ = cloud
    metric = "cosine" if cosine else "euclidean"
    search = NearestNeighbors(n_neighbors=7, metric=metric, algorithm="brute").fit(z[:600].double().numpy())
    distances, places = search.kneighbors(z[600:].double().numpy())
    found = latent.neighbours(z[600:].double(), z[:600].double(), 7, cosine)
    assert numpy.allclose(found[0], distances)
    assert (found[1].numpy() == places).all()


@pytest.mark.parametrize("cosine", [False, True])
def test_no_code_is_its_own_neighbour(cloud, cosine):
    z, _ = cloud
    search = NearestNeighbors(n_neighbors=4, metric="cosine" if cosine else "euclidean", algorithm="brute")
    distances, _ = search.fit(z.double().numpy()).kneighbors()  # without a query: of the data, themselves left out
    found, places = latent.neighbours(z.double(), z.double(), 4, cosine, own=True)
    assert numpy.allclose(found, distances)
    assert not (places == torch.arange(len(z))[:, None]).any()


def test_too_few_codes_for_the_neighbours_wanted():
    z = torch.eye(4)
    assert latent.neighbours(z, z, 4)[1][:, 0].tolist() == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="4 codes cannot give 4 neighbours"):
        latent.neighbours(z, z, 4, own=True)


def test_precision_by_hand():
    z = torch.tensor([[0.0], [1.0], [3.0], [10.0], [11.0]])
    labels = torch.tensor([0, 0, 1, 1, 1])
    # Nearest two others: 1 and 3; 0 and 3; 1 and 0; 11 and 3; 10 and 3.
    assert metrics.precision_at(z, labels, 2).tolist() == [0.5, 0.5, 0.0, 1.0, 1.0]


def test_cosine_precision_hears_only_of_directions():
    z = torch.tensor([[1.0, 0.0], [9.0, 0.1], [0.0, 1.0], [0.1, 9.0]])
    labels = torch.tensor([0, 0, 1, 1])
    assert metrics.precision_at(z, labels, 1, cosine=True).tolist() == [1, 1, 1, 1]
    assert metrics.precision_at(z, labels, 1).tolist() == [0, 1, 0, 1]


def test_neighbour_distance_by_hand():
    z = torch.tensor([[0.0], [1.0], [3.0]])
    assert metrics.neighbour_distance(z, k=2).tolist() == [2.0, 1.5, 2.5]
    assert metrics.neighbour_distance(torch.tensor([[5.0]]), z, k=2).tolist() == [3.0]


def test_the_area_under_the_curve_by_hand():
    ordinary = torch.tensor([1.0, 2.0, 3.0, 4.0])
    assert metrics.auroc(ordinary, torch.tensor([5.0, 9.0])) == 1
    assert metrics.auroc(ordinary, torch.tensor([0.0])) == 0
    assert metrics.auroc(ordinary, torch.tensor([2.0])) == 0.375  # above one, level with one
    assert metrics.auroc(ordinary, ordinary) == 0.5


def test_the_area_under_the_curve_is_that_of_scikit_learn():
    generator = torch.Generator().manual_seed(5)
    ordinary = torch.randint(0, 12, (300,), generator=generator)
    odd = torch.randint(4, 16, (90,), generator=generator)
    truth = numpy.r_[numpy.zeros(300), numpy.ones(90)]
    expected = roc_auc_score(truth, torch.cat([ordinary, odd]).numpy())
    assert metrics.auroc(ordinary, odd) == pytest.approx(expected)


@pytest.mark.parametrize("kind", ood_samples.KINDS)
def test_oddities_have_the_form_of_drawings_and_follow_the_seed(kind):
    x = ood_samples.dataset(kind, 3, torch.Generator().manual_seed(4))
    assert x.shape == (3, 1, 28, 28)
    assert x.min() >= 0
    assert x.max() <= 1
    assert torch.equal(x, ood_samples.dataset(kind, 3, torch.Generator().manual_seed(4)))
    assert x.any() == (kind != "nothing")
    if kind in ood_samples.HANDS:
        assert not torch.equal(x[0], x[1])
        assert (x.flatten(1).sum(1) > 20).all()


def test_an_unknown_oddity_lists_the_known():
    with pytest.raises(KeyError, match=r"unicorn.*letter, scribble"):
        ood_samples.odd("unicorn", torch.Generator())


def test_evaluation_tells_what_is_found_and_noticed(digits, monkeypatch):
    monkeypatch.setattr(retrieval, "ODD_ONES", 5)
    retrieval._oddities.cache_clear()
    model = create("linear", 0, code_size=8)
    found = report.evaluate(model, digits, digits)
    retrieval._oddities.cache_clear()
    x, labels = digits
    own = metrics.precision_at(model.encode(x), labels, 10)
    assert found["precision_at_10"]["euclidean"] == pytest.approx(float(own.mean()))
    assert found["by_digit"]["3"]["euclidean"] == pytest.approx(float(own[labels == 3].mean()))
    assert found["by_digit"]["3"]["pixels"] > 0.3
    assert list(found["by_oddity"]) == list(ood_samples.KINDS)
    assert found["by_oddity"]["noise"]["pixels"] == 1
    assert all(0 <= value <= 1 for row in found["by_oddity"].values() for value in row.values())


def test_what_codes_are_compared_with_is_the_same_measure_of_pixels(digits):
    known = strokes.dataset(300, torch.Generator().manual_seed(5))
    found = report.evaluate(create("linear", 0, code_size=8), digits, known)["pixels"]
    flat = [known[0].flatten(1), known[1], digits[0].flatten(1), digits[1]]
    assert found["probe_accuracy"] == metrics.probe_accuracy(*flat)
    assert found["neighbour_accuracy"] == metrics.neighbour_accuracy(*flat)


def test_statistics_hold_how_much_an_image_stands_out_by_either_score(digits):
    model, (x, labels) = create("linear", 0, code_size=8).eval(), digits
    found = report.statistics(model, x, labels, train=x)["oddity_quantiles"]
    errors, distances = metrics.squared_error(model(x), x), metrics.neighbour_distance(model.encode(x))
    stands_out = [
        max((errors < error).float().mean(), (distances < distance).float().mean())
        for error, distance in zip(errors, distances, strict=True)
    ]
    assert found[500] == pytest.approx(float(torch.tensor(stands_out).quantile(0.5)), abs=1e-3)
    assert found[990] > 0.99  # one digit in a hundred stands out by more than either score alone would say


def test_statistics_hold_the_distances_of_digits_to_their_neighbours(digits):
    model = create("linear", 0, code_size=8)
    found = report.statistics(model, *digits, train=digits[0])["distance_quantiles"]
    distances = metrics.neighbour_distance(model.encode(digits[0]).detach())
    assert found[0] == pytest.approx(float(distances.min()))
    assert found[500] == pytest.approx(float(distances.median()), rel=0.02)
    assert found[-1] == pytest.approx(float(distances.max()))
