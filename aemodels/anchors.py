"""What others have reported, in the units of the cards, to stand beside what the shipped models reach."""

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any


@dataclass(frozen=True)
class Anchor:
    """One reported figure: which model it is to be compared with, and where its card holds the same measure.

    `model` is EVERY where the figure belongs beside each model that has the measure; `measure` is the path through the
    card's metrics; `parameters`, where the source tells the network's layers, counts their weights and biases.
    """

    model: str
    measure: tuple[str, ...]
    value: float
    source: str
    parameters: int | None = None

    @property
    def more_is_better(self) -> bool:
        """Whether the measure is a share of right answers, 0 to 1; all others are costs."""
        return self.measure[-1].endswith("accuracy")


EVERY = ""
PAR = 0.02  # figures closer than this share of the reported one are on par with it


def _dense(*sizes: int) -> int:
    """Weights and biases of dense layers from the first to the last of `sizes` and back again."""
    return sum((a + 1) * b + (b + 1) * a for a, b in pairwise(sizes))


_ALL_LABELS = ("experiment", "by_labels", "60000", "pretrained")
_COMPONENTS = "Hinton and Salakhutdinov 2006: 30 principal components", _dense(784, 30)
_DEEP = "Hinton and Salakhutdinov 2006: 784-1000-500-250-30", _dense(784, 1000, 500, 250, 30)
_EXERCISE = _dense(784, 300, 30)

ANCHORS = (
    Anchor("pca", ("squared_error",), 13.87, *_COMPONENTS),
    Anchor("linear", ("squared_error",), 13.87, *_COMPONENTS),
    Anchor("ae", ("squared_error",), 3.00, *_DEEP),
    Anchor("conv", ("squared_error",), 3.00, *_DEEP),
    Anchor("stacked", ("squared_error",), 3.00, *_DEEP),
    Anchor("stacked", _ALL_LABELS, 0.0140, "Vincent et al. 2010: stacked autoencoder, three layers"),
    *(
        Anchor(model, *figure, _EXERCISE)
        for model in ("sparse", "sparse-l1")
        for figure in (
            (
                ("squared_error",),
                18.1,
                "the classic TensorFlow exercise with a KL penalty, at a mean activation of 0.053",
            ),
            (
                ("mean_activation",),
                0.053,
                "the classic TensorFlow exercise with a KL penalty, at a squared error of 18.1",
            ),
        )
    ),
    Anchor("vae", ("negative_elbo",), 105.6, "pytorch/examples: 20 numbers, 784-400-20, 10 epochs"),
    Anchor("masked", ("masked_pixel_error",), 0.0675, "filling in the mean image of the training set"),
    Anchor(
        EVERY,
        ("neighbour_accuracy",),
        0.9691,
        "K. Wilder, on the list of LeCun, Cortes and Burges: nearest neighbours among the pixels themselves",
    ),
    Anchor(EVERY, ("probe_accuracy",), 0.880, "LeCun et al. 1998: a linear classifier of the pixels themselves"),
)


def anchors_of(name: str) -> list[Anchor]:
    """The reported figures that belong beside model `name`."""
    return [anchor for anchor in ANCHORS if anchor.model in (EVERY, name)]


def found(metrics: dict[str, Any], measure: tuple[str, ...]) -> float | None:
    """The finite number that a card's `metrics` hold at the path `measure`; None where there is none."""
    value: Any = metrics
    for key in measure:
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return value if is_number else None


def verdict(value: float, anchor: Anchor) -> str:
    """How `value` compares: "better than", "on par with" (within PAR) or "short of" the anchor's.

    Of shares of right answers the shares of wrong ones are compared: 98 % is half as many mistakes as 96 %.
    """
    mine, theirs = (1 - value, 1 - anchor.value) if anchor.more_is_better else (value, anchor.value)
    if abs(mine - theirs) <= PAR * theirs:
        return "on par with"
    return "better than" if mine < theirs else "short of"
