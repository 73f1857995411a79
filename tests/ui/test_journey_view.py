"""One number's journey on the activations page, run without a browser."""

import pytest
import torch
from page_data import component, in_link, on_canvas, picture, send, visit
from streamlit.testing.v1 import AppTest

from aemodels import load
from aemodels.live import shelf
from aemodels.store import pretrained
from aemodels.ui import session
from aemodels.ui.pages.activations.journey import view

SAID = {"pixel": 3, "unit": 17, "number": 5, "step": 4, "reached": 5, "seed": 8, "sent": 9, "done": True}


def journey(drawn: bool = False, **link: str) -> AppTest:
    """The view as a link opens it."""
    return visit("activations", drawn=drawn, show="journey", **link)


def test_the_view_opens_with_the_network_that_has_every_step():
    page = journey()
    assert not page.exception
    assert not page.warning
    plan = component(page, "journey")
    assert (plan["name"], plan["network"], plan["sampled"], plan["layers"]) == ("vae", "vae", True, 3)
    assert (plan["units"], plan["answering"], plan["numbers"]) == (600, 150, 20)
    assert plan["begun"] == {"pixel": 406, "unit": None, "number": None, "step": 1, "reached": 1, "seed": None}
    with pytest.raises(StopIteration):
        component(page, "histograms")


def test_it_begins_where_the_example_speaks_loudest():
    x, model = session.example(3, style=1), load("vae", "cpu")
    plan = component(journey(), "journey")
    assert plan["usual"]["unit"] == int(model.activations(x)["hidden 1"].abs().argmax())
    assert plan["usual"]["number"] == int(model.encode(x).abs().argmax()) + 1
    assert plan["instead"] == picture(x)


def test_every_dense_network_is_offered_and_of_the_others_is_said_why_not():
    page = journey()
    options = page.selectbox(key="pick_journey").options
    for name in pretrained.names():
        title = pretrained.card(name).title
        followed = bool(view.followed([shelf.load(name)]))
        assert (title in options) == followed
        assert (title in page.caption[0].value) != followed
    assert "filter" in page.caption[0].value
    assert "tokens" in page.caption[0].value


@pytest.mark.parametrize("name", ["ae", "sparse", "stacked", "vae-2d"])
def test_the_curve_is_the_networks_own_activation_function(name):
    plan = component(journey(journey=name), "journey")
    assert plan["name"] == name
    places = torch.linspace(-6, 6, 97)
    expected = {"GELU": torch.nn.functional.gelu, "sigmoid": torch.sigmoid}[plan["function"]](places)
    assert torch.allclose(torch.tensor(plan["curve"]["values"]), expected, atol=1e-4)
    assert plan["ending"] == ("sigmoid" if name == "sparse" else None)


def test_what_the_hand_follows_is_kept_and_in_the_link():
    page = send(journey(drawn=True), "journey", {"journey": SAID})
    assert not page.warning
    now = session.Journey(3, 17, 5, 4, 5, 8)
    assert page.session_state[session.JOURNEY.key] == now
    expected = {"pixel": "3", "first_unit": "17", "code_number": "5", "step": "4", "reached": "5", "epsilon_seed": "8"}
    for parameter, text in expected.items():
        assert in_link(page, parameter) == text
    opened = journey(**expected)
    assert component(opened, "journey")["begun"] == {name: SAID[name] for name in now.__dict__}
    assert on_canvas(page)["strokes"]


@pytest.mark.parametrize("wild", [{"journey": "conv"}, {"journey": "nobody"}, {"step": "7"}, {"first_unit": "x"}])
def test_a_wild_link_gets_one_sentence_and_the_view_as_it_is(wild):
    page = journey(**wild)
    assert not page.exception
    assert len(page.warning) == 1
    assert component(page, "journey")["name"] == "vae"


def test_where_no_network_can_be_followed_a_sentence_says_so(copied_models):
    for name in pretrained.names():
        if view.followed([shelf.load(name)]):
            (copied_models / f"{name}.safetensors").write_bytes(b"damaged")
    shelf.load.clear()
    page = journey()
    assert not page.exception
    assert "There is no network here whose numbers can be followed." in [one.value for one in page.warning]
