"""The sliders of the latent page, run without a browser."""

import pytest
import torch
from page_data import FEATURED, THREE, component, in_link, loaded, numbers, send, visit
from streamlit.testing.v1 import AppTest

from aemodels import load
from aemodels.live.latent import test_codes as codes_of
from aemodels.live.sliders import COLLAPSED, axes
from aemodels.store import pretrained
from aemodels.ui import runtime
from aemodels.ui.pages.latent.sliders.view import BASES

SHORT = [card for card in FEATURED if card.code_kind == "vector" and card.code_size <= 32]
GENERATIVE = [card.name for card in SHORT if card.generative]


def slid(page: AppTest, **changes) -> AppTest:
    rack = component(page, "sliders")
    values = list(rack["values"])
    values[0] += 0.5
    said = {"values": values, "revision": rack["revision"], "sent": 41, "done": True} | changes
    return send(page, "sliders", {"slid": said})


@pytest.mark.parametrize("name", [card.name for card in SHORT])
@pytest.mark.parametrize("basis", BASES)
def test_every_number_has_a_slider_and_the_first_matters_most(name, basis):
    rack = component(visit("latent", view="sliders", model=name, basis=basis), "sliders")
    assert len(rack["rows"]) == pretrained.card(name).code_size
    weights = [row["weight"] for row in rack["rows"]]
    assert weights[0] == 1
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("name", [card.name for card in SHORT])
@pytest.mark.parametrize("basis", BASES)
def test_values_and_codes_are_the_same_thing(name, basis):
    along, known = axes(loaded(name), basis), codes_of(loaded(name))[:50]
    assert torch.allclose(along.code(along.values(known)), known, atol=1e-4)
    inside = ((along.values(known) >= along.low) & (along.values(known) <= along.high)).float().mean()
    assert inside > 0.95


@pytest.mark.parametrize("name", GENERATIVE)
def test_collapsed_dimensions_are_those_that_carry_nothing_and_are_counted(name):
    rack = component(visit("latent", view="sliders", model=name), "sliders")
    kl = pretrained.load_statistics(name)["kl"]
    assert sum(row["collapsed"] for row in rack["rows"]) == int((kl < COLLAPSED).sum())
    assert rack["rows"][0]["name"] == f"z {int(kl.argmax()) + 1}"


def test_a_collapsed_dimension_moves_nothing():
    along = axes(loaded("vae"), "dimensions")
    model, code = load("vae", "cpu"), along.code(along.values(codes_of(loaded("vae"))[0]))
    for i in along.collapsed.nonzero()[:, 0]:
        moved = code + (along.high[i] - along.low[i]) * along.directions[i]
        assert (model.decode(moved[None]) - model.decode(code[None])).abs().max() < 0.05


@pytest.mark.parametrize("basis", BASES)
def test_sliders_start_at_the_drawing(basis):
    rack = component(visit("latent", view="sliders", model="vae", basis=basis), "sliders")
    along, code = axes(loaded("vae"), basis), load("vae", "cpu").encode(THREE)[0]
    assert rack["values"] == pytest.approx(along.values(code).tolist(), abs=1e-3)
    assert rack["ask"]["start"] == pytest.approx(code.tolist(), abs=1e-3)


@pytest.mark.parametrize("basis", BASES)
def test_what_the_page_needs_to_make_a_code_of_values_is_what_the_library_takes(basis):
    rack = component(visit("latent", view="sliders", model="vae", basis=basis), "sliders")
    origin, directions = (numbers(rack["axes"][part], "float32") for part in ("origin", "directions"))
    values = torch.randn(20, generator=torch.Generator().manual_seed(0))
    want = axes(loaded("vae"), basis).code(values)
    assert torch.allclose(origin + values @ directions.reshape(20, 20), want, atol=1e-5)


@pytest.mark.parametrize("basis", BASES)
def test_the_rack_stays_as_it_is_when_the_sliders_come_to_rest(basis):
    page = visit("latent", view="sliders", model="vae", basis=basis)
    before = [component(page, name) for name in ("sliders", "slid")]
    page = slid(page)
    assert [component(page, name) for name in ("sliders", "slid")] == before


def test_where_the_sliders_rest_goes_into_the_link_and_comes_out_of_it():
    page = visit("latent", view="sliders", model="vae")
    values = component(page, "sliders")["values"]
    code = in_link(slid(page), "code")
    assert len(code.split(",")) == 20
    again = component(visit("latent", view="sliders", model="vae", code=code), "sliders")
    assert again["values"] == pytest.approx([values[0] + 0.5, *values[1:]], abs=0.02)


def test_sliders_that_come_back_stand_where_they_were_left():
    page = slid(visit("latent", view="sliders", model="vae"))
    values = component(page, "sliders")["values"]
    page = page.switch_page(runtime.page("models")).run().switch_page(runtime.page("latent")).run()
    rack = component(page, "sliders")
    assert rack["values"] == pytest.approx([values[0] + 0.5, *values[1:]], abs=1e-3)
    assert [row["start"] for row in rack["rows"]] == values


def test_another_basis_keeps_the_code():
    page = visit("latent", view="sliders", model="vae")
    code = axes(loaded("vae"), "dimensions").code(torch.tensor(component(page, "sliders")["values"]))
    code[int(pretrained.load_statistics("vae")["kl"].argmax())] += 0.5
    # One run hears of both, where a hand goes from the sliders straight to the choice.
    page.session_state["choices"] = page.session_state["choices"] | {"basis": "principal"}
    values = component(slid(page), "sliders")["values"]
    assert torch.allclose(axes(loaded("vae"), "principal").code(torch.tensor(values)), code, atol=1e-3)


def test_another_start_sets_the_sliders_anew_and_old_messages_are_not_heard():
    page = slid(visit("latent", view="sliders", model="vae"))
    old = component(page, "sliders")["revision"]
    page.session_state["choices"] = page.session_state["choices"] | {"start": "mean-8"}
    page.run()
    rack = component(page, "sliders")
    assert rack["revision"] > old
    labels = pretrained.load_statistics("vae")["labels"].long()
    middle = codes_of(loaded("vae"))[labels == 8].mean(0)
    assert rack["values"] == pytest.approx(axes(loaded("vae"), "dimensions").values(middle).tolist(), abs=1e-3)


@pytest.mark.parametrize(
    "changes",
    [
        {"values": "all"},
        {"values": [1.0]},
        {"values": [float("nan")] * 20},
        {"values": [1e9] * 20},
        {"values": [None] * 20},
    ],
    ids=str,
)
def test_forged_sliders_get_a_sentence_and_the_old_code_stays(changes):
    page = visit("latent", view="sliders", model="vae")
    code = slid(page).session_state["stand"].code
    page = slid(page, **changes)
    assert not page.exception
    assert len(page.warning) == 1
    assert page.session_state["stand"].code == code


@pytest.mark.parametrize("code", ["", "1,2", "a" * 5000, ",".join(["9e99"] * 20), ",".join(["nan"] * 20)])
def test_a_wild_code_in_the_link_gets_a_sentence(code):
    page = visit("latent", view="sliders", model="vae", code=code)
    assert not page.exception
    assert len(page.warning) == 1
    rack = component(page, "sliders")
    assert rack["values"] == [row["start"] for row in rack["rows"]]
