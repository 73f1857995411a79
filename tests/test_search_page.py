"""The search page, run without a browser."""

from types import SimpleNamespace

import pytest
import torch
from page_data import component, in_link, message, send, visit

from aemodels import codes, drawing, load, metrics, oddities, pretrained, strokes
from aemodels.ui import judging, search
from aemodels.ui.state import _training

NAMES = [card.name for card in pretrained.available() if card.code_kind == "vector"]


@pytest.fixture(scope="module", autouse=True)
def no_data_set(tmp_path_factory):
    """As most people have it: without MNIST on disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AEMODELS_DATA", str(tmp_path_factory.mktemp("nothing")))
        yield


@pytest.fixture
def data_set(mnist_folder, monkeypatch):
    """With MNIST on disk, for one test."""
    monkeypatch.setenv("AEMODELS_DATA", str(mnist_folder))


@pytest.mark.parametrize("distance", ["euclidean", "cosine"])
@pytest.mark.parametrize("name", NAMES)
def test_the_ten_nearest_codes_are_found(name, distance):
    page = visit("search", network=name, distance=distance)
    assert not page.exception
    panel = component(page, "hits")["panels"][0]
    found = pretrained.load_statistics(name)
    z, known = load(name, "cpu").encode(drawing.from_strokes(strokes.digit(3))), found["codes"].float()
    cosine = 1 - torch.nn.functional.cosine_similarity(z, known)
    expected = cosine if distance == "cosine" else (known - z).norm(dim=1)
    nearest = expected.argsort()[:10]
    assert panel["distances"] == pytest.approx(expected[nearest].tolist(), abs=2e-3)
    assert set(panel["numbers"]) & set(nearest.tolist())
    assert panel["labels"] == found["labels"][panel["numbers"]].tolist()


def test_without_the_data_set_pixels_are_those_that_the_best_network_redraws():
    page = visit("search")
    best = min(NAMES, key=lambda name: pretrained.card(name).metrics["squared_error"])
    assert any(f"({pretrained.card(best).title}) redraws them" in one.value for one in page.caption)
    redrawn = load(best, "cpu").decode(pretrained.load_statistics(best)["codes"][:3000].float())
    panel = component(page, "hits")["panels"][1]
    for number, distance in zip(panel["numbers"], panel["distances"], strict=True):
        if number < 3000:
            x = drawing.from_strokes(strokes.digit(3))
            assert float((redrawn[number] - x[0]).norm()) == pytest.approx(distance, abs=2e-3)


@pytest.mark.usefixtures("data_set")
def test_with_the_data_set_its_own_pictures_are_shown():
    page = visit("search")
    assert any("MNIST's own test digits" in one.value for one in page.caption)
    x = drawing.from_strokes(strokes.digit(3))
    distances, places = codes.neighbours(x.flatten(1), search.test_images().flatten(1), 10)
    panel = component(page, "hits")["panels"][1]
    assert panel["numbers"] == places[0].tolist()
    assert panel["distances"] == pytest.approx(distances[0].tolist(), abs=1e-3)


def test_a_found_digit_goes_onto_the_canvas():
    page = visit("search")
    number = component(page, "hits")["panels"][1]["numbers"][0]
    page = send(page, "hits", {"wish": {"number": number, "to": "canvas", "sent": 5}})
    shown = page.session_state["drawing"]
    assert torch.equal(shown.picture, search.pictures()[0][number : number + 1])
    assert shown.strokes == []


def test_a_found_digit_is_seen_in_latent():
    page = visit("search", network="vae")
    number = component(page, "hits")["panels"][0]["numbers"][2]
    page = send(page, "hits", {"wish": {"number": number, "to": "latent", "sent": 5}})
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
    page = send(page, "hits", {"wish": forged})
    assert not page.exception
    assert len(page.warning) == 1
    assert page.session_state["drawing"] == before


def test_a_wish_is_heard_once():
    page = visit("search")
    page = send(page, "hits", {"wish": {"number": 7, "to": "canvas", "sent": 5}})
    page = send(page, "canvas", message(revision=page.session_state["drawing"].revision))
    assert page.session_state["drawing"].picture is None


@pytest.mark.parametrize("name", NAMES)
def test_the_verdict_places_both_scores_among_those_of_the_test_digits(name):
    page = visit("search", ask="odd", network=name)
    assert not page.exception
    data, x = component(page, "judge"), drawing.from_strokes(strokes.digit(3))
    model, found = load(name, "cpu"), pretrained.load_statistics(name)
    error, distance = (
        float(metrics.squared_error(model(x), x)),
        float(metrics.neighbour_distance(model.encode(x), found["codes"].float())),
    )
    for gauge, value, quantiles in zip(
        data["gauges"], (error, distance), ("error_quantiles", "distance_quantiles"), strict=True
    ):
        assert gauge["place"] == pytest.approx(float((found[quantiles] < value).float().mean()), abs=2e-3)
    doubtful, odd = data["limits"]
    assert (doubtful, odd) == pytest.approx(found["oddity_quantiles"][[950, 990]].tolist())
    assert 0.95 < doubtful < odd < 1
    most = max(gauge["place"] for gauge in data["gauges"])
    assert data["verdict"] == ("odd" if most > odd else "doubtful" if most > doubtful else "digit")


def test_an_oddity_of_the_wall_goes_onto_the_canvas_and_is_judged():
    page = visit("search", ask="odd")
    kind = oddities.KINDS.index("noise")
    page = send(page, "oddities", {"wish": {"kind": kind, "number": 1, "sent": 5}})
    assert component(page, "judge")["verdict"] == "odd"
    assert torch.equal(page.session_state["drawing"].picture, judging.wall()["noise"][1][1])
    page = send(page, "oddities", {"wish": {"kind": oddities.KINDS.index("letter"), "number": 0, "sent": 6}})
    assert page.session_state["drawing"].strokes == judging.wall()["letter"][0][0]
    assert page.session_state["drawing"].picture is None


def test_nothing_is_judged_as_well():
    page = send(
        visit("search", ask="odd"),
        "oddities",
        {"wish": {"kind": oddities.KINDS.index("nothing"), "number": 0, "sent": 5}},
    )
    data = component(page, "judge")
    assert data["whose"] == "Your picture"
    assert data["gauges"][0]["place"] == 0  # no digit is redrawn as well as nothing


@pytest.mark.parametrize(
    "forged", [7, {"kind": 99, "number": 0, "sent": 5}, {"kind": 0, "number": "1", "sent": 5}, {"kind": 0}], ids=str
)
def test_a_forged_oddity_gets_a_sentence(forged):
    page = visit("search", ask="odd")
    page = send(page, "oddities", {"wish": forged})
    assert not page.exception
    assert len(page.warning) == 1
    assert component(page, "judge")["whose"] == "Your picture"


def test_the_contest_shows_what_the_cards_hold():
    page = visit("search", ask="odd", score="code")
    data = component(page, "heat")
    titles = [row["title"] for row in data["rows"]]
    assert len(titles) == len(NAMES) + 1
    for row, name in zip(data["rows"], NAMES, strict=False):
        held = [100 * entry["code"] for entry in pretrained.card(name).metrics["by_oddity"].values()]
        assert row["cells"] == pytest.approx([*held, sum(held) / len(held)])


def test_a_wild_link_gets_a_sentence():
    page = visit("search", network="oracle")
    assert not page.exception
    assert "There are: " in page.warning[0].value


def test_choices_are_kept_in_the_link():
    assert in_link(visit("search", network="vae", ask="odd"), "network") == "vae"


def test_a_model_of_ones_own_is_not_searched_with(monkeypatch):
    card = pretrained.card(NAMES[0])
    assert search.measured(card)
    monkeypatch.setattr(_training, "own", lambda: [SimpleNamespace(card=card)])
    assert not search.measured(card)
