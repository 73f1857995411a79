"""lab: limits, the queue, and runs that can be paused, taken by the epoch, stopped and repeated."""

import threading
import time
from dataclasses import replace

import pytest
import torch

from aemodels import lab, variant_names
from aemodels.choices import choices
from aemodels.lab import limits, sources
from aemodels.lab import run as run_module
from aemodels.lab.status import KEPT, marks
from aemodels.training import TrainConfig

SHORT = TrainConfig(epochs=3, batch_size=64)
SMALL = lab.Plan("autoencoder", {"hidden": (32,), "code_size": 2}, SHORT, "strokes", 250)
LONG = replace(SMALL, training=replace(SHORT, epochs=200))
SECONDS = 60  # enough for any machine; a test that needs so many has failed


@pytest.fixture(autouse=True)
def few_test_digits(monkeypatch):
    """Fewer test digits: writing them is most of a short training."""
    monkeypatch.setattr(sources, "TEST_STROKES", 250)


@pytest.fixture
def queue():
    """A queue with one place, emptied after the test."""
    queue = lab.Queue(1)
    yield queue
    queue.close()


def until(condition, what="it"):
    """Wait until `condition()` holds."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, f"{what} did not happen within {SECONDS} s"
        time.sleep(0.01)


def finished(queue, plan):
    run = queue.start(plan)
    assert run.wait(SECONDS)
    return run


# Limits.


@pytest.mark.parametrize("name", variant_names())
def test_every_kind_may_be_trained_as_it_comes(name):
    assert lab.check(replace(SMALL, variant=name, config={})).variant == name


TOO_MUCH = {
    "an unknown kind": {"variant": "magic"},
    "an unknown source": {"source": "/etc/passwd"},
    "no image": {"images": 0},
    "too many images": {"images": 10_001},
    "half an image": {"images": 1.5},
    "an unknown choice": {"config": {"magic": 1}},
    "a code of nothing": {"config": {"code_size": 0}},
    "a code that is true": {"config": {"code_size": True}},
    "an endless code": {"config": {"code_size": 10**9}},
    "a layer of a text": {"config": {"hidden": ("a",)}},
    "an endless layer": {"config": {"hidden": (10**9,)}},
    "endless layers": {"config": {"hidden": (1,) * 1000}},
    "an unknown activation": {"config": {"activation": "loud"}},
    "a normalisation that is a word": {"config": {"normalise": "yes"}},
    "too many parameters": {"config": {"hidden": (2000, 2000, 2000)}},
    "no noise": {"variant": "denoising", "config": {"noises": ()}},
    "an unknown noise": {"variant": "denoising", "config": {"noises": (("loud", 0.5),)}},
    "too much noise": {"variant": "denoising", "config": {"noises": (("gaussian", 1.5),)}},
    "endless epochs": {"training": TrainConfig(epochs=10**6)},
    "no epoch": {"training": TrainConfig(epochs=0)},
    "a learning rate that is none": {"training": TrainConfig(learning_rate=float("nan"))},
    "an unknown optimiser": {"training": TrainConfig(optimiser="magic")},
    "a huge batch": {"training": TrainConfig(batch_size=10**6)},
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_too_much_gets_a_sentence_before_anything_is_built(queue, what):
    with pytest.raises(lab.TooMuch) as caught:
        queue.start(replace(SMALL, **TOO_MUCH[what]))
    assert str(caught.value).endswith(".")
    assert str(caught.value)[0].isupper()


def test_memory_is_limited_and_counted(monkeypatch):
    needed = limits.memory(lab.check(SMALL), SMALL)
    assert needed > 16 * (784 * 32 * 2) + 4 * 784 * 250
    larger = limits.memory(lab.check(SMALL), replace(SMALL, training=replace(SHORT, batch_size=1024)))
    assert larger > needed
    monkeypatch.setattr(limits, "MEMORY", needed - 1)
    with pytest.raises(lab.TooMuch, match="memory"):
        lab.check(SMALL)


def test_the_time_of_a_training_is_limited_and_what_was_learned_is_kept(queue, monkeypatch):
    monkeypatch.setattr(run_module, "SECONDS", 0.2)
    run = finished(queue, LONG)
    assert run.status().state == "stopped"
    assert run.result is not None


@pytest.mark.parametrize("name", lab.PRESETS)
def test_presets_can_be_trained_and_say_what_to_expect(name):
    preset = lab.PRESETS[name]
    lab.check(lab.Plan(preset.variant, preset.config, preset.training, "strokes", 250))
    assert preset.prediction.endswith(".")
    for field, value in vars(preset.training).items():
        about = choices(TrainConfig)[field]
        assert about.low is None or about.low <= value <= about.high


# Digits.


def test_stroke_digits_are_always_the_same_and_progress_is_told():
    shares = []
    first = lab.SOURCES["strokes"].prepare(300, shares.append)
    again = lab.SOURCES["strokes"].prepare(300, lambda _: None)
    assert torch.equal(first.train, again.train)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert len(first.train) == 300
    assert not (torch.cdist(first.train.flatten(1), first.test.flatten(1)) < 0.1).any()  # nothing is in both
    ten = sources.ten(first.test, first.labels)
    assert ten.shape == (10, 1, 28, 28)


def test_the_sample_shows_the_same_ten_digits_as_the_training():
    x, labels = lab.SOURCES["strokes"].sample()
    digits = lab.SOURCES["strokes"].prepare(250, lambda _: None)
    assert torch.equal(sources.ten(x, labels), sources.ten(digits.test, digits.labels))


def test_mnist_that_is_missing_is_told(queue, monkeypatch, tmp_path):
    monkeypatch.setenv("AEMODELS_DATA", str(tmp_path))
    run = finished(queue, replace(SMALL, source="mnist"))
    assert run.status().state == "failed"
    assert "MNIST is missing" in run.status().message


# Runs.


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
    assert run.result is None


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


# The queue.


def test_one_place_is_given_in_order_and_others_see_theirs(queue):
    first = queue.start(LONG)
    until(lambda: first.status().step > 0)
    second = queue.start(SMALL)
    until(lambda: second.status().place == 1)
    third = queue.start(SMALL)
    until(lambda: third.status().place == 2)
    assert (second.status().state, third.status().state) == ("waiting", "waiting")
    second.stop()
    until(lambda: third.status().place == 1)
    assert second.wait(SECONDS)
    assert second.result is None
    first.stop(keep=False)
    assert third.wait(SECONDS)
    assert third.status().state == "done"


def test_a_paused_run_lets_others_pass_and_waits_for_its_turn_afterwards(queue):
    first = queue.start(LONG)
    until(lambda: first.status().step > 0)
    first.pause()
    until(lambda: first.status().state == "paused")
    second = queue.start(LONG)
    until(lambda: second.status().step > 0)
    first.resume()
    until(lambda: first.status().state == "waiting")
    assert first.status().place == 1
    second.stop(keep=False)
    until(lambda: first.status().state == "training")


def test_two_places_train_two_at_a_time():
    queue = lab.Queue(2)
    runs = [queue.start(LONG) for _ in range(3)]
    until(lambda: sum(run.status().step > 0 for run in runs) == 2)
    assert sum(run.status().place > 0 for run in runs) == 1
    queue.close()
    assert all(run.status().ended for run in runs)


def test_a_crowd_is_turned_away(queue, monkeypatch):
    monkeypatch.setattr("aemodels.lab.queue.MOST_WAITING", 1)
    first = queue.start(LONG)
    until(lambda: first.status().step > 0)
    second = queue.start(SMALL)
    until(lambda: second.status().place == 1)
    with pytest.raises(lab.TooMuch, match="waiting"):
        queue.start(SMALL)


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
