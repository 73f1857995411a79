"""The beta view: six networks whose rows are matched, and what it says of that."""

import re
from itertools import pairwise

import pytest
import torch
from page_data import THREE, component, loaded, tile, visit

from aemodels.data import mnist
from aemodels.evaluation import dimensions
from aemodels.models.batches import in_batches
from aemodels.ui.pages.latent.beta import view

ROWS = 10


@pytest.fixture(scope="module")
def swept():
    return loaded("beta-vae")


@pytest.fixture(scope="module")
def models(swept):
    return view.checkpoints(swept)


@pytest.fixture(scope="module")
def shown(swept, models):
    return view.shown(swept, models, THREE)["betas"]


def own(about) -> list[int]:
    """The number, from 0, of each row's dimension in its own network."""
    return [int(re.fullmatch(r"z (\d+) of this network", dim["own"])[1]) - 1 for dim in about["dims"]]


def test_rows_keep_their_letters_and_those_of_beta_1_come_by_weight(shown):
    for about in shown:
        assert "".join(dim["name"] for dim in about["dims"]) == "ABCDEFGHIJ"
        assert sorted(own(about)) == list(range(ROWS))
    weights = [dim["weight"] for dim in shown[1]["dims"]]
    assert weights == sorted(weights, reverse=True)


def test_a_row_that_goes_on_tells_the_same_at_the_next_beta(mnist_folder, models, shown):
    """Held against the test digits themselves, which the app does without."""
    x = mnist.load(mnist_folder, "test", 2000)[0]
    with torch.inference_mode():
        codes = [in_batches(one.model.encode, x) for one in models.values()]
    for at, other in ((0, 1), (2, 1), (3, 2), (4, 3), (5, 4)):
        found = dimensions.correlations(codes[at], codes[other]).abs()
        for row, (a, b) in enumerate(zip(own(shown[at]), own(shown[other]), strict=True)):
            if shown[at]["dims"][row]["matched"]:
                assert found[a, b] > 0.5
            elif not shown[at]["dims"][row]["collapsed"]:
                assert shown[other]["dims"][row]["collapsed"]  # what is new stands where there was silence


def test_no_row_that_has_fallen_silent_as_beta_grows_comes_back(shown):
    for before, now in pairwise(shown[1:]):
        for then, dim in zip(before["dims"], now["dims"], strict=True):
            assert not (then["collapsed"] and dim["matched"])
            assert not (dim["matched"] and dim["collapsed"])


def test_a_sentence_says_how_well_rows_match(shown):
    for about in shown:
        matched, speaks = (sum(found) for found in zip(*map(told, about["dims"]), strict=True))
        if about["beta"] != 1:
            assert about["matched"].startswith(f"{matched} of {speaks} match a row of beta ")
            assert ("new" in about["matched"]) == (matched < speaks)


def told(dim) -> tuple[bool, bool]:
    return dim["matched"], not dim["collapsed"]


def test_a_strip_runs_upside_down_where_its_dimension_does(swept, models):
    data = view.shown(swept, models, THREE)
    for at, one in enumerate(models.values()):
        places = view._places(swept)[at]
        z = one.model.encode(THREE)[0]
        for row in (0, 1):
            z_end = z.clone()
            z_end[places.order[row]] = view.SPAN * places.signs[row]
            want = one.model.decode(z_end[None])[0, 0]
            assert (tile(data["strips"], view.STRIP - 1, ROWS * at + row) - want).abs().max() < 0.02
    assert any((places.signs < 0).any() for places in view._places(swept))


def test_the_prose_says_that_they_are_six_networks_and_asks_what_can_be_answered():
    page = visit("latent", drawn=False, view="beta")
    words = " ".join(one.value for one in page.markdown)
    assert "six" in words
    assert "How many dimensions survive" in words
    assert component(page, "betas")["at"] == component(page, "betas")["start"]
