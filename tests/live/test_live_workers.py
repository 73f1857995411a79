"""Many at the door at once: who waits, who is told to come back, and what is answered together."""

import threading

from live_asking import ASKED, expect_refusal, post
from starlette.applications import Starlette
from starlette.testclient import TestClient

from aemodels.live import door
from aemodels.live.messages import Redraw


def test_who_comes_when_too_many_wait_is_told_to_come_back(monkeypatch):
    free, inside = threading.Event(), threading.Semaphore(0)

    def slow(question):  # noqa: ARG001 the form of an answer
        inside.release()
        assert free.wait(30)
        return {}

    monkeypatch.setattr(door, "_workers", door.Workers(1, waiting=3))
    monkeypatch.setattr(door, "_paces", door.Paces())
    found = []
    with TestClient(Starlette(routes=[door.route("slow", Redraw, slow)])) as client:
        askers = [threading.Thread(target=lambda: found.append(post(client, ASKED, "/slow"))) for _ in range(3)]
        for asker in askers:
            asker.start()
        assert inside.acquire(timeout=30)
        while door._workers._inside < 3:
            free.wait(0.01)
        refused = post(client, ASKED, "/slow")
        expect_refusal(refused, 503)
        assert refused.headers["retry-after"] == "1"
        free.set()
        for asker in askers:
            asker.join(30)
        assert [answer.status_code for answer in found] == [200] * 3
        assert post(client, ASKED, "/slow").status_code == 200


def together(questions):
    """Answers all at once, and says how many there were; fails where one of them wants it to."""
    if any(question.networks == ["fail"] for question in questions):
        raise KeyError
    return [
        door.Unanswerable("There is no such network here.") if question.networks == ["no"] else {"all": len(questions)}
        for question in questions
    ]


def at_once(monkeypatch, networks):
    """The answers to questions that wait together behind one that takes its time."""
    free, inside = threading.Event(), threading.Event()

    def slow(question):  # noqa: ARG001 the form of an answer
        inside.set()
        assert free.wait(30)
        return {}

    monkeypatch.setattr(door, "_workers", door.Workers(1))
    routes = [door.route("slow", Redraw, slow), door.route("all", Redraw, together, together=True)]
    found = [None] * len(networks)
    with TestClient(Starlette(routes=routes)) as client:

        def ask(number):
            found[number] = post(client, ASKED | {"networks": [networks[number]]}, "/all")

        first = threading.Thread(target=post, args=(client, ASKED, "/slow"))
        askers = [first, *(threading.Thread(target=ask, args=(number,)) for number in range(len(networks)))]
        first.start()
        assert inside.wait(30)
        for asker in askers[1:]:
            asker.start()
        while door._workers._inside <= len(networks):
            free.wait(0.01)
        free.set()
        for asker in askers:
            asker.join(30)
    return found


def test_questions_that_wait_together_are_answered_at_once(monkeypatch):
    answers = at_once(monkeypatch, ["ae"] * (door.TOGETHER + 2))
    assert sorted(answer.json()["all"] for answer in answers) == [2, 2] + [door.TOGETHER] * door.TOGETHER


def test_each_of_those_that_wait_together_gets_its_own_answer(monkeypatch):
    answers = at_once(monkeypatch, ["ae", "no", "ae"])
    assert [answer.status_code for answer in answers] == [200, 400, 200]
    assert [answers[0].json(), answers[2].json()] == [{"all": 3}, {"all": 3}]


def test_who_makes_an_answer_fail_fails_alone(monkeypatch):
    answers = at_once(monkeypatch, ["ae", "fail", "ae"])
    assert [answer.status_code for answer in answers] == [200, 500, 200]
