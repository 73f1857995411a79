"""Who may train now: at most so many at a time, first come, first served."""

import atexit
import os
from collections.abc import Callable
from threading import Condition
from typing import TYPE_CHECKING
from weakref import WeakSet

from ..support.processor import cores
from .limits import InvalidPlan, check
from .plan import Plan

if TYPE_CHECKING:
    from .run import Run

MOST_WAITING = 40


def usual_places() -> int:
    """How many trainings this machine takes at a time: AEMODELS_TRAININGS, or as many as this process has cores."""
    wanted = os.environ.get("AEMODELS_TRAININGS", "")
    if wanted.isdecimal() and int(wanted) > 0:
        return int(wanted)
    return cores()


class Queue:
    """Gives out `places` to runs in the order in which they ask. One for each process."""

    def __init__(self, places: int | None = None):
        self.places = places or usual_places()
        self._changed = Condition()
        self._waiting: list[Run] = []
        self._busy: list[Run] = []
        self._runs: WeakSet[Run] = WeakSet()
        # A thread that is inside torch when the interpreter goes away takes the process down with a complaint.
        atexit.register(self.close)

    def start(self, plan: Plan, alive: Callable[[], bool] = lambda: True) -> "Run":
        """Begin to train `plan`, as soon as there is a place, in a thread of its own.

        The run ends by itself some time after `alive()` has begun to say that its visitor is gone. Raises InvalidPlan
        when the plan asks for too much, or too many wait already.
        """
        from .run import Run  # run.py needs this module as well

        check(plan)
        run = Run(plan, self, alive)
        with self._changed:  # asked and taken at once: two who ask together may not both get the last place to wait
            if len(self._waiting) >= MOST_WAITING + max(0, self.places - len(self._busy)):
                raise InvalidPlan(f"{MOST_WAITING} trainings are waiting already. Please try again in a few minutes.")
            self._waiting.append(run)
        try:
            run.begin()
        except RuntimeError as error:  # the system gives no more threads
            self.leave(run)
            raise InvalidPlan(
                "This computer is too busy for another training. Please try again in a minute."
            ) from error
        with self._changed:
            self._runs.add(run)
        return run

    def close(self, seconds: float = 3) -> None:
        """End all runs, and wait that long for each."""
        with self._changed:
            runs = list(self._runs)
        for run in runs:
            run.stop(keep=False)
        for run in runs:
            run.wait(seconds)

    def place(self, run: "Run") -> int:
        """How many places ahead of `run` are still to be served, itself included: 0 when it is not waiting."""
        with self._changed:
            return self._waiting.index(run) + 1 if run in self._waiting else 0

    def enter(self, run: "Run", check_in: Callable[[], None]) -> None:
        """Wait for a place, if `run` has none; `check_in` is called now and then meanwhile and may raise to give up."""
        with self._changed:
            if run in self._busy:
                return
            if run not in self._waiting:  # where `start` has put it
                self._waiting.append(run)
            try:
                while self._waiting[0] is not run or len(self._busy) >= self.places:
                    self._changed.wait(0.5)
                    check_in()
                self._busy.append(run)
            finally:
                self._waiting.remove(run)
                self._changed.notify_all()

    def leave(self, run: "Run") -> None:
        """Give the place back, or wait no longer for one; does nothing for a run that has none."""
        with self._changed:
            for places in (self._busy, self._waiting):
                if run in places:
                    places.remove(run)
            self._changed.notify_all()
