"""drawing: strokes from a stranger are refused in a sentence or come out clean."""

import numpy as np
import pytest
from drawn import line
from hypothesis import given, settings
from hypothesis import strategies as st

from aemodels.drawing import BadDrawing, check_strokes, from_strokes, ink


def points_of(*values):
    return [{"points": [list(values)]}]


MALFORMED = {
    "none": None,
    "text": "strokes",
    "dict": {"points": []},
    "number": 3,
    "a stroke that is a list": [[[0.1, 0.2]]],
    "no points": [{"erase": False}],
    "points of text": [{"points": "abcd"}],
    "points without pairs": [{"points": [0.1, 0.2]}],
    "one coordinate": points_of(0.1),
    "three coordinates": points_of(0.1, 0.2, 0.3),
    "text coordinates": points_of("0.1", "0.2"),
    "bool": points_of(True, 0.5),
    "none coordinate": points_of(None, 0.5),
    "complex": points_of(1j, 0.5),
    "nan": points_of(float("nan"), 0.5),
    "inf": points_of(0.5, float("inf")),
    "huge": points_of(1e300, 0.5),
    "huge integer": points_of(10**400, 0),
    "far outside": points_of(1.6, 0.5),
    "erase as number": [{"points": [[0.1, 0.1]], "erase": 1}],
    "erase as text": [{"points": [[0.1, 0.1]], "erase": "no"}],
    "too many points": [{"points": [[0.5, 0.5]] * 4001}],
    "too many points in all": [{"points": [[0.5, 0.5]] * 41}] * 100,
    "too many strokes": [{"points": [[0.5, 0.5]]}] * 201,
}


@pytest.mark.parametrize("strokes_given", MALFORMED.values(), ids=MALFORMED.keys())
@pytest.mark.parametrize("door", [check_strokes, from_strokes, ink])
def test_malformed_strokes_are_refused_in_a_sentence(door, strokes_given):
    with pytest.raises(BadDrawing, match=r"^[A-Z].*\. Please .*\.$"):
        door(strokes_given)


json_like = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["points", "erase", "x"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=50)
@given(json_like | st.lists(st.fixed_dictionaries({"points": st.lists(st.lists(json_like, min_size=2, max_size=2))})))
def test_no_message_breaks_the_check(message):
    try:
        clean = check_strokes(message)
    except BadDrawing:
        return
    assert all(0 <= value <= 1 for stroke in clean for point in stroke["points"] for value in point)


def test_check_gives_a_clean_copy():
    given_strokes = [{"points": [(1, -0.5), [1.5, np.float32(0.5)]], "colour": "red"}, {"points": [], "erase": True}]
    clean = check_strokes(given_strokes)
    assert clean == [{"points": [[1.0, 0.0], [1.0, 0.5]], "erase": False}]
    assert check_strokes(clean) == clean
    assert check_strokes(clean)[0]["points"] is not clean[0]["points"]
    assert len(check_strokes([line(*[(0.5, 0.5)] * 20)] * 200)) == 200
