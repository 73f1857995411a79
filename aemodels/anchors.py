"""What others have reported, in the units of the cards, to stand beside what the shipped models reach."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Anchor:
    """One reported figure: which model it is to be compared with, and where its card holds the same measure.

    `measure` is the path through the card's metrics. For all of these less is better.
    """

    model: str
    measure: tuple[str, ...]
    value: float
    source: str


_ALL_LABELS = ("experiment", "by_labels", "60000", "pretrained")
_HINTON = "Hinton and Salakhutdinov 2006"

ANCHORS = (
    Anchor("pca", ("squared_error",), 13.87, f"{_HINTON}: 30 principal components"),
    Anchor("linear", ("squared_error",), 13.87, f"{_HINTON}: 30 principal components"),
    Anchor("ae", ("squared_error",), 3.00, f"{_HINTON}: 784-1000-500-250-30"),
    Anchor("conv", ("squared_error",), 3.00, f"{_HINTON}: 784-1000-500-250-30"),
    Anchor("stacked", ("squared_error",), 3.00, f"{_HINTON}: 784-1000-500-250-30, pretrained"),
    Anchor("stacked", _ALL_LABELS, 0.0140, "Vincent et al. 2010: stacked autoencoder, three layers"),
    Anchor("sparse", ("squared_error",), 18.1, "the classic TensorFlow exercise, at a mean activation of 0.053"),
    Anchor("sparse", ("mean_activation",), 0.053, "the classic TensorFlow exercise, at a squared error of 18.1"),
    Anchor("vae", ("negative_elbo",), 105.6, "pytorch/examples: 20 numbers, 784-400-20, 10 epochs"),
    Anchor("masked", ("masked_pixel_error",), 0.0675, "filling in the mean image of the training set"),
)


def found(metrics: dict[str, Any], measure: tuple[str, ...]) -> float | None:
    """The figure that a card's `metrics` hold at the path `measure`; None where there is none."""
    for key in measure:
        if not isinstance(metrics, dict) or key not in metrics:
            return None
        metrics = metrics[key]
    return metrics


def verdict(value: float, anchor: Anchor) -> str:
    """How `value` compares: "better than", "on par with" (within 2 %) or "short of" the anchor's."""
    if abs(value - anchor.value) <= 0.02 * anchor.value:
        return "on par with"
    return "better than" if value < anchor.value else "short of"
