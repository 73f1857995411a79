"""Strangers at every route of the door: questions of the right form, of nearly the right form, and of none."""

import random

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import inspect
from starlette.applications import Starlette
from starlette.testclient import TestClient

from aemodels import live
from aemodels.live import door

REQUESTS = 200  # to each route; with --fuzz 10 they are 2,000
ASKED = {route.path.partition("}")[2]: route for route in live.QUESTIONS if hasattr(route.endpoint, "schema")}
EDGES = [
    0,
    1,
    -1,
    2**31,
    2**63,
    -(2**63),
    0.5,
    1e-300,
    1e308,
    True,
    None,
    "",
    "ae",
    "nobody",
    [],
    {},
    [[]],
    "\x00",
    "Ä€𝔸",
]
WORDS = ["ae", "vae-2d", "masked", "nested", "hidden 1", "nobody"]


def fitting(kind: inspect.Type) -> st.SearchStrategy:
    """Values of a schema's type, its bounds included, mostly small."""
    match kind:
        case inspect.StructType():
            needed = {one.encode_name: fitting(one.type) for one in kind.fields if one.required}
            others = {one.encode_name: fitting(one.type) for one in kind.fields if not one.required}
            return st.fixed_dictionaries(needed, optional=others)
        case inspect.IntType() | inspect.FloatType():
            low, high = (bound if bound is not None else usual for bound, usual in ((kind.ge, -1e6), (kind.le, 1e6)))
            if isinstance(kind, inspect.IntType):
                return st.integers(int(low), min(int(high), int(low) + 30)) | st.integers(int(low), int(high))
            return st.floats(low, high) | st.sampled_from([low, high])
        case inspect.StrType():
            least, most = kind.min_length or 0, kind.max_length or 20
            if kind.pattern:
                return st.text("01", min_size=least, max_size=most)  # the only pattern so far
            known = [word for word in WORDS if least <= len(word) <= most]
            return st.sampled_from(known) | st.text(min_size=least, max_size=max(least, min(most, 20)))
        case inspect.BytesType():
            most = kind.max_length if kind.max_length is not None else 64
            grey = st.integers(0, 255).map(lambda level: bytes([level]) * most)
            return (grey | st.randoms().map(lambda dice: dice.randbytes(most))).map(_base64)
        case inspect.ListType() | inspect.VarTupleType():
            least = kind.min_length or 0
            most = max(least, min(least + 3, kind.max_length if kind.max_length is not None else least + 3))
            return st.lists(fitting(kind.item_type), min_size=least, max_size=most)
        case inspect.TupleType():
            return st.tuples(*map(fitting, kind.item_types)).map(list)
        case inspect.DictType():
            return st.dictionaries(fitting(kind.key_type), fitting(kind.value_type), max_size=4)
        case inspect.LiteralType():
            return st.sampled_from(kind.values)
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
        case inspect.UnionType():
            return st.one_of(*map(fitting, kind.types))
    raise NotImplementedError(kind)


def _base64(content: bytes) -> str:
    return msgspec.json.decode(msgspec.json.encode(content))


def corrupted(value, dice: random.Random):
    """The same with one part of it replaced, dropped or doubled."""
    if isinstance(value, dict) and value and dice.random() < 0.8:
        key = dice.choice(list(value))
        changed = {name: corrupted(one, dice) if name == key else one for name, one in value.items()}
        return changed if dice.random() < 0.8 else {name: one for name, one in changed.items() if name != key}
    if isinstance(value, list) and value and dice.random() < 0.8:
        at = dice.randrange(len(value))
        return [*value[:at], corrupted(value[at], dice), *value[at + dice.randrange(2) :]]
    return dice.choice(EDGES)


@pytest.fixture(scope="module")
def client():
    """A browser at the app's own door, which is never too busy for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(door, "_paces", door.Paces(burst=10**9))
        with TestClient(Starlette(routes=live.ROUTES)) as client:
            yield client


@pytest.mark.parametrize("path", ASKED)
def test_every_question_gets_an_answer_or_one_sentence(client, caplog, fuzz, path):
    question = fitting(inspect.type_info(ASKED[path].endpoint.schema))
    statuses = set()

    @given(question, st.randoms(use_true_random=False))
    @settings(max_examples=fuzz * REQUESTS, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def ask(value, dice):
        kind = dice.random()
        content = msgspec.json.encode(value if kind < 0.4 else corrupted(value, dice))
        if kind > 0.9:
            at = dice.randrange(len(content) + 1)
            content = content[:at] + dice.randbytes(dice.randrange(4)) + content[at + dice.randrange(3) :]
        answer = client.post(f"/{path}", content=content, headers={"content-type": "application/json"})
        statuses.add(answer.status_code)
        assert answer.status_code in (200, 400), answer.text
        said = answer.json()
        if answer.status_code == 400:
            assert set(said) == {"message"}
            assert said["message"].endswith(".")
            assert len(said["message"]) < 200
        assert not any(path in answer.text for path in ("Traceback", "/aemodels/", ".py"))

    ask()
    assert 400 in statuses
    assert not [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")]
