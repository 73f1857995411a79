"""Codes that the tests of roads, directions and mixtures share."""

import torch


def normal(*shape, seed=0):
    """Numbers drawn from a normal distribution."""
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def stretched():
    """2,000 codes of 6 numbers around three centres."""
    centres = 4 * normal(3, 6, seed=1)
    return centres[torch.arange(2000) % 3] + normal(2000, 6) * torch.tensor([2.0, 1.0, 0.5, 1.0, 0.2, 1.5])
