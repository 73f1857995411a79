"""The sliders of the latent page, run without a browser."""

import pytest
import torch
from page_data import FEATURED, THREE, component, in_link, loaded, send, tile, visit
from streamlit.testing.v1 import AppTest

from aemodels import load, pretrained
from aemodels.live.pictures import picture
from aemodels.ui.latent import places
from aemodels.ui.latent import sliders as racks

SHORT = [card for card in FEATURED if card.code_kind == "vector" and card.code_size <= 32]
GENERATIVE = [card.name for card in SHORT if card.generative]


def slid(page: AppTest, **changes) -> AppTest:
    rack = component(page, "sliders")
    values = list(rack["values"])
    values[0] += 0.5
    said = {"values": values, "revision": rack["revision"], "sent": 41, "done": False} | changes
    return send(page, "sliders", {"slid": said})


@pytest.mark.parametrize("name", [card.name for card in SHORT])
@pytest.mark.parametrize("basis", racks.BASES)
def test_every_number_has_a_slider_and_the_first_matters_most(name, basis):
    rack = component(visit("latent", view="sliders", model=name, basis=basis), "sliders")
    assert len(rack["rows"]) == pretrained.card(name).code_size
    weights = [row["weight"] for row in rack["rows"]]
    assert weights[0] == 1
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("name", [card.name for card in SHORT])
@pytest.mark.parametrize("basis", racks.BASES)
def test_values_and_codes_are_the_same_thing(name, basis):
    along, known = racks.axes(loaded(name), basis), places.test_codes(loaded(name))[:50]
    assert torch.allclose(along.code(along.values(known)), known, atol=1e-4)
    inside = ((along.values(known) >= along.low) & (along.values(known) <= along.high)).float().mean()
    assert inside > 0.95


@pytest.mark.parametrize("name", GENERATIVE)
def test_collapsed_dimensions_are_those_that_carry_nothing_and_are_counted(name):
    rack = component(visit("latent", view="sliders", model=name), "sliders")
    kl = pretrained.load_statistics(name)["kl"]
    assert sum(row["collapsed"] for row in rack["rows"]) == int((kl < racks.COLLAPSED).sum())
    assert rack["rows"][0]["name"] == f"z {int(kl.argmax()) + 1}"


def test_a_collapsed_dimension_moves_nothing():
    along = racks.axes(loaded("vae"), "dimensions")
    model, code = load("vae", "cpu"), along.code(along.values(places.test_codes(loaded("vae"))[0]))
    for i in along.collapsed.nonzero()[:, 0]:
        moved = code + (along.high[i] - along.low[i]) * along.directions[i]
        assert (model.decode(moved[None]) - model.decode(code[None])).abs().max() < 0.05


def test_sliders_start_at_the_drawing_and_their_strips_pass_through_it():
    page = visit("latent", view="sliders", model="vae")
    rack = component(page, "sliders")
    along, code = racks.axes(loaded("vae"), "dimensions"), load("vae", "cpu").encode(THREE)[0]
    assert rack["values"] == pytest.approx(along.values(code).tolist(), abs=1e-3)
    lowest = along.values(code)
    lowest[0] = rack["rows"][0]["low"]
    want = load("vae", "cpu").decode(along.code(lowest)[None])[0, 0]
    assert (tile(rack["strips"], 0) - want).abs().max() < 0.02


@pytest.mark.parametrize("basis", racks.BASES)
def test_the_digit_follows_the_sliders_while_the_rack_stays_as_it_is(basis):
    page = visit("latent", view="sliders", model="vae", basis=basis)
    before = component(page, "sliders")
    page = slid(page)
    assert component(page, "sliders") == before
    shown = component(page, "decoded")
    along = racks.axes(loaded("vae"), basis)
    values = torch.tensor(before["values"])
    values[0] += 0.5
    now = load("vae", "cpu").decode(along.code(values)[None])
    assert shown["sent"] == 41
    assert shown["digits"][0]["picture"] == picture(now)
    assert float(shown["digits"][0]["main"]) > 0


def test_letting_go_renews_the_strips_and_the_link():
    page = slid(visit("latent", view="sliders", model="vae"), done=True)
    code = in_link(page, "code")
    assert len(code.split(",")) == 20
    again = visit("latent", view="sliders", model="vae", code=code)
    assert component(again, "sliders")["values"] == pytest.approx(component(page, "sliders")["values"], abs=0.02)


def test_another_start_sets_the_sliders_anew_and_old_messages_are_not_heard():
    page = slid(visit("latent", view="sliders", model="vae"), done=True)
    old = component(page, "sliders")["revision"]
    page.session_state["choices"] = page.session_state["choices"] | {"start": "mean-8"}
    page.run()
    rack = component(page, "sliders")
    assert rack["revision"] > old
    labels = pretrained.load_statistics("vae")["labels"].long()
    middle = places.test_codes(loaded("vae"))[labels == 8].mean(0)
    assert rack["values"] == pytest.approx(racks.axes(loaded("vae"), "dimensions").values(middle).tolist(), abs=1e-3)


@pytest.mark.parametrize(
    "changes",
    [
        {"values": "all"},
        {"values": [1.0]},
        {"values": [float("nan")] * 20},
        {"values": [1e9] * 20},
        {"values": [None] * 20},
        {"sent": "now"},
    ],
    ids=str,
)
def test_forged_sliders_get_a_sentence_and_the_old_code_stays(changes):
    page = visit("latent", view="sliders", model="vae")
    before = component(page, "decoded")
    page = slid(page, **changes)
    assert not page.exception
    assert len(page.warning) == 1
    assert component(page, "decoded") == before


@pytest.mark.parametrize("code", ["", "1,2", "a" * 5000, ",".join(["9e99"] * 20), ",".join(["nan"] * 20)])
def test_a_wild_code_in_the_link_gets_a_sentence(code):
    page = visit("latent", view="sliders", model="vae", code=code)
    assert not page.exception
    assert len(page.warning) == 1
    rack = component(page, "sliders")
    assert rack["values"] == [row["start"] for row in rack["rows"]]
