"""Trainings that are worth a try, each with a prediction to check."""

from dataclasses import dataclass, field, replace
from typing import Any

from ..training.config import TrainConfig
from .plan import USUAL


@dataclass(frozen=True)
class Preset:
    """A named plan (its digits are the visitor's own choice) and what to expect of it."""

    title: str
    prediction: str
    variant: str
    config: dict[str, Any] = field(default_factory=dict)
    training: TrainConfig = USUAL


_HIDDEN = {"hidden": (500, 250)}
_MAP = {"hidden": (500, 250, 100), "code_size": 2}, replace(USUAL, epochs=30)

PRESETS = {
    "default": Preset(
        "A good start",
        "Thirty numbers are enough: every digit can be read again before the training is half done.",
        "autoencoder",
        _HIDDEN,
    ),
    "two": Preset(
        "Bottleneck of 2",
        "The ten digits drift apart into coloured patches on the map, and 4, 7 and 9 stay entangled.",
        "autoencoder",
        *_MAP,
    ),
    "no bottleneck": Preset(
        "No bottleneck: does it copy?",
        "With 784 numbers nothing need be left out: the error falls lower than elsewhere, and noise is copied as well.",
        "autoencoder",
        {"hidden": (784,), "code_size": 784},
    ),
    "too much beta": Preset(
        "Too much beta",
        "The KL term falls to nearly nothing: no dimension pays for itself, and all ten digits become the same smear.",
        "beta_vae",
        _HIDDEN | {"beta": 50.0},
    ),
    "two clouds": Preset(
        "A map of clouds",
        "The digits gather around the middle of the map and leave hardly a gap between them.",
        "vae",
        *_MAP,
    ),
    "too sparse": Preset(
        "Too much sparsity",
        "The units fall silent: the activity of the first layer drops to its target, and the digits blur.",
        "sparse",
        {"beta": 10.0},
        TrainConfig(epochs=30, batch_size=128, learning_rate=5e-3, decay=0),
    ),
    "too fast": Preset(
        "Far too fast",
        "Steps this long jump over every valley: the loss explodes within an epoch, and the training stops itself.",
        "vae",
        _HIDDEN,
        replace(USUAL, learning_rate=1.0),
    ),
}
