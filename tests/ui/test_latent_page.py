"""The latent page's maps, and what all of its views share, run without a browser."""

import base64
import json
from io import BytesIO

import numpy
import pytest
import torch
from page_data import component, in_link, send, visit
from PIL import Image
from streamlit.testing.v1 import AppTest

from aemodels import drawing, load
from aemodels.data import strokes
from aemodels.live import shelf
from aemodels.store import pretrained
from aemodels.ui import runtime, session
from aemodels.ui.pages.latent.map import view as maps

NAMES = [card.name for card in pretrained.available() if card.code_size == 2]


@pytest.fixture
def page() -> AppTest:
    """The latent page as a visitor reaches it after drawing a 3."""
    return visit("latent")


def point(**changes) -> dict:
    """What the maps send, with some entries changed."""
    return {"point": {"z": [[0.5, -1.25], [2.0, 0.0]], "sent": 31, "done": True} | changes}


def test_there_are_maps_to_walk_on():
    assert len(NAMES) >= 2


def test_the_maps_show_the_codes_of_the_test_set(page):
    data = component(page, "latent_map")
    labels = numpy.frombuffer(base64.b64decode(data["labels"]), numpy.uint8)
    for shown, name in zip(data["maps"], NAMES, strict=True):
        statistics = pretrained.load_statistics(name)
        codes = numpy.frombuffer(base64.b64decode(shown["codes"]), numpy.float16).reshape(-1, 2)
        assert (codes == statistics["codes"].numpy()).all()
        assert (labels == statistics["labels"].numpy()).all()
        inside = (abs(codes) <= data["reach"]).all(1).mean()
        assert inside > 0.98


def test_the_drawing_is_a_star_with_its_posterior_to_scale(page):
    x = drawing.from_strokes(strokes.digit(3))
    for shown, name in zip(component(page, "latent_map")["maps"], NAMES, strict=True):
        model = load(name, "cpu")
        assert shown["own"] == pytest.approx(model.encode(x)[0].tolist(), abs=1e-3)
        assert (shown["spread"] is not None) == model.generative
        if model.generative:
            covariance = model.posterior(x)[1].exp()[0]
            assert shown["spread"] == pytest.approx(covariance.sqrt().tolist(), abs=1e-3)


def test_the_maps_say_where_their_digits_are_decoded_and_how_they_are_called(page):
    data = component(page, "latent_map")
    assert [one["network"] for one in data["maps"]] == NAMES
    for one in data["maps"]:
        assert set(one["files"]) == {"decoder", "known"}
    assert [one["name"] for one in component(page, "decoded")["digits"]] == NAMES


def test_the_overlays_show_what_the_network_does_all_over_the_map(page):
    for shown, name in zip(component(page, "latent_map")["maps"], NAMES, strict=True):
        model, side = load(name, "cpu"), maps.GRID
        sheet = Image.open(BytesIO(base64.b64decode(shown["digits"])))
        assert sheet.size == (28 * side, 28 * side)
        # The field in the upper right corner is decoded from its middle.
        corner = torch.tensor([[session.REACH - session.REACH / side] * 2])
        painted = torch.tensor(numpy.asarray(sheet.convert("RGB"))[:28, -28:, 0] - 11.0) / 244  # ink
        assert (painted - model.decode(corner)[0, 0]).abs().max() < 0.06
        lost = numpy.frombuffer(base64.b64decode(shown["lost"]), numpy.uint8).reshape(maps.FOG, maps.FOG)
        place = torch.tensor([[-session.REACH + session.REACH / maps.FOG, session.REACH - session.REACH / maps.FOG]])
        astray = float((model.encode(model.decode(place)) - place).norm().clamp(0, 1))
        assert lost[0, 0] / 255 == pytest.approx(astray, abs=0.02)


def test_what_is_shown_stays_the_same_when_the_point_comes_to_rest(page):
    before = [component(page, name) for name in ("latent_map", "decoded")]
    page = send(page, "latent_map", point())
    assert [component(page, name) for name in ("latent_map", "decoded")] == before


def test_the_points_go_into_the_link_and_come_out_of_it(page):
    page = send(page, "latent_map", point())
    assert in_link(page, "z") == "0.50,-1.25;2.00,0.00"
    again = visit("latent", drawn=False, z="0.50,-1.25;2.00,0.00")
    assert component(again, "latent_map")["z"] == [[0.5, -1.25], [2, 0]]


def test_a_link_of_old_whose_point_is_one_sets_it_on_all_maps():
    page = visit("latent", drawn=False, z="0.50,-1.25")
    assert component(page, "latent_map")["z"] == [[0.5, -1.25]]  # the last stands for all that follow


def test_a_map_shows_where_its_holes_were_found_and_none_where_nobody_has_looked(result):
    own = shelf.ready(result.card, result.model, result.statistics)
    shown = maps.map_of(own, None)["holes"]
    bits = numpy.unpackbits(numpy.frombuffer(base64.b64decode(shown["fields"]), numpy.uint8))
    assert len(bits) == shown["side"] ** 2
    assert bits.mean() == pytest.approx(result.card.metrics["holes"], abs=0.05)
    codes = result.statistics["codes"].float()
    assert [shown["low"], shown["high"]] == pytest.approx(codes.quantile(torch.tensor([0.01, 0.99]), 0), abs=0.01)
    older = {key: value for key, value in result.statistics.items() if not key.startswith("map/")}
    turned = result.statistics | {"map/box": result.statistics["map/box"].flip(0)}  # as a stranger may write it
    for statistics in (older, turned):
        assert maps.map_of(shelf.ready(result.card, result.model, statistics), None)["holes"] is None


def test_the_maps_that_come_back_stand_where_they_were_left(page):
    page = send(page, "latent_map", point())
    page = page.switch_page(runtime.page("models")).run().switch_page(runtime.page("latent")).run()
    assert component(page, "latent_map")["z"] == [[0.5, -1.25], [2, 0]]


@pytest.mark.parametrize(
    "wild", ["", "1", "1,2,3", "a,b", "99,0", "nan,0", "1e400,0", "<b>", "0,0;", "0,0;9,9", ";".join(["0,0"] * 25)]
)
def test_a_wild_link_gets_a_sentence_and_the_middle_of_the_map(wild):
    page = visit("latent", drawn=False, z=wild)
    assert not page.exception
    assert "link" in page.warning[0].value
    assert component(page, "latent_map")["z"] == [[0, 0]]


@pytest.mark.parametrize(
    "forged",
    [
        {"point": "here"},
        point(z=[]),
        point(z=[0.5, 1]),
        point(z=[[1]]),
        point(z=[["1", 2]]),
        point(z=[[0, 0], [float("nan"), 0]]),
        point(z=[[1e9, 0]]),
        point(z=[[0, 0]] * 25),
    ],
    ids=str,
)
def test_a_forged_point_gets_a_sentence_and_the_old_one_stays(page, forged):
    page = send(send(page, "latent_map", point()), "latent_map", forged)
    assert not page.exception
    assert len(page.warning) == 1
    assert page.session_state["latent_map point"].z == ((0.5, -1.25), (2, 0))


@pytest.mark.parametrize(
    "link",
    [
        {"view": "moon"},
        {"model": "<b>", "view": "sliders"},
        {"models": "vae,<b>", "view": "road"},
        {"from": "example-77", "view": "road"},
        {"path": "", "view": "road"},
        {"at": "2", "view": "road"},
        {"at": "x", "view": "road"},
        {"seed": "-1", "view": "sample"},
        {"temperature": "hot", "view": "sample"},
        {"seed": "1e3", "view": "sample"},
    ],
    ids=json.dumps,
)
def test_a_wild_link_gets_one_sentence_once_and_a_default(link):
    page = visit("latent", **link)
    assert not page.exception
    assert len(page.warning) == 1
    assert not page.run().warning


@pytest.mark.usefixtures("no_models")
def test_without_models_every_view_says_so_and_stands():
    for view in ("map", "sliders", "road", "sample"):
        page = visit("latent", view=view)
        assert not page.exception
        assert page.warning
