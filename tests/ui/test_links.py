"""What links say: drawings as text, the table of parameters, wild ones, and what a page writes into its link."""

import base64
import zlib

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from page_data import THREE, component, in_link, message, on_canvas, send, visit

from aemodels import drawing
from aemodels.data import strokes
from aemodels.live.pictures import picture
from aemodels.ui import runtime
from aemodels.ui.session import BY_THE_HAND, _drawing_text
from aemodels.ui.session._table import STATES

THOUSANDTHS = st.integers(0, 1000).map(lambda value: value / 1000)
POINTS = st.lists(st.lists(THOUSANDTHS, min_size=2, max_size=2), min_size=1, max_size=30)
STROKES = st.lists(st.fixed_dictionaries({"points": POINTS, "erase": st.booleans()}), max_size=8)
ROUNDED = [
    {"points": [[round(value, 3) for value in point] for point in one["points"]], "erase": one["erase"]}
    for one in strokes.digit(3)
]
TEXT = _drawing_text.strokes_text(ROUNDED)


@given(STROKES)
def test_strokes_come_back_from_their_text(drawn):
    assert _drawing_text.read_drawing(_drawing_text.strokes_text(drawn)) == drawn


@given(st.binary(min_size=784, max_size=784))
@settings(max_examples=20)
def test_pictures_come_back_from_their_text(pixels):
    assert _drawing_text.read_drawing(_drawing_text.picture_text(pixels)) == pixels


@given(st.text(max_size=60) | st.binary(max_size=90).map(lambda content: base64.urlsafe_b64encode(content).decode()))
@settings(max_examples=400)
def test_any_other_text_is_refused_or_is_a_drawing_that_is_checked(text):
    try:
        found = _drawing_text.read_drawing(text)
        drawing.check_strokes([] if isinstance(found, bytes) else found)
    except ValueError:
        pass
    else:
        assert isinstance(found, list) or len(found) == 784


@pytest.mark.parametrize(
    "content",
    [
        b"\2" + zlib.compress(bytes(10_000_000)),
        b"\2" + zlib.compress(bytes(784))[:-3],
        b"\1" + b"\xff" * 40,
        b"\1\x04\2",
        b"",
    ],
    ids=["a picture that is huge", "a picture that breaks off", "a number without an end", "half a point", "nothing"],
)
def test_hostile_texts_are_refused(content):
    with pytest.raises(ValueError, match=r"drawing|picture"):
        _drawing_text.read_drawing(base64.urlsafe_b64encode(content).decode().rstrip("="))


def test_the_texts_of_drawings_are_short():
    longest = max(len(_drawing_text.strokes_text(strokes.digit(digit))) for digit in range(10))
    assert longest < 700
    assert len(_drawing_text.picture_text(base64.b64decode(picture(THREE)))) < 700


def test_each_parameter_has_a_name_of_its_own():
    assert len(set(BY_THE_HAND)) == len(BY_THE_HAND)


def test_a_drawing_by_hand_is_in_the_link_and_opens_from_it():
    page = send(visit("draw", drawn=False), "canvas", message(strokes=ROUNDED, pen=3.0))
    assert in_link(page, "d") == TEXT
    assert in_link(page, "pen") == "3"
    opened = visit("draw", drawn=False, d=TEXT, pen="3")
    assert not opened.warning
    assert on_canvas(opened) == on_canvas(page)


def test_a_picture_and_a_drawing_of_very_many_points_are_in_the_link_as_what_the_networks_see():
    scribble = [{"points": [[i / 1000, (i * 37 % 1000) / 1000] for i in range(1000)], "erase": False}] * 3
    page = send(visit("draw", drawn=False), "canvas", message(strokes=scribble))
    opened = visit("draw", drawn=False, d=in_link(page, "d"))
    x = torch.frombuffer(bytearray(base64.b64decode(on_canvas(opened)["picture"])), dtype=torch.uint8)
    assert (x / 255 - drawing.from_strokes(scribble).flatten()).abs().max() < 0.003
    assert len(in_link(page, "d")) < _drawing_text.LONGEST


@pytest.mark.parametrize(
    "wild",
    [
        {"d": "x"},
        {"d": "AQ" * 5000},
        {"d": TEXT, "pen": "nan"},
        {"d": TEXT, "pen": "99"},
        {"example": "12"},
    ],
)
def test_a_wild_drawing_gets_one_sentence_once_and_an_empty_canvas(wild):
    page = visit("draw", drawn=False, **wild)
    assert not page.exception
    assert len(page.warning) == 1
    assert on_canvas(page)["strokes"] == []
    assert not page.run().warning


PAGES = {
    "corrupter": ("noise", {}),
    "latent_map": ("latent", {}),
    "road": ("latent", {"view": "road"}),
    "sheets": ("latent", {"view": "sample"}),
    "betas": ("latent", {"view": "beta"}),
    "patches": ("masking", {}),
    "riddle": ("masking", {"masking": "few"}),
    "journey": ("activations", {"show": "journey"}),
    "camera": ("latent", {"view": "space"}),
    "penalty": ("activations", {"show": "penalty"}),
}


def test_every_state_of_the_table_has_a_page():
    assert set(PAGES) == {state.component for state in STATES}


@pytest.mark.parametrize("text", ["", "nan", "-1", "1e999", "9" * 5000, "<b>", "gaussian:nan", "1,2,3,4"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.component)
def test_a_wild_parameter_gets_one_sentence_and_what_it_is_at_first(state, text):
    name, link = PAGES[state.component]
    page = visit(name, **link, **{one.link: text for one in state.parameters.values()})
    assert not page.exception
    assert [one.value for one in page.warning] == [state.unfit]
    assert page.session_state[state.key] == state.kind()
    assert not page.run().warning


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("noise", {"noise": "masking", "amount": "masking:0.20", "noise_seed": "7", "marks": TEXT}),
        ("latent", {"view": "road", "at": "0.25"}),
        ("latent", {"view": "sample", "seed": "12", "temperature": "0.50"}),
        ("latent", {"view": "beta", "beta": "4.00"}),
        ("latent", {"z": "0.50,-1.25"}),
        ("latent", {"view": "space", "eye": "1.50,-0.30,0.20"}),
        ("activations", {"show": "penalty", "rho": "0.035", "close": "1"}),
        ("masking", {"hidden": "1" + "0" * 12, "asked": "3", "mask_seed": "5"}),
        ("masking", {"masking": "few", "number": "17", "revealed": "3.24.8", "guess": "4"}),
        (
            "activations",
            {"show": "journey", "journey": "sparse", "pixel": "0", "first_unit": "17", "code_number": "5", "step": "3"},
        ),
    ],
)
def test_what_the_link_says_is_what_the_page_writes_into_it(name, link):
    page = visit(name, **link)
    assert not page.exception
    assert not page.warning
    for parameter, text in link.items():
        assert in_link(page, parameter) == text
    page = elsewhere(page, "draw")
    assert not set(link) & set(page.query_params)
    elsewhere(page, name)
    for parameter, text in link.items():
        assert in_link(page, parameter) == text


def elsewhere(page, name):
    """The page `name`; a browser's link is empty after a change of pages."""
    page.switch_page(runtime.page(name)).query_params.clear()
    return page.run()


def test_the_noise_of_the_link_is_what_the_corrupter_shows():
    choice = component(visit("noise", noise="masking", amount="masking:0.20", noise_seed="7"), "corrupter")["choice"]
    assert (choice["kind"], choice["amounts"]["masking"], choice["seed"]) == ("masking", 0.2, 7)
