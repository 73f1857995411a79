"""Plans that the tests of lab train, and how they wait for what a run does."""

import time
from dataclasses import replace

from aemodels import lab
from aemodels.training.config import TrainConfig

SHORT = TrainConfig(epochs=3, batch_size=64)
SMALL = lab.Plan("autoencoder", {"hidden": (32,), "code_size": 2}, SHORT, "strokes", 250)
LONG = replace(SMALL, training=replace(SHORT, epochs=200))
SECONDS = 60  # enough for any machine; a test that needs so many has failed


def until(condition, what="it"):
    """Wait until `condition()` holds."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, f"{what} did not happen within {SECONDS} s"
        time.sleep(0.01)


def finished(queue, plan):
    """A run of `plan` that has come to its end."""
    run = queue.start(plan)
    assert run.wait(SECONDS)
    return run


def paused(queue):
    """A long run that has begun to learn and is paused."""
    run = queue.start(LONG)
    until(lambda: run.status().step > 0)
    run.pause()
    until(lambda: run.status().state == "paused")
    return run
