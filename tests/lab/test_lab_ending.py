"""lab: what is kept of a training that is stopped while it is measured, or that comes to grief."""

import gc
import time
from dataclasses import replace
from itertools import pairwise

import pytest
import torch
from lab_data import LONG, SECONDS, SHORT, SMALL, finished, paused, until

from aemodels import lab
from aemodels.lab import ending, sources
from aemodels.lab import run as run_module
from aemodels.models import losses
from aemodels.store import bundle

pytestmark = pytest.mark.usefixtures("few_test_digits")

TINY = {"width": 16, "depth": 1, "heads": 1, "expansion": 1, "decoder_width": 16, "decoder_depth": 1}
# Learned in a moment, and long to measure: each of 250 digits is corrupted in nearly a hundred ways.
SLOW = replace(SMALL, variant="masked", config=TINY, training=replace(SHORT, epochs=1))
# About as large as a visitor's may be.
LARGEST = {
    "dense": ("autoencoder", {"hidden": (1200, 784), "code_size": 2}),
    "convolutional": ("convolutional", {"channels": (128, 128, 128), "dense": 256, "code_size": 2}),
    "masked": (
        "masked",
        {"width": 128, "depth": 6, "heads": 8, "expansion": 4, "decoder_width": 96, "decoder_depth": 4},
    ),
}


def measuring(queue, plan=SLOW, **about):
    """A run that is being measured on all test digits."""
    run = queue.start(plan, **about)
    until(lambda: run.status().state == "measuring", "the measuring")
    return run


def ended_within(run, seconds):
    """Whether the run ends before the process has worked for so many seconds, whatever else the machine does."""
    begun = time.process_time()
    assert run.wait(SECONDS)
    return time.process_time() - begun < seconds


def test_stop_ends_the_measuring_at_once_keeps_what_was_learned_and_gives_the_place_back(queue):
    run = measuring(queue)
    time.sleep(0.2)
    run.stop()
    assert ended_within(run, 1)
    assert run.status().state == "done"
    assert run.status().message == ending.FEW
    card = run.result.card
    assert (card.data["test"], card.epochs) == (10, 1)
    assert run.result.statistics["labels"].tolist() == list(range(10))
    assert not any(layer._forward_pre_hooks for layer in run.result.model.modules())
    next_one = queue.start(LONG)
    until(lambda: next_one.status().step > 0)


def test_a_second_stop_ends_the_measuring_after_the_first_ended_the_training(queue):
    run = queue.start(replace(SLOW, training=replace(SHORT, epochs=200)))
    until(lambda: run.status().step > 1)
    run.stop()
    until(lambda: run.status().state == "measuring")
    run.stop()
    assert ended_within(run, 2)
    assert run.status().state == "stopped"
    assert run.result.card.data["test"] == 10


def test_who_wants_nothing_kept_ends_the_measuring_as_well(queue):
    run = measuring(queue)
    run.stop()
    run.stop(keep=False)
    assert ended_within(run, 1)
    assert run.result is None


def test_a_visitor_who_leaves_ends_the_measuring(queue, monkeypatch):
    monkeypatch.setattr(run_module, "ASK_EVERY", 0)
    monkeypatch.setattr(run_module, "GONE_AFTER", 0.1)
    here = [True]
    run = measuring(queue, alive=lambda: here[0])
    here[0] = False
    assert ended_within(run, 1.5)
    assert run.result is None


def test_closing_the_queue_ends_the_measuring(queue):
    run = measuring(queue)
    queue.close()
    assert run.status().ended


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_networks_are_asked_often_enough_while_they_are_measured(name):
    variant, config = LARGEST[name]
    x, labels = lab.SOURCES["strokes"].sample()
    digits = sources.Digits(x, x.repeat(4, 1, 1, 1), labels.repeat(4), {"name": "stroke digits", "test": len(x) * 4})
    begun, asked = [], []

    def begin():
        begun.append(time.thread_time())
        asked.append(time.thread_time())

    def check():
        asked.append(time.thread_time())
        if begun and asked[-1] - begun[0] > 1:
            raise ending.Stop

    result, note = ending.measured(lab.Plan(variant, config), lab.build(variant, config), digits, 0, 0, begin, check)
    waits = [later - earlier for earlier, later in pairwise(asked)]
    assert max(waits) < 1
    assert (result.card.data["test"], note) == (10, ending.FEW)
    codes = (
        1_000 * result.model.code_size if result.model.code_kind == "vector" else 0
    )  # of all test digits, a byte each
    assert len(result.zip()) + codes < bundle.LARGEST_ZIP


def test_where_nothing_is_to_be_kept_not_even_ten_digits_are_measured():
    def leave():
        raise ending.Stop(keep=False)

    model = lab.build(*LARGEST["masked"])
    digits = sources.Digits(*[lab.SOURCES["strokes"].sample()[0]] * 2, lab.SOURCES["strokes"].sample()[1], {})
    begun = time.process_time()
    with pytest.raises(ending.Stop):
        ending.measured(lab.Plan("masked"), model, digits, 0, 0, lambda: None, leave)
    assert time.process_time() - begun < 0.5


def test_a_measuring_that_breaks_off_leaves_what_ten_digits_told(queue, monkeypatch, caplog):
    measure = ending.results.measure

    def break_off(*about, noise_images=None):
        return measure(*about, noise_images=noise_images) if noise_images else 1 / 0

    monkeypatch.setattr(ending.results, "measure", break_off)
    run = finished(queue, SMALL)
    assert run.status().state == "done"
    assert "broke off" in run.status().message
    assert "ZeroDivisionError" in caplog.text
    assert run.result.card.data["test"] == 10


def test_a_training_that_diverges_keeps_the_best_that_it_had(queue):
    plan = replace(
        SMALL, variant="linear", config={}, training=replace(SHORT, epochs=40, optimiser="sgd", learning_rate=0.03)
    )
    run = finished(queue, plan)
    status = run.status()
    assert status.state == "failed"
    best = min(status.points, key=lambda point: point.train["loss"])
    assert 0 < best.step < status.step
    assert f"learned until step {best.step:,} is kept." in status.message
    assert run.result.card.epochs == round(best.step / run.batches)
    assert run.result.card.metrics["squared_error"] == pytest.approx(best.error, rel=0.01)
    assert best.error < status.points[0].error


@pytest.mark.parametrize("step", [1, 9])
def test_a_training_that_breaks_off_keeps_what_was_learned_until_then(queue, monkeypatch, caplog, step):
    take_step = run_module.Run._on_step

    def break_off(run, now):
        if now == step:
            raise ZeroDivisionError
        take_step(run, now)

    monkeypatch.setattr(run_module.Run, "_on_step", break_off)
    run = finished(queue, SMALL)
    assert run.status().state == "failed"
    assert "broke off" in run.status().message
    assert "ZeroDivisionError" in caplog.text
    if step == 1:
        assert run.result is None
        return
    x, _ = lab.SOURCES["strokes"].sample()
    error = float(losses.squared_error(run.result.model(x), x).mean())
    assert error == pytest.approx(min(point.error for point in run.status().points), rel=0.01)
    assert run.result.card.epochs == 2


def test_a_paused_training_that_is_stopped_waits_for_a_place_before_it_is_measured(queue):
    held = paused(queue)
    other = queue.start(LONG)
    until(lambda: other.status().step > 0)
    held.stop()
    until(lambda: held.status().state == "waiting")
    held.stop()
    assert held.wait(SECONDS)
    assert held.status().state == "stopped"
    assert held.result.card.data["test"] == 10
    assert not other.status().ended


def test_a_run_that_was_stopped_holds_neither_optimiser_nor_digits(queue):
    def optimisers():
        gc.collect()
        return sum(issubclass(type(one), torch.optim.Optimizer) for one in gc.get_objects())

    before = optimisers()
    run = queue.start(LONG)
    until(lambda: run.status().step > 2)
    run.stop()
    assert run.wait(SECONDS)
    assert run.result
    assert optimisers() == before
