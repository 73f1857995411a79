"""How a model is trained: the choices and their words; needs no torch."""

from dataclasses import dataclass

from ..models.choices import choice

MOMENTUM = 0.9  # of SGD


@dataclass(frozen=True)
class TrainConfig:
    """How a model is trained: AdamW, unless told otherwise, under a one-cycle schedule (Smith and Topin 2018).

    As the learning rate rises from a 25th of its value and falls again, AdamW's and Adam's first beta, their momentum,
    falls from 0.95 to 0.85 and rises again; SGD's momentum stays at MOMENTUM. `bfloat16` has an effect only where the
    device multiplies such numbers natively (device.multiplies_bfloat16); elsewhere they would be slower than float32.
    """

    epochs: int = choice(
        30,
        "Epochs",
        "How often each training digit is seen.",
        stops=(1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 100, 200),
    )
    batch_size: int = choice(
        256,
        "Batch size",
        "Digits that are looked at before the weights move one step.",
        unit="digits",
        stops=(16, 32, 64, 128, 256, 512, 1024),
    )
    learning_rate: float = choice(
        2e-3,
        "Learning rate",
        "How far each step goes, at the top of the schedule: it rises for the first fifth of the training, then falls.",
        stops=(1e-5, 1e-4, 3e-4, 1e-3, 2e-3, 3e-3, 5e-3, 1e-2, 3e-2, 0.1, 1.0, 10.0),
    )
    decay: float = choice(
        1e-2,
        "Weight decay",
        "Pulls weights towards zero at every step, apart from the loss (with SGD and Adam: as a part of it); biases, "
        "gains and the mask token stay free. A kind whose loss has a weight decay of its own does without this one.",
        stops=(0.0, 1e-4, 1e-3, 1e-2, 0.1, 1.0),
        advanced=True,
    )
    seed: int = choice(
        0,
        "Seed",
        "The same seed gives the same start, the same order and the same curves.",
        low=0,
        high=9999,
        advanced=True,
    )
    affine_share: float = choice(
        0.5,
        "Augmentation",
        "Share of each batch that is slightly turned, sheared, scaled and shifted, so that your own hand lies within "
        "what the network knows.",
        low=0.0,
        high=1.0,
        step=0.25,
        advanced=True,
    )
    bfloat16: bool = choice(
        False,
        "Half precision",
        "Matrix products in bfloat16 where the processor has them, weights and sums in float32.",
        advanced=True,
    )
    optimiser: str = choice(
        "adamw",
        "Optimiser",
        "The rule that turns gradients into steps. The schedule also moves the momentum of AdamW and Adam, between "
        f"0.95 and 0.85; that of SGD stays at {MOMENTUM}.",
        options=("adamw", "adam", "sgd"),
        advanced=True,
    )
