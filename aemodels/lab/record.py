"""What is kept of a training as it goes: frames at its marks, losses there and after each epoch."""

import time

from torch import Tensor

from ..models.base import Autoencoder
from ..training.loop import check_loss
from .frames import Frame, Point, Stage, Viewer
from .status import marks

LOOK_EVERY = 0.5  # seconds between two looks at the model that are not kept


class Record:
    """Written by the training's thread alone. Lists only grow, so others may copy them at any time."""

    def __init__(self, steps: int, learning_rate: float):
        self.points: list[Point] = []
        self.frames: list[Frame] = []
        self.latest: Frame | None = None
        self.stage: Stage | None = None
        self._marks, self._learning_rate = marks(steps), learning_rate
        self._viewer: Viewer | None = None
        self._looked = 0.0
        self._best: tuple[int, dict[str, Tensor]] | None = None  # step and weights of the least loss so far

    def open(self, viewer: Viewer) -> None:
        """Begin, with the model as it is before the first step."""
        self._viewer, self.stage = viewer, viewer.stage()
        self.keep(0)

    def close(self) -> None:
        """Let the model and the digits go; what was kept stays."""
        self._viewer = self._best = None

    def go_back(self, model: Autoencoder) -> int:
        """Give `model` the weights that it had at the best point so far; returns that step, 0 if none beat the first.

        For a training that came to grief afterwards: only points whose loss was fine are kept.
        """
        if self._best is None:
            return 0
        step, weights = self._best
        model.load_state_dict(weights)
        return step

    def after_step(self, step: int) -> None:
        """Keep the step if it is a mark, or look if it is time to."""
        if step in self._marks:
            self.keep(step)
        elif time.monotonic() - self._looked > LOOK_EVERY:
            self.look(step)

    def after_epoch(self, step: int) -> None:
        """Measure the losses unless that was done at this step."""
        if not self.points or self.points[-1].step != step:
            self._measure(step)

    def finish(self, step: int) -> None:
        """Keep the last step, wherever that was."""
        if self.frames[-1].step != step:
            self.keep(step)

    def keep(self, step: int) -> None:
        """Look, and keep what is seen. Raises TrainingDiverged when the loss has exploded."""
        self.frames.append(self.look(step))
        self.after_epoch(step)

    def look(self, step: int) -> Frame:
        """See what the model makes of the digits now."""
        self.latest = frame = self._watching().frame(step)
        self._looked = time.monotonic()
        return frame

    def _watching(self) -> Viewer:
        if self._viewer is None:
            raise RuntimeError("nothing is watched before `open` and after `close`")
        return self._viewer

    def _measure(self, step: int) -> None:
        viewer = self._watching()
        point = viewer.point(step)
        first = (self.points or [point])[0].train["loss"]
        check_loss(point.train["loss"], first, f"after {step} steps", self._learning_rate)
        if self.points and point.train["loss"] < min(known.train["loss"] for known in self.points):
            weights = viewer.model.state_dict()
            self._best = step, {name: tensor.clone() for name, tensor in weights.items()}
        self.points.append(point)
