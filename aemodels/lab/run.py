"""One training in a thread of its own: it can be watched, paused, taken an epoch at a time, and stopped."""

import threading
import time
from collections.abc import Callable

from torch import Tensor

from ..models.base import Autoencoder
from ..support.device import best_device
from ..support.memory import give_back
from ..support.processor import step_back
from ..training.loop import Progress, fit
from .ending import Stop, Wish, measured, told
from .frames import Frame, Stage, Viewer
from .limits import SECONDS, build
from .plan import Plan
from .queue import Queue
from .record import Record
from .results import Result
from .sources import SOURCES
from .status import Status

GONE_AFTER = 30  # seconds without its visitor after which a run ends
ASK_EVERY = 2  # seconds between two questions whether the visitor is there


class Run:
    """A training of `plan`, in `batches` steps for each epoch.

    Its methods may be called from any thread; what they give is never changed afterwards.
    """

    def __init__(self, plan: Plan, queue: Queue, alive: Callable[[], bool]):
        self.plan, self._queue, self._alive = plan, queue, alive
        self._changed = threading.Condition()
        self._state, self._message, self._share = "waiting", "", 0.0
        self._step, self._seconds = 0, 0.0
        self._resumed: float | None = None
        self.batches = -(-plan.images // plan.training.batch_size)
        self._record = Record(self._steps, plan.training.learning_rate)
        self._asked = self._seen = time.monotonic()
        self._stopping: Wish | None = None
        self._pausing = False
        self._pausing_after: int | None = None  # the number of an epoch
        self._result: Result | None = None
        self._thread = threading.Thread(target=self._work, name="training", daemon=True)

    @property
    def _steps(self) -> int:
        return self.batches * self.plan.training.epochs

    # What the visitor asks for.

    def begin(self) -> None:
        """Start the thread."""
        self._thread.start()

    def pause(self) -> None:
        """Hold after the next step."""
        self._ask(pausing=True)

    def resume(self) -> None:
        """Go on, to the end."""
        self._ask(pausing=False)

    def one_epoch(self) -> None:
        """Go on to the end of the epoch and hold there."""
        self._ask(pausing=False, after_epoch=True)

    def stop(self, keep: bool = True) -> None:
        """End for good; `keep` makes a result of what has been learned so far, or ends the measuring of that."""
        with self._changed:
            if not keep or self._stopping is None:
                self._stopping = Wish(keep=keep)
            self._changed.notify_all()

    def _ask(self, pausing: bool, after_epoch: bool = False) -> None:
        with self._changed:
            self._pausing = pausing
            # Counted from the steps: a run that was paused at an epoch's last step has yet to be told of its end.
            self._pausing_after = self._step // self.batches + 1 if after_epoch else None
            if self._state == "paused" and not pausing:
                self._state = "training"  # at once, for whoever looks before the thread has woken
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait for the end, but no longer than `seconds`; whether it has come."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    # What the visitor sees.

    @property
    def result(self) -> Result | None:
        """The trained model, once there is one."""
        with self._changed:
            return self._result

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames kept so far, the first from before the first step."""
        return tuple(self._record.frames)

    @property
    def stage(self) -> Stage | None:
        """What all frames have in common, once the digits are there."""
        return self._record.stage

    def status(self) -> Status:
        """Where the run stands now."""
        place = self._queue.place(self)
        with self._changed:
            seconds = self._seconds + (time.monotonic() - self._resumed if self._resumed else 0)
            left = seconds / self._step * (self._steps - self._step) if self._step else None
            # A run that goes on after a pause, or is measured, may have to wait for a place again.
            state = "waiting" if place and self._state in ("training", "paused", "measuring") else self._state
            epoch = min(self._step // self.batches, self.plan.training.epochs)
            return Status(
                state,
                self._message,
                place,
                self._share,
                self._step,
                self._steps,
                epoch,
                self.plan.training.epochs,
                seconds,
                left,
                tuple(self._record.points),
                self._record.latest,
            )

    # What the thread does.

    def _work(self) -> None:
        try:
            step_back()  # behind the threads that answer visitors
            self._queue.enter(self, self._check)
            self._train()
        except Stop as stop:
            self._set("stopped", str(stop))
        except Exception as error:
            self._set("failed", told(error))
        finally:
            self._queue.leave(self)
            self._record.close()
            give_back()

    def _train(self) -> None:
        plan, device = self.plan, best_device()
        self._set("preparing")
        digits = SOURCES[plan.source].prepare(plan.images, self._report)
        model = build(plan.variant, plan.config, plan.training.seed).to(device)
        self._record.open(Viewer(model, digits, device))
        self._set("training")
        end, message, step = self._learn(model, digits.train.to(device))
        self._set("measuring", message)
        with self._changed:
            if self._stopping and self._stopping.keep:
                self._stopping = None  # has been obeyed; the next one ends the measuring
        about = digits, step / self.batches, self._seconds
        result, note = measured(plan, model, *about, lambda: self._queue.enter(self, self._check), self._check)
        with self._changed:
            self._result = result
        self._set(end, f"{message} {note}".strip())

    def _learn(self, model: Autoencoder, x: Tensor) -> tuple[str, str, int]:
        """Train on images x; the state in which the run will end, why, and the step whose weights `model` has.

        Where the training comes to grief those are the best so far. Raises what ended it when nothing was learned.
        """
        self._run_clock(True)
        end, why = "done", ""
        try:
            try:
                fit(model, x, self.plan.training, self._on_epoch, self._on_step)
            except Stop as stop:
                if not (stop.keep and self._step):
                    raise
                end, why = "stopped", str(stop)
            self._record.finish(self._step)
        except Stop:
            raise
        except Exception as error:
            step = self._record.go_back(model)
            if not step:
                raise
            return "failed", f"{told(error)} What was learned until step {step:,} is kept.", step
        finally:
            self._run_clock(False)
        return end, why, self._step

    def _on_step(self, step: int) -> None:
        with self._changed:
            self._step = step
        self._record.after_step(step)
        self._check()
        if self._pausing and step < self._steps:
            self._hold()

    def _on_epoch(self, progress: Progress) -> None:
        self._record.after_epoch(progress.epoch * self.batches)
        if self._pausing_after and self._pausing_after <= progress.epoch < progress.epochs:
            self._pausing_after = None
            self._hold()

    def _hold(self) -> None:
        """Be paused until asked to go on; others may have the place meanwhile."""
        self._run_clock(False)
        self._record.look(self._step)
        with self._changed:
            self._pausing = True
        self._set("paused")
        self._queue.leave(self)
        with self._changed:
            while self._pausing and not self._stopping:
                self._changed.wait(1)
                self._ask_whether_alive()
        self._check()
        self._queue.enter(self, self._check)
        self._set("training")
        self._run_clock(True)

    def _report(self, share: float) -> None:
        with self._changed:
            self._share = share
        self._check()

    def _check(self) -> None:
        """Raise Stop when the run is to end."""
        self._ask_whether_alive()
        if self._stopping:
            raise Stop(self._stopping.message, self._stopping.keep)
        if self._resumed and self._seconds + time.monotonic() - self._resumed > SECONDS:
            raise Stop(f"{SECONDS // 60} minutes are the longest that a training may take here.")

    def _ask_whether_alive(self) -> None:
        now = time.monotonic()
        if self._stopping or now - self._asked < ASK_EVERY:
            return
        self._asked = now
        if self._alive():
            self._seen = now
        elif now - self._seen > GONE_AFTER:
            self._stopping = Wish("The visitor has left.", keep=False)

    def _run_clock(self, running: bool) -> None:
        with self._changed:
            if self._resumed:
                self._seconds += time.monotonic() - self._resumed
            self._resumed = time.monotonic() if running else None

    def _set(self, state: str, message: str = "") -> None:
        with self._changed:
            self._state, self._message = state, message
            self._changed.notify_all()
