"""lab: who may train now, and who waits."""

import threading
from contextlib import suppress

import pytest
from lab_data import LONG, SECONDS, SMALL, paused, until

from aemodels import lab

pytestmark = pytest.mark.usefixtures("few_test_digits")


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
    first = paused(queue)
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
    with pytest.raises(lab.InvalidPlan, match="waiting"):
        queue.start(SMALL)


def test_of_many_who_ask_at_once_only_as_many_come_in_as_may_wait(monkeypatch):
    monkeypatch.setattr("aemodels.lab.queue.MOST_WAITING", 3)
    queue, together, admitted = lab.Queue(2), threading.Barrier(16), []

    def ask():
        together.wait()
        with suppress(lab.InvalidPlan):
            admitted.append(queue.start(LONG))

    crowd = [threading.Thread(target=ask) for _ in range(16)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len(admitted) == 2 + 3
    queue.close()


def test_a_training_that_gets_no_thread_takes_no_place(queue, monkeypatch):
    def refuse(_thread):
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        with pytest.raises(lab.InvalidPlan, match="too busy"):
            queue.start(SMALL)
    run = queue.start(SMALL)
    assert run.wait(SECONDS)
    assert run.status().state == "done"
