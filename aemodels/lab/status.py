"""Where a training stands."""

from dataclasses import dataclass

from .frames import Frame, Point

KEPT = 40  # frames, the one before the first step included
ENDED = ("done", "stopped", "failed")


@dataclass(frozen=True)
class Status:
    """Where a run stands.

    `state` is "waiting" (`place` in the queue), "preparing" (`share` of the digits are there), "training", "paused",
    "measuring" (the card and the statistics), "done", "stopped" (with or without a result) or "failed" (`message`
    says why and what to change). Seconds are of training alone.
    """

    state: str
    message: str
    place: int
    share: float
    step: int
    steps: int
    epoch: int
    epochs: int
    seconds: float
    seconds_left: float | None
    points: tuple[Point, ...]
    frame: Frame | None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ENDED


def marks(steps: int, kept: int = KEPT) -> set[int]:
    """Steps after which a frame is kept, at most `kept` with step 0, closer together early on, where most happens."""
    return {round(steps * (number / (kept - 1)) ** 2) for number in range(kept)} | {steps}
