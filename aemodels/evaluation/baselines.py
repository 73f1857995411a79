"""What stands beside a model's figures: what others have reported in the same unit, and what was measured here.

Where a figure of the literature was not got in the way ours are, and its way can be gone here, it is measured anew
instead: what pixels give the same probe, or the mean image in the same holes.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any


@dataclass(frozen=True)
class Baseline:
    """One figure to compare with: which model it belongs beside, and where its card holds the same measure.

    `model` is EVERY where the figure belongs beside each model that has the measure; `measure` is the path through the
    card's metrics. `figure` is a reported number, or the path through the metrics to one that was measured here.
    `differs` tells what was done otherwise by those who reported it; `parameters`, where the source tells the network's
    layers, counts their weights and biases.
    """

    model: str
    measure: tuple[str, ...]
    figure: float | tuple[str, ...]
    source: str
    parameters: int | None = None
    differs: str = ""

    @property
    def more_is_better(self) -> bool:
        """Whether the measure is a share of right answers, 0 to 1; all others are costs."""
        return self.measure[-1].endswith("accuracy")

    def value(self, metrics: dict[str, Any]) -> float | None:
        """The figure beside a card's `metrics`; None where it was to be measured and was not."""
        return found(metrics, self.figure) if isinstance(self.figure, tuple) else self.figure


EVERY = ""
PAR = 0.02  # figures closer than this share of the reported one are on par with it


def _dense(*sizes: int) -> int:
    """Weights and biases of dense layers from the first to the last of `sizes` and back again."""
    return sum((a + 1) * b + (b + 1) * a for a, b in pairwise(sizes))


_ALL_LABELS = ("experiment", "by_labels", "60000", "pretrained")
_COMPONENTS = "Hinton and Salakhutdinov 2006: 30 principal components", _dense(784, 30)
_DEEP = "Hinton and Salakhutdinov 2006: 784-1000-500-250-30", _dense(784, 1000, 500, 250, 30)
_PRETRAINED = "theirs was pretrained level by level, with sigmoids; ours saw slightly moved digits as well"
_EXERCISE = (
    ("squared_error", 18.1, "the classic TensorFlow exercise with a KL penalty, at a mean activation of 0.053"),
    ("mean_activation", 0.053, "the classic TensorFlow exercise with a KL penalty, at a squared error of 18.1"),
)
_BATCHES = "theirs is of training batches at the end, with the penalty on both hidden layers"

BASELINES = (
    Baseline("pca", ("squared_error",), 13.87, *_COMPONENTS),
    Baseline("linear", ("squared_error",), 13.87, *_COMPONENTS),
    Baseline("ae", ("squared_error",), 3.00, *_DEEP, _PRETRAINED),
    Baseline("conv", ("squared_error",), 3.00, *_DEEP, f"theirs has dense layers; {_PRETRAINED}"),
    Baseline("stacked", ("squared_error",), 3.00, *_DEEP, "theirs is a stack of restricted Boltzmann machines"),
    Baseline(
        "stacked",
        _ALL_LABELS,
        0.0140,
        "Vincent et al. 2010: stacked autoencoder, three layers",
        differs="they kept 10,000 of the 60,000 labels to choose settings by",
    ),
    *(
        Baseline(model, (measure,), figure, source, _dense(784, 300, 30), differs)
        for model, differs in (("sparse", _BATCHES), ("sparse-l1", f"ours is penalised by L1; {_BATCHES}"))
        for measure, figure, source in _EXERCISE
    ),
    Baseline(
        "vae",
        ("negative_elbo",),
        105.6,
        "pytorch/examples: 20 numbers, 784-400-20",
        differs="theirs is a smaller network after 10 epochs",
    ),
    Baseline(
        "masked",
        ("masked_pixel_error",),
        ("masked_pixel_error_of_mean_image",),
        "filling in the mean image of the training set, measured here",
    ),
    Baseline(
        EVERY,
        ("neighbour_accuracy",),
        ("pixels", "neighbour_accuracy"),
        "five nearest neighbours among the pixels themselves, measured here",
    ),
    Baseline(
        EVERY,
        ("probe_accuracy",),
        ("pixels", "probe_accuracy"),
        "the same linear classifier of the pixels themselves, measured here",
    ),
)


def baselines_of(name: str) -> list[Baseline]:
    """The figures that belong beside model `name`."""
    return [baseline for baseline in BASELINES if baseline.model in (EVERY, name)]


def found(metrics: dict[str, Any], measure: tuple[str, ...]) -> float | None:
    """The finite number that a card's `metrics` hold at the path `measure`; None where there is none."""
    value: Any = metrics
    for key in measure:
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return value if is_number else None


def verdict(value: float, other: float, more_is_better: bool) -> str:
    """How `value` compares with the `other`: "better than", "on par with" (within PAR) or "short of" it.

    Of shares of right answers the shares of wrong ones are compared: 98 % is half as many mistakes as 96 %.
    """
    mine, theirs = (1 - value, 1 - other) if more_is_better else (value, other)
    if abs(mine - theirs) <= PAR * theirs:
        return "on par with"
    return "better than" if mine < theirs else "short of"
