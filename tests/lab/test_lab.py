"""lab: runs that can be paused, taken by the epoch, stopped and repeated."""

import threading
import time
from dataclasses import replace

import pytest
from lab_data import LONG, SECONDS, SHORT, SMALL, finished, until

from aemodels import lab
from aemodels.lab import run as run_module
from aemodels.lab.status import KEPT, marks

pytestmark = pytest.mark.usefixtures("few_test_digits")


def test_a_run_works_behind_the_threads_that_answer_visitors(queue, monkeypatch):
    stepped_back = []
    monkeypatch.setattr(run_module, "step_back", lambda: stepped_back.append(threading.current_thread().name))
    finished(queue, SMALL)
    assert stepped_back == ["training"]


def test_a_run_learns_and_ends_with_a_model(queue):
    run = finished(queue, SMALL)
    status = run.status()
    assert (status.state, status.step, status.epoch, status.ended) == ("done", 12, 3, True)
    assert [point.step for point in status.points] == sorted({*marks(12), 4, 8, 12})
    assert status.points[-1].test["loss"] < 0.95 * status.points[0].test["loss"]
    assert set(status.points[0].train) == {"loss", "squared_error"}
    card = run.result.card
    assert (card.variant, card.code_size, card.epochs) == ("autoencoder", 2, 3)
    assert card.data["name"] == "stroke digits"
    assert not run.result.model.training
    assert run.result.statistics["codes"].shape == (250, 2)
    assert "holes" in card.metrics


def test_the_same_seed_gives_the_same_curves_and_frames_and_another_seed_others(queue):
    plan = replace(SMALL, variant="vae")
    first, again = finished(queue, plan), finished(queue, plan)
    other = finished(queue, replace(plan, training=replace(SHORT, seed=1)))
    assert first.status().points == again.status().points
    assert first.status().points != other.status().points
    assert [frame.pictures for frame in first.frames] == [frame.pictures for frame in again.frames]


def test_pausing_and_looking_leaves_the_curves_as_they_are(queue, monkeypatch):
    monkeypatch.setattr("aemodels.lab.record.LOOK_EVERY", 0)
    run = queue.start(SMALL)
    run.one_epoch()
    until(lambda: run.status().state == "paused")
    run.resume()
    assert run.wait(SECONDS)
    assert run.status().points == finished(queue, SMALL).status().points


def test_frames_are_few_small_and_dense_at_the_start():
    for steps in (1, 7, 39, 40, 480, 100_000):
        kept = sorted(marks(steps))
        assert kept[0] == 0
        assert kept[-1] == steps
        assert len(kept) <= KEPT
    assert sum(step < 50_000 for step in marks(100_000)) > KEPT / 2


def test_a_long_run_keeps_at_most_forty_frames_of_a_few_thousand_bytes(queue):
    run = finished(queue, replace(SMALL, training=replace(SHORT, epochs=50)))
    assert 30 < len(run.frames) <= KEPT
    assert all(len(frame.pictures) == 7840 and frame.codes.shape == (250, 2) for frame in run.frames)
    assert sum(run.frames[-1].histogram) == 250 * 32


def test_one_epoch_at_a_time(queue):
    run = queue.start(LONG)
    for epoch in (1, 2):
        run.one_epoch()
        until(lambda e=epoch: run.status().state == "paused" and run.status().epoch == e, f"epoch {epoch}")
        assert run.status().step == 4 * epoch
    seconds = run.status().seconds
    time.sleep(0.05)
    assert run.status().seconds == seconds  # the clock stands still as well


def test_one_epoch_after_a_pause_at_the_end_of_one_is_a_whole_one(queue, monkeypatch):
    held = []
    take_step = run_module.Run._on_step

    def pause_at_the_fourth(run, step):
        if step == 4 and not held:
            held.append(run.pause())
        take_step(run, step)

    monkeypatch.setattr(run_module.Run, "_on_step", pause_at_the_fourth)
    run = queue.start(LONG)
    until(lambda: run.status().state == "paused")
    assert run.status().step == 4
    run.one_epoch()
    until(lambda: run.status().state == "paused" and run.status().step > 4)
    assert run.status().step == 8


def test_pause_and_stop_keep_what_was_learned(queue):
    run = queue.start(LONG)
    until(lambda: run.status().step > 2)
    run.pause()
    until(lambda: run.status().state == "paused")
    step = run.status().step
    assert run.result is None
    run.stop()
    assert run.wait(SECONDS)
    assert run.status().step == step
    assert run.status().state == "stopped"
    assert run.result.card.epochs == round(step / 4)
    assert run.frames[-1].step == step


def test_a_run_that_nobody_wants_is_dropped(queue):
    run = queue.start(LONG)
    until(lambda: run.status().step > 0)
    run.stop(keep=False)
    assert run.wait(SECONDS)
    assert run.result is None


def test_a_visitor_who_leaves_takes_the_run_along(queue, monkeypatch):
    monkeypatch.setattr(run_module, "ASK_EVERY", 0)
    monkeypatch.setattr(run_module, "GONE_AFTER", 0.1)
    here = threading.Event()
    here.set()
    run = queue.start(LONG, here.is_set)
    until(lambda: run.status().step > 0)
    run.pause()
    until(lambda: run.status().state == "paused")
    here.clear()
    assert run.wait(SECONDS)
    assert run.status().state == "stopped"
    assert run.result is None


def test_a_visitor_who_comes_back_in_time_keeps_it(queue, monkeypatch):
    monkeypatch.setattr(run_module, "ASK_EVERY", 0)
    answers = iter([False, False])
    run = queue.start(SMALL, lambda: next(answers, True))
    assert run.wait(SECONDS)
    assert run.status().state == "done"


def test_a_run_that_diverges_stops_itself_and_says_what_to_change(queue):
    run = finished(queue, replace(LONG, variant="vae", training=replace(SHORT, epochs=5, learning_rate=1.0)))
    status = run.status()
    assert status.state == "failed"
    assert "smaller learning rate, such as 0.1" in status.message
    assert status.step < status.steps


def test_the_preset_that_is_too_fast_stops_itself(queue):
    preset = lab.PRESETS["too fast"]
    run = finished(queue, lab.Plan(preset.variant, preset.config, preset.training, "strokes", 500))
    assert run.status().state == "failed"


def test_what_nobody_foresaw_is_told_kindly_and_logged(queue, monkeypatch, caplog):
    monkeypatch.setattr(run_module, "fit", lambda *_: 1 / 0)
    run = finished(queue, SMALL)
    assert run.status().state == "failed"
    assert "ZeroDivision" not in run.status().message
    assert "ZeroDivisionError" in caplog.text


def test_the_default_reaches_its_mark_on_mnist(mnist_folder, monkeypatch):
    monkeypatch.setenv("AEMODELS_DATA", str(mnist_folder))
    preset = next(iter(lab.PRESETS.values()))
    plan = lab.Plan(preset.variant, preset.config, preset.training, "mnist", lab.SOURCES["mnist"].usual)
    queue = lab.Queue(1)
    run = queue.start(plan)
    try:
        until(lambda: [point for point in run.status().points if point.error <= 12], "a squared error of 12")
    finally:
        queue.close()
