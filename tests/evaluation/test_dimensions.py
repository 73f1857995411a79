"""Dimensions of networks trained apart find their places again, whatever their order and sign."""

import numpy as np
import pytest
import torch
from code_data import normal

from aemodels.evaluation import dimensions

WEIGHTS = torch.tensor([0.5, 2.0, 1.0, 0.0, 0.0])


def test_correlations_are_pearson_s():
    a, b = normal(400, 3), normal(400, 2, seed=1) + normal(400, 3)[:, :2]
    want = np.corrcoef(a.T.numpy(), b.T.numpy())[:3, 3:]
    assert dimensions.correlations(a, b).numpy() == pytest.approx(want, abs=1e-5)
    assert dimensions.correlations(torch.ones(400, 1), a).tolist() == [[0, 0, 0]]


def test_pairs_are_made_of_the_strongest_first_and_only_of_what_is_alike():
    found = torch.tensor([[0.9, -0.95, 0.1], [0.2, 0.8, 0.3], [0.1, 0.1, 0.4]])
    assert dimensions.pairs(found) == [(0, 1)]  # what was second best for both is taken
    assert dimensions.pairs(found, 0.15) == [(0, 1), (2, 2), (1, 0)]


def shuffled(codes, order, signs):
    return codes[:, order] * torch.tensor(signs)


def test_a_network_that_says_the_same_in_another_order_and_upside_down_stands_in_the_same_places():
    codes = normal(500, 5)
    order, signs = [2, 4, 0, 1, 3], [-1.0, 1.0, -1.0, 1.0, 1.0]
    other = shuffled(codes, order, signs) + 0.1 * normal(500, 5, seed=1)
    first, second = dimensions.places([codes, other], [WEIGHTS, WEIGHTS[order]], 0.01, start=0)
    assert first.order.tolist() == [1, 2, 0, 3, 4]
    assert [order[j] for j in second.order[:3]] == [1, 2, 0]
    assert second.signs[:3].tolist() == [1, -1, -1]
    assert (second.likeness[:3] > 0.98).all()
    assert second.likeness[3:].tolist() == [0, 0]
    assert sorted(second.order.tolist()) == list(range(5))


def test_what_falls_silent_leaves_its_place_and_what_is_new_takes_the_lowest_that_was_silent():
    codes, new = normal(500, 5), normal(500, 5, seed=1)
    other = torch.cat([new[:, :1], codes[:, 1:2], new[:, 2:]], 1)  # keeps the heaviest alone
    weights = torch.tensor([0.7, 1.5, 0.0, 0.0, 0.0])
    _, second = dimensions.places([codes, other], [WEIGHTS, weights], 0.01, start=0)
    assert second.order[0] == 1
    assert second.order[4] == 0  # the newcomer
    assert (weights[second.order[1:4]] == 0).all()
    assert second.likeness[1:].tolist() == [0] * 4


def test_several_that_are_new_come_by_their_weight():
    new = normal(500, 5, seed=1)
    _, second = dimensions.places([normal(500, 5), new], [WEIGHTS, torch.arange(5.0) + 1], 0.01, start=0)
    assert second.order.tolist() == [4, 3, 2, 1, 0]
    assert not second.likeness.any()


def test_places_are_found_from_the_start_to_both_ends_and_signs_are_carried_along():
    codes = normal(500, 5)
    networks = [shuffled(codes, [0, 1, 2, 3, 4], [-1.0] * 5), codes, shuffled(codes, [4, 3, 2, 1, 0], [-1.0] * 5)]
    networks.append(shuffled(networks[-1], [0, 1, 2, 3, 4], [-1.0] * 5))
    weights = [torch.ones(5)] * 4
    left, start, right, last = dimensions.places(networks, weights, 0.01, start=1)
    assert start.order.tolist() == left.order.tolist() == [0, 1, 2, 3, 4]
    assert right.order.tolist() == last.order.tolist() == [4, 3, 2, 1, 0]
    assert [one.signs.tolist() for one in (left, right, last)] == [[-1] * 5, [-1] * 5, [1] * 5]
