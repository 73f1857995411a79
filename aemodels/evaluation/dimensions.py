"""Which dimensions of networks that were trained apart tell the same of an image, so that they share a place."""

from dataclasses import dataclass

import torch
from torch import Tensor

ALIKE = 0.5  # correlation, of either sign, from which two dimensions count as the same


@dataclass(frozen=True)
class Places:
    """Which dimension of a network stands in each place; -1 or 1, for those that run the other way; and how alike.

    `likeness` is the correlation, 0 to 1, with what stands in that place in the network that it was matched with; 0
    for a dimension that has no match there.
    """

    order: Tensor  # int64 (k,)
    signs: Tensor  # (k,)
    likeness: Tensor  # (k,)


def correlations(a: Tensor, b: Tensor) -> Tensor:
    """Pearson's correlation of each column of a (N, k) with each of b (N, l) -> (k, l); 0 for constant columns."""
    return _standard(a).T @ _standard(b) / len(a)


def _standard(codes: Tensor) -> Tensor:
    return (codes - codes.mean(0)) / codes.std(0, correction=0).clamp_min(1e-9)


def pairs(found: Tensor, least: float = ALIKE) -> list[tuple[int, int]]:
    """Pairs (row, column) of correlations `found` (k, l) of at least `least`, the strongest first, each side once."""
    strengths, pairs, rows, columns = found.abs(), [], set(), set()
    for place in strengths.flatten().argsort(descending=True, stable=True).tolist():
        i, j = divmod(place, found.shape[1])
        if strengths[i, j] >= least and i not in rows and j not in columns:
            pairs.append((i, j))
            rows.add(i)
            columns.add(j)
    return pairs


def places(codes: list[Tensor], weights: list[Tensor], silent: float, start: int) -> list[Places]:
    """Places for the dimensions of networks in a row, from their codes (N, k) of the same images.

    `weights` (k,) say how much each dimension tells, and below `silent` it tells nothing. The network `start` stands in
    the order of its weights. From there to both ends, a dimension takes the place of the one of the network before that
    it correlates with (`pairs`). Those that are like none take the lowest places where there was silence, and the
    silent ones what is left.
    """
    order = weights[start].argsort(descending=True, stable=True)
    laid = {start: Places(order, torch.ones(len(order)), torch.zeros(len(order)))}
    for step, end in ((-1, -1), (1, len(codes))):
        for at in range(start + step, end, step):
            before = laid[at - step]
            speaks = [weights[which] >= silent for which in (at - step, at)]
            found = correlations(codes[at - step], codes[at]) * (speaks[0][:, None] & speaks[1])
            laid[at] = _beside(before, found, weights[at], speaks)
    return [laid[at] for at in range(len(codes))]


def _beside(before: Places, found: Tensor, weights: Tensor, speaks: list[Tensor]) -> Places:
    """Places for a network whose dimensions correlate so (k, k) with those of the one before."""
    order, signs, likeness = torch.full_like(before.order, -1), torch.ones(len(weights)), torch.zeros(len(weights))
    for i, j in pairs(found):
        place = int((before.order == i).nonzero())
        order[place], likeness[place] = j, found[i, j].abs()
        signs[place] = before.signs[place] * found[i, j].sign()
    free = [place for place in range(len(order)) if order[place] < 0]
    left = sorted(set(range(len(order))) - set(order.tolist()), key=lambda j: -float(weights[j]))
    new = [j for j in left if speaks[1][j]]
    free.sort(key=lambda place: (bool(speaks[0][before.order[place]]), -place))  # where there was silence first
    free = [*sorted(free[: len(new)]), *sorted(free[len(new) :])]
    for place, j in zip(free, left, strict=True):
        order[place] = j
    return Places(order, signs, likeness)
