"""Which unit the activations page looks at, run without a browser: said by the hand at rest, kept in the link."""

import pytest
from page_data import component, in_link, send, visit
from streamlit.testing.v1 import AppTest


@pytest.fixture
def page() -> AppTest:
    """The activations page as a visitor reaches it after drawing a 3."""
    return visit("activations")


def look(**changes) -> dict:
    """What the page sends of the unit that the hand looks at, with some entries changed."""
    return {"look": {"layer": "hidden 1", "model": "sparse", "unit": 17, "level": None, "sent": 31} | changes}


def looked_at(page: AppTest) -> dict:
    """What the components start with."""
    return component(page, "unit_news")["look"]


def test_at_first_no_unit_is_looked_at(page):
    assert looked_at(page)["model"] == ""
    assert component(page, "story")["look"]["model"] == ""


@pytest.mark.parametrize("name", ["sparse", "sparse-twin"])
def test_what_the_hand_looks_at_is_kept_and_in_the_link(page, name):
    page = send(page, "unit_news", look(model=name, level=0.5))
    assert looked_at(page) == {"layer": "hidden 1", "model": name, "unit": 17, "level": 0.5}
    assert in_link(page, "unit") == f"{name}:17:0.50"
    for link, level in ((f"{name}:17:0.50", 0.5), (f"{name}:17", None)):
        again = visit("activations", drawn=False, unit=link)
        assert not again.warning
        assert looked_at(again) == {"layer": "hidden 1", "model": name, "unit": 17, "level": level}
        assert in_link(again, "unit") == link


def test_a_story_is_asked_for_where_there_is_room_for_one(page):
    for view, wanted in {"wall": True, "digits": True, "penalty": False}.items():
        page = page.button_group(key="pick_show").set_value(view).run()
        assert component(page, "unit_news")["ask"]["story"] == wanted
        assert any(one.proto.component_name == "aemodels_story" for one in page.get("bidi_component")) == wanted


def test_a_unit_of_another_layer_is_none_of_this_one(page):
    page = send(page, "unit_news", look())
    page = page.button_group(key="pick_layer").set_value("code").run()
    assert not page.warning
    assert looked_at(page)["model"] == ""
    page = page.button_group(key="pick_layer").set_value("hidden 1").run()
    assert looked_at(page)["unit"] == 17


def test_an_older_message_changes_nothing(page):
    page = send(send(page, "unit_news", look(sent=31)), "unit_news", look(unit=18, sent=30))
    assert looked_at(page)["unit"] == 17


FORGED = {
    "a text": {"look": "hello"},
    "an unknown model": look(model="nobody", sent=40),
    "a model that cannot be hashed": look(model=["sparse"], sent=40),
    "no such unit": look(unit=300, sent=40),
    "no number": look(unit="17", sent=40),
    "not a number": look(unit=float("nan"), sent=40),
    "no number of the message": look(sent="x"),
    "no level": look(unit=18, level="loud", sent=40),
    "a level beyond all": look(unit=18, level=1e9, sent=40),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_look_gets_a_sentence_and_loses_nothing(page, name):
    page = send(page, "unit_news", look())
    page = send(page, "unit_news", FORGED[name])
    assert not page.exception
    assert len(page.warning) == 1
    assert page.warning[0].value.endswith(".")
    assert looked_at(page) == {"layer": "hidden 1", "model": "sparse", "unit": 17, "level": None}
