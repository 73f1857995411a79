"""The search page, run without a browser."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
import torch
from page_data import at_the_door, chart, component, in_link, message, on_canvas, send, values, visit
from streamlit.testing.v1 import AppTest

from aemodels.data import ood_samples
from aemodels.live import alike, odd
from aemodels.live.messages import Judge, Resemble
from aemodels.store import pretrained
from aemodels.ui.pages.search import novelty, view
from aemodels.ui.session import _training

NAMES = [card.name for card in pretrained.available() if card.code_kind == "vector"]


@pytest.fixture(scope="module", autouse=True)
def no_data_set(tmp_path_factory):
    """As most people have it: without MNIST on disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AEMODELS_DATA", str(tmp_path_factory.mktemp("nothing")))
        yield


def found(page: AppTest) -> dict:
    """What the door finds for what stands on the canvas of the page."""
    return asked(page, "hits", Resemble, alike.alike)


def judged(page: AppTest) -> dict:
    """What the door says of what stands on the canvas of the page."""
    return asked(page, "judge", Judge, odd.judged)


def asked(page: AppTest, name: str, schema: type, answer: Callable) -> dict:
    """What the door answers to what the component `name` asks."""
    ask = {key: value for key, value in component(page, name)["ask"].items() if key != "path"}
    return at_the_door(schema, answer, drawing=on_canvas(page), **ask)


def test_the_page_asks_for_digits_like_the_drawing_by_the_distance_chosen():
    page = visit("search", network="vae", distance="cosine")
    assert not page.exception
    assert component(page, "hits")["ask"].items() >= {"network": "vae", "distance": "cosine"}.items()
    assert [one["title"] for one in component(page, "hits")["panels"]] == ["By 20 numbers of code", "By 784 pixels"]
    assert found(page)["own"]
    assert not found(visit("search", drawn=False))["own"]


def test_without_the_data_set_it_says_which_network_redrew_the_pictures():
    best = min(NAMES, key=lambda name: pretrained.card(name).metrics["squared_error"])
    assert any(f"({pretrained.card(best).title}) redraws them" in one.value for one in visit("search").caption)


def test_with_the_data_set_it_says_that_its_own_pictures_are_shown(mnist_folder, monkeypatch):
    monkeypatch.setenv("AEMODELS_DATA", str(mnist_folder))
    assert any("MNIST's own test digits" in one.value for one in visit("search").caption)


def test_a_found_digit_goes_onto_the_canvas():
    page = visit("search")
    number = found(page)["panels"]["pixels"]["numbers"][0]
    page = send(page, "hits", {"event": {"number": number, "to": "canvas", "sent": 5}})
    shown = page.session_state["drawing"]
    assert torch.equal(shown.picture, alike.pictures()[0][number : number + 1])
    assert found(page)["panels"]["pixels"]["numbers"][0] == number  # nearest to itself
    assert shown.strokes == []


def test_a_found_digit_is_seen_in_latent():
    page = visit("search", network="vae")
    number = found(page)["panels"]["codes"]["numbers"][2]
    page = send(page, "hits", {"event": {"number": number, "to": "latent", "sent": 5}})
    name, code = page.session_state["picked"]
    assert name == "vae"
    assert code == pytest.approx(pretrained.load_statistics("vae")["codes"][number].tolist())
    kept = page.session_state["choices"]
    assert {name: kept[name] for name in ("view", "model", "start")} == {
        "view": "sliders",
        "model": "vae",
        "start": "picked",
    }


@pytest.mark.parametrize(
    "forged",
    ["x", {"number": -1, "sent": 5}, {"number": 10_000, "to": "canvas", "sent": 5}, {"number": True, "sent": 5}],
    ids=str,
)
def test_forged_wishes_get_a_sentence_and_change_nothing(forged):
    page = visit("search")
    before = page.session_state["drawing"]
    page = send(page, "hits", {"event": forged})
    assert not page.exception
    assert len(page.warning) == 1
    assert page.session_state["drawing"] == before


def test_a_wish_is_heard_once():
    page = visit("search")
    page = send(page, "hits", {"event": {"number": 7, "to": "canvas", "sent": 5}})
    page = send(page, "canvas", message(revision=page.session_state["drawing"].revision))
    assert page.session_state["drawing"].picture is None


def test_an_oddity_of_the_wall_goes_onto_the_canvas_and_is_judged():
    page = visit("search", ask="odd")
    kind = ood_samples.KINDS.index("noise")
    page = send(page, "oddities", {"event": {"kind": kind, "number": 1, "sent": 5}})
    assert judged(page)["verdict"] == "odd"
    assert torch.equal(page.session_state["drawing"].picture, novelty.wall()["noise"][1][1])
    page = send(page, "oddities", {"event": {"kind": ood_samples.KINDS.index("letter"), "number": 0, "sent": 6}})
    assert page.session_state["drawing"].strokes == novelty.wall()["letter"][0][0]
    assert page.session_state["drawing"].picture is None


def test_nothing_is_judged_as_well():
    page = send(
        visit("search", ask="odd"),
        "oddities",
        {"event": {"kind": ood_samples.KINDS.index("nothing"), "number": 0, "sent": 5}},
    )
    data = judged(page)
    assert data["own"]
    assert data["gauges"][0]["place"] == 0  # no digit is redrawn as well as nothing


@pytest.mark.parametrize(
    "forged", [7, {"kind": 99, "number": 0, "sent": 5}, {"kind": 0, "number": "1", "sent": 5}, {"kind": 0}], ids=str
)
def test_a_forged_oddity_gets_a_sentence(forged):
    page = visit("search", ask="odd")
    before = page.session_state["drawing"]
    page = send(page, "oddities", {"event": forged})
    assert not page.exception
    assert len(page.warning) == 1
    assert page.session_state["drawing"] == before


def test_the_contest_shows_what_the_cards_hold():
    page = visit("search", ask="odd", score="code")
    (table,) = chart(page)["data"]
    assert len(values(table["y"])) == len(NAMES) + 1
    for cells, name in zip(values(table["z"]), NAMES, strict=False):
        held = [100 * entry["code"] for entry in pretrained.card(name).metrics["by_oddity"].values()]
        assert cells == pytest.approx([*held, sum(held) / len(held)])


def test_the_precision_by_digit_is_the_cards():
    page = visit("search", network="vae")
    (table,) = chart(page)["data"]
    card = pretrained.card("vae").metrics
    for cells, kind in zip(values(table["z"]), ("euclidean", "pixels"), strict=True):
        held = [100 * row[kind] for row in card["by_digit"].values()]
        assert cells == pytest.approx([*held, 100 * card["precision_at_10"][kind]])


def test_a_wild_link_gets_a_sentence():
    page = visit("search", network="oracle")
    assert not page.exception
    assert "There are: " in page.warning[0].value


def test_choices_are_kept_in_the_link():
    assert in_link(visit("search", network="vae", ask="odd"), "network") == "vae"


def test_a_model_of_ones_own_is_not_searched_with(monkeypatch):
    card = pretrained.card(NAMES[0])
    assert view.measured(card)
    monkeypatch.setattr(_training, "own", lambda: [SimpleNamespace(card=card)])
    assert not view.measured(card)
