"""The story of a unit on the activations page, run without a browser: told by a click, turned by a slider."""

import pytest
from page_data import THREE, component, in_link, newest, numbers, send, visit
from streamlit.testing.v1 import AppTest

from aemodels import load, pretrained
from aemodels.live.pictures import picture

PAIR = ["sparse", "sparse-twin"]


@pytest.fixture
def page() -> AppTest:
    """The activations page as a visitor reaches it after drawing a 3."""
    return visit("activations")


def click(**changes) -> dict:
    """What the wall sends, with some entries changed."""
    return {"unit": {"model": "sparse", "unit": 17, "sent": 31} | changes}


def level(**changes) -> dict:
    """What the slider of a unit sends, with some entries changed."""
    return {"level": {"unit": "sparse:17", "level": 0.5, "sent": 47} | changes}


@pytest.mark.parametrize("name", PAIR)
def test_a_click_tells_a_unit_s_story(page, name):
    page = send(page, "wall", click(model=name))
    story, found, model = component(page, "story"), pretrained.load_statistics(name), load(name, "cpu")
    assert story["id"] == f"{name}:17"
    top = found["top/hidden 1"][17].long()
    assert story["labels"] == found["labels"][top].tolist()
    assert story["top"][0] == picture(model.decode(found["codes"][top[:1]].float()))
    assert story["favourite"] == int(found["strength/hidden 1"][17].float().argmax())
    assert numbers(story["shares"]).reshape(10, -1).sum(1).tolist() == pytest.approx([1000] * 10, rel=0.03)


def test_turning_a_unit_gives_what_the_network_makes_of_it(page):
    page = send(send(page, "wall", click()), "story", level())
    model, x = load("sparse", "cpu"), THREE
    activations = model.activations(x)["hidden 1"]
    told = newest(page)["unit"]
    assert told["as_it_is"] == picture(model(x))
    for name, value in {"turned": 0.5, "off": 0.0}.items():
        activations[0, 17] = value
        assert told[name] == picture(model.resume("hidden 1", activations))
    assert told["turned"] != told["off"]
    again = send(page, "story", level(level=None, sent=48))
    assert newest(again)["unit"]["turned"] == told["as_it_is"]


def test_another_unit_starts_unturned(page):
    page = send(send(send(page, "wall", click()), "story", level()), "wall", click(unit=18, sent=59))
    assert not newest(page)["unit"]["steered"]
    assert newest(page)["unit"]["id"] == "sparse:18"


def test_the_link_follows_a_unit_when_the_hand_rests_and_brings_it_back(page):
    page = send(page, "wall", click())
    assert "unit" not in page.query_params
    page = send(page, "wall", click(sent=32, done=True))
    assert in_link(page, "unit") == "sparse:17"
    again = visit("activations", drawn=False, unit="sparse:17")
    assert not again.warning
    assert component(again, "story")["id"] == "sparse:17"


def test_a_level_counts_that_comes_with_a_later_message_of_the_wall(page):
    page = send(page, "wall", click())
    page.session_state["story"] = level(sent=47)
    page = send(page, "wall", click(sent=59, done=True))
    assert newest(page)["unit"]["level"] == 0.5


FORGED = {
    "a text": {"unit": "hello"},
    "an unknown model": click(model="nobody"),
    "a model that cannot be hashed": click(model=["sparse"]),
    "no such unit": click(unit=300),
    "no number": click(unit="17"),
    "not a number": click(unit=float("nan")),
    "no number of the message": click(sent="x"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_click_gets_a_sentence_and_loses_nothing(page, name):
    page = send(page, "wall", click(sent=5))
    page = send(page, "wall", FORGED[name])
    assert not page.exception
    assert len(page.warning) == 1
    assert page.warning[0].value.endswith(".")
    assert component(page, "story")["id"] == "sparse:17"


@pytest.mark.parametrize("wild", [level(level="loud"), level(level=1e9), level(sent=None), {"level": 3}])
def test_a_forged_level_gets_a_sentence_and_leaves_the_unit_alone(page, wild):
    page = send(send(page, "wall", click()), "story", wild)
    assert not page.exception
    assert len(page.warning) == 1
    assert not newest(page)["unit"]["steered"]
