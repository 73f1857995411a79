"""Trainings that are worth a try, each with a question to make up one's mind about before, and checked after."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..training.config import TrainConfig
from .plan import USUAL, Plan


@dataclass(frozen=True)
class Question:
    """What a training will show: a question, the answers to choose from, and how its outcome is measured.

    `figure` is a metric of the card, called `words` by people; `bounds`, ascending, are where one option ends and the
    next begins. Where a training breaks off without a model the last option has come true. `because`: why it is so.
    """

    text: str
    options: tuple[str, ...]
    figure: str
    words: str
    bounds: tuple[float, ...]
    because: str

    def outcome(self, metrics: Mapping[str, Any] | None) -> int | None:
        """Number of the option that has come true; None where the figure was not measured."""
        if metrics is None:
            return len(self.options) - 1
        value = metrics.get(self.figure)
        return None if value is None else bisect_right(self.bounds, value)


@dataclass(frozen=True)
class Preset:
    """A named plan (its digits are the visitor's own choice) and what to ask oneself before."""

    title: str
    question: Question
    variant: str
    config: dict[str, Any] = field(default_factory=dict)
    training: TrainConfig = USUAL

    def is_plan(self, plan: Plan) -> bool:
        """Whether this is what `plan` trains, from whatever seed and on whatever digits."""
        same = all(plan.config.get(name) == value for name, value in self.config.items())
        return (
            plan.variant == self.variant and same and replace(plan.training, seed=self.training.seed) == self.training
        )


_HIDDEN = {"hidden": (500, 250)}
_MAP = {"hidden": (500, 250, 100), "code_size": 2}, replace(USUAL, epochs=30)

PRESETS = {
    "default": Preset(
        "A good start",
        Question(
            "Thirty numbers instead of 784 pixels: where will the squared error per test digit end?",
            ("Below 10: every digit can be read", "10 to 25: blurred", "Above 25: a smear"),
            "squared_error",
            "squared error",
            (10, 25),
            "Thirty numbers hold most of what tells digits apart. Drag the time machine: when could you read them?",
        ),
        "autoencoder",
        _HIDDEN,
    ),
    "two": Preset(
        "Bottleneck of 2",
        Question(
            "Two numbers instead of thirty: where will the squared error end?",
            ("Below 10, as with thirty", "10 to 45: blurred", "Above 45: a smear"),
            "squared_error",
            "squared error",
            (10, 45),
            "On a plane the ten digits must share the room. Look at the map: which of them stay entangled?",
        ),
        "autoencoder",
        *_MAP,
    ),
    "no bottleneck": Preset(
        "No bottleneck: does it copy?",
        Question(
            "784 numbers for 784 pixels: how well does it copy a test digit?",
            ("Squared error below 2", "2 to 10, as with thirty numbers", "Above 10, worse than with thirty"),
            "squared_error",
            "squared error",
            (2, 10),
            "Nothing need be left out, so nothing need be understood. On the noise page it copies noise as well.",
        ),
        "autoencoder",
        {"hidden": (784,), "code_size": 784},
    ),
    "too much beta": Preset(
        "Too much beta",
        Question(
            "Each nat of the code now costs fifty: how many will the code still carry?",
            ("Less than 1: it falls silent", "1 to 10", "More than 10, as it needs them"),
            "kl",
            "KL to the prior in nats",
            (1, 10),
            "A dimension stays active only while it saves more reconstruction than it costs; at fifty hardly any does.",
        ),
        "beta_vae",
        _HIDDEN | {"beta": 50.0},
    ),
    "two clouds": Preset(
        "A map of clouds",
        Question(
            "How much of the map will decode to nothing like a digit? (For the plain network's map it is a quarter.)",
            ("Less than 15 %", "15 to 30 %", "More than 30 %"),
            "holes",
            "share of holes",
            (0.15, 0.3),
            "Each digit is a small cloud here, no point, and the prior draws all clouds to the middle.",
        ),
        "vae",
        *_MAP,
    ),
    "too sparse": Preset(
        "Too much sparsity",
        Question(
            "The sparsity penalty counts ten times as much: how active will a unit of the first layer be on average?",
            ("Below 0.1", "0.1 to 0.3", "Above 0.3, as without a penalty"),
            "mean_activation",
            "mean activation",
            (0.1, 0.3),
            "The penalty pulls the mean activation to its target, whatever that does to the digits.",
        ),
        "sparse",
        {"beta": 10.0},
        TrainConfig(epochs=30, batch_size=128, learning_rate=5e-3, decay=0),
    ),
    "too fast": Preset(
        "Far too fast",
        Question(
            "The learning rate is 500 times the usual one. What will happen?",
            (
                "It learns sooner: squared error below 10",
                "It learns badly: above 10",
                "The loss explodes, and it stops itself",
            ),
            "squared_error",
            "squared error",
            (10,),
            "Steps this long jump over every valley, and each jump lands higher than the one before.",
        ),
        "vae",
        _HIDDEN,
        replace(USUAL, learning_rate=1.0),
    ),
}
