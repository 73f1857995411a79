"""The door for what follows the hand, asked as browsers, scripts and strangers would."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from live_asking import ASKED, HERE, JSON, expect_refusal, post
from starlette.applications import Starlette
from starlette.testclient import TestClient

from aemodels.live import door
from aemodels.live.messages import LARGEST, Redraw


def count(question):
    return {"points": sum(len(stroke.points) for stroke in question.drawing.strokes)}


def fail(question):
    raise KeyError(question.networks[0])


def refuse(question):  # noqa: ARG001 the form of an answer
    raise door.Unanswerable("There is no such network here.")


@pytest.fixture
def client(monkeypatch):
    """A browser at a server whose door counts points, fails or refuses."""
    monkeypatch.setattr(door, "_workers", door.Workers(2))
    monkeypatch.setattr(door, "_paces", door.Paces(burst=10_000))
    routes = [door.route(path, Redraw, answer) for path, answer in (("count", count), ("fail", fail), ("no", refuse))]
    return TestClient(Starlette(routes=routes))


@pytest.mark.parametrize("path", ["/count", "/lab/count", "/a/b/count"])
def test_a_question_is_answered_wherever_the_app_is_mounted(client, path):
    answer = post(client, ASKED, path)
    assert answer.status_code == 200
    assert answer.json() == {"points": 2}
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (JSON, 200),
        (JSON | {"origin": "https://testserver"}, 200),  # a proxy ends TLS
        (JSON | {"sec-fetch-site": "same-origin", "origin": "https://outside.example"}, 200),  # and changes the host
        (JSON | {"origin": "http://evil.example"}, 400),
        (JSON | {"origin": "null"}, 400),
        (JSON | {"origin": "http://testserver.evil.example"}, 400),
        (JSON | {"sec-fetch-site": "cross-site"}, 400),
        (JSON | {"sec-fetch-site": "same-site", "origin": "http://testserver"}, 400),
        (JSON | {"sec-fetch-site": "none"}, 400),
    ],
)
def test_only_the_apps_own_pages_are_answered(client, headers, status):
    assert post(client, ASKED, headers=headers).status_code == status


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"])
def test_only_json_is_answered(client, kind):
    expect_refusal(post(client, ASKED, headers={"content-type": kind}), 400)


def test_json_may_say_how_it_is_written(client):
    assert post(client, ASKED, headers={"content-type": "application/JSON; charset=utf-8"}).status_code == 200


def test_more_than_64_kb_is_refused_before_it_is_read_to_the_end(client):
    expect_refusal(post(client, b" " * (LARGEST + 1)), 413)
    read = 0

    def endless():
        nonlocal read
        for _ in range(10_000):
            read += 10_000
            yield b" " * 10_000

    expect_refusal(client.post("/count", content=endless(), headers=HERE), 413)
    assert post(client, msgspec.json.encode(ASKED).ljust(LARGEST)).status_code == 200


WRONG = [
    b"",
    b"{",
    b"null",
    b"[" * 60_000,
    b'{"drawing": {}, "networks": ["ae"], "more": 1}',
    b'{"drawing": {}}',
    b'{"drawing": {"strokes": [{"points": [[NaN, 0]]}]}, "networks": []}',
    b'{"drawing": {"strokes": [{"points": [[1e999, 0]]}]}, "networks": []}',
    b'{"drawing": {"strokes": [{"points": [[0, 2]]}]}, "networks": []}',
    b'{"drawing": {"strokes": [{"points": [[0, 1, 2]]}]}, "networks": []}',
    b'{"drawing": {"strokes": [{"points": [[0, "1"]]}]}, "networks": []}',
    b'{"drawing": {"pen": 9}, "networks": []}',
    b'{"drawing": {"picture": "AAAA"}, "networks": []}',
    b'{"drawing": {}, "networks": ["' + b"a" * 65 + b'"]}',
    b'{"drawing": {}, "networks": [' + b'"ae",' * 24 + b'"ae"]}',
    b'{"drawing": {}, "networks": ["\xff"]}',
    '{"drawing": {}, "networks": ["![p](http://evil.example)"], "<b>": 1}'.encode("utf-16"),
]


@pytest.mark.parametrize("content", WRONG)
def test_what_is_no_question_is_refused_in_words_of_our_own(client, content):
    message = expect_refusal(post(client, content), 400)
    assert message == "The page sent something that cannot be answered. Reload it to start again."


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["drawing", "networks", "strokes", "points", "erase", "pen", "x"]), inner)
    ),
    max_leaves=20,
)


@given(VALUES | st.fixed_dictionaries({"drawing": VALUES, "networks": VALUES}))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_gets_an_answer_or_a_refusal(client, value):
    answer = post(client, msgspec.json.encode(value))
    if answer.status_code != 200:
        expect_refusal(answer, 400)


def test_an_answer_that_fails_says_so_in_a_sentence_and_one_line_of_the_log(client, caplog):
    message = expect_refusal(post(client, ASKED, "/fail"), 500)
    assert "KeyError" not in message
    assert [len(record.getMessage().splitlines()) for record in caplog.records if record.name == door.__name__] == [1]
    assert not any(record.exc_info for record in caplog.records if record.name == door.__name__)


def test_a_question_without_an_answer_says_why(client):
    assert expect_refusal(post(client, ASKED, "/no"), 400) == "There is no such network here."


def test_answers_are_packed_for_those_who_take_it(client):
    long = post(client, ASKED, headers=HERE | {"accept-encoding": "gzip"})
    assert long.headers["content-encoding"] == "gzip"
    assert long.json() == {"points": 2}
    assert "content-encoding" not in post(client, ASKED, headers=HERE | {"accept-encoding": "identity"}).headers


def test_many_routes_are_one_to_the_server():
    known = [door.route(path, Redraw, answer) for path, answer in (("live/count", count), ("live/no", refuse))]
    client = TestClient(Starlette(routes=[door.under("live/", known)]))
    for mount in ("", "/lab"):
        assert post(client, ASKED, f"{mount}/live/count").json() == {"points": 2}
        expect_refusal(post(client, ASKED, f"{mount}/live/no"), 400)
        expect_refusal(post(client, ASKED, f"{mount}/live/nothing"), 404)
        expect_refusal(client.get(f"{mount}/live/count"), 405)


def test_a_page_that_floods_is_slowed_and_the_others_are_not(client, monkeypatch):
    monkeypatch.setattr(door, "_paces", door.Paces(burst=5, pace=0.001))
    statuses = [post(client, ASKED, headers=HERE | {door.PAGE: "flood"}).status_code for _ in range(8)]
    assert statuses == [200] * 5 + [429] * 3
    refused = post(client, ASKED, headers=HERE | {door.PAGE: "flood"})
    expect_refusal(refused, 429)
    assert refused.headers["retry-after"] == "1"
    assert post(client, ASKED, headers=HERE | {door.PAGE: "another"}).status_code == 200


def test_a_bucket_fills_again_and_never_beyond_its_rim():
    paces = door.Paces(burst=2, pace=1)
    paces.spend("a", 0.0)
    paces.spend("a", 0.0)
    with pytest.raises(door.Refused):
        paces.spend("a", 0.5)
    paces.spend("a", 1.5)
    for _ in range(2):
        paces.spend("a", 100.0)
    with pytest.raises(door.Refused):
        paces.spend("a", 100.0)


def test_no_more_pages_are_kept_in_mind_than_promised():
    paces = door.Paces(pages=10)
    for number in range(100):
        paces.spend(str(number), 0.0)
    assert len(paces._buckets) == 10
