"""The sparse autoencoder with an L1 penalty: every answer costs its size."""

from dataclasses import dataclass

from torch import Tensor

from . import losses
from .registry import register
from .sparse import PenalisedAutoencoder


@register("sparse_l1")
class L1SparseAutoencoder(PenalisedAutoencoder):
    """As the sparse one, but each activation costs its absolute value, and no unit is asked to answer now and then.

    The KL penalty pulls up a unit that answers too seldom; this one lets it die.
    """

    objective = r"\lVert g(f(x)) - x \rVert^2 + \beta \sum_j |h_j(x)| + \tfrac{\lambda}{2} \lVert W \rVert^2"

    @dataclass(frozen=True)
    class Config(PenalisedAutoencoder.Config):
        """`beta`: what an activation of 1 costs, in squared error; `weight_decay`: the weight of the weights' decay."""

    def penalty(self, hidden: Tensor) -> Tensor:
        return losses.l1_activity(hidden).mean()
