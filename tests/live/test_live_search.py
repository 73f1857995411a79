"""What the door answers on the search page: digits like a drawing, and whether it is one; without a browser."""

import base64
from dataclasses import replace

import msgspec
import pytest
import torch
from page_data import THREE, at_the_door

from aemodels import load
from aemodels.data import strokes
from aemodels.evaluation import latent, metrics
from aemodels.live import alike, odd, shelf
from aemodels.live.door import Unanswerable
from aemodels.live.messages import Judge, Resemble
from aemodels.live.pictures import image, picture
from aemodels.store import pretrained

NAMES = [card.name for card in pretrained.available() if card.code_kind == "vector"]
DRAWN = {"strokes": strokes.digit(3)}
BLANK = picture(torch.zeros(1, 1, 28, 28))
SEVEN = picture(torch.rand(1, 1, 28, 28, generator=torch.Generator().manual_seed(0)))
# What takes the place of a drawing's answer: nothing, an eraser's strokes, a picture that was rubbed out.
EMPTY = [{}, {"strokes": [{"points": [[0.5, 0.5]], "erase": True}]}]
EMPTY += [{"picture": BLANK, "strokes": [{"points": [[0.5, 0.5]], "erase": True}]}]


@pytest.fixture(scope="module", autouse=True)
def no_data_set(tmp_path_factory):
    """As most people have it: without MNIST on disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AEMODELS_DATA", str(tmp_path_factory.mktemp("nothing")))
        yield


def find(network="ae", distance="euclidean", drawing=DRAWN, **more):
    return at_the_door(Resemble, alike.alike, drawing=drawing, network=network, distance=distance, **more)


def judge(network="ae", drawing=DRAWN, **more):
    return at_the_door(Judge, odd.judged, drawing=drawing, network=network, **more)


def test_a_network_of_another_data_set_does_not_search_among_mnists_digits():
    card = pretrained.card("ae")
    assert alike.measured(card)
    assert alike.measured(replace(card, data={}))  # as old cards have it
    assert not alike.measured(replace(card, data=card.data | {"name": "Fashion-MNIST"}))


BOTH = pytest.mark.parametrize("ask", [find, judge])


# ---- digits like it


@pytest.mark.parametrize("distance", ["euclidean", "cosine"])
@pytest.mark.parametrize("name", NAMES)
def test_the_ten_nearest_codes_are_found(name, distance):
    panel = find(name, distance)["panels"]["codes"]
    kept = pretrained.load_statistics(name)
    z, known = load(name, "cpu").encode(THREE), kept["codes"].float()
    cosine = 1 - torch.nn.functional.cosine_similarity(z, known)
    expected = cosine if distance == "cosine" else (known - z).norm(dim=1)
    nearest = expected.argsort()[:10]
    assert panel["distances"] == pytest.approx(expected[nearest].tolist(), abs=2e-3)
    assert set(panel["numbers"]) & set(nearest.tolist())
    assert panel["labels"] == kept["labels"][panel["numbers"]].tolist()


def test_without_the_data_set_pixels_are_those_that_the_best_network_redraws():
    best = min(NAMES, key=lambda name: pretrained.card(name).metrics["squared_error"])
    redrawn = load(best, "cpu").decode(pretrained.load_statistics(best)["codes"].float())
    told = find()
    distances = (redrawn - THREE).flatten(1).norm(dim=1)
    assert told["panels"]["pixels"]["distances"] == pytest.approx(distances.sort().values[:10].tolist(), abs=2e-3)
    for number, shown in told["pictures"].items():
        x = image(base64.b64decode(shown))
        assert (x - redrawn[int(number)]).abs().max() <= 1.01 / 255


def test_with_the_data_set_its_own_pictures_are_compared_and_shown(mnist_folder, monkeypatch):
    monkeypatch.setenv("AEMODELS_DATA", str(mnist_folder))
    told, known = find(), alike.test_images()
    distances, places = latent.neighbours(THREE.flatten(1), known.flatten(1), 10)
    assert told["panels"]["pixels"]["numbers"] == places[0].tolist()
    assert told["panels"]["pixels"]["distances"] == pytest.approx(distances[0].tolist(), abs=1e-3)
    first = places[0, 0].item()
    assert told["pictures"][str(first)] == picture(known[first : first + 1])


def test_only_pictures_that_the_page_does_not_have_are_sent():
    told = find()
    shown = {number for panel in told["panels"].values() for number in panel["numbers"]}
    assert {int(number) for number in told["pictures"]} == shown
    known = sorted(shown)[::2]
    again = find(known=[*known, 9_999])
    assert again["panels"] == told["panels"]
    assert {int(number) for number in again["pictures"]} == shown - set(known)


@pytest.mark.parametrize(
    "wrong", [{"distance": "manhattan"}, {"known": [-1]}, {"known": [10_000]}, {"known": [0] * 65}]
)
def test_what_no_page_asks_is_no_question(wrong):
    with pytest.raises(msgspec.ValidationError):
        find(**wrong)


# ---- is it a digit at all?


@pytest.mark.parametrize("name", NAMES)
def test_the_verdict_places_both_scores_among_those_of_the_test_digits(name):
    data, model, kept = judge(name), load(name, "cpu"), pretrained.load_statistics(name)
    error, distance = (
        float(metrics.squared_error(model(THREE), THREE)),
        float(metrics.neighbour_distance(model.encode(THREE), kept["codes"].float())),
    )
    for gauge, value, quantiles in zip(
        data["gauges"], (error, distance), ("error_quantiles", "distance_quantiles"), strict=True
    ):
        assert gauge["place"] == pytest.approx(float((kept[quantiles] < value).float().mean()), abs=2e-3)
    doubtful, far = odd.limits(shelf.find(name)).values()
    assert (doubtful, far) == pytest.approx(kept["oddity_quantiles"][[950, 990]].tolist())
    assert 0.95 < doubtful < far < 1
    most = max(gauge["place"] for gauge in data["gauges"])
    assert data["verdict"] == ("odd" if most > far else "doubtful" if most > doubtful else "digit")
    assert data["pictures"] == [picture(THREE), picture(model(THREE))]


def test_noise_is_no_digit_and_an_empty_picture_is_judged_as_one():
    noise = judge(drawing={"picture": SEVEN})
    assert (noise["verdict"], noise["headline"], noise["own"]) == ("odd", "Not a digit", True)
    blank = judge(drawing={"picture": BLANK}, instead=SEVEN)
    assert blank["own"]
    assert blank["pictures"][0] == BLANK
    assert blank["gauges"][0]["place"] == 0  # no digit is redrawn as well as nothing


# ---- what both have in common


@BOTH
@pytest.mark.parametrize("drawing", EMPTY, ids=range(len(EMPTY)))
def test_while_nothing_is_drawn_the_picture_given_instead_counts(ask, drawing):
    assert ask(drawing=drawing, instead=SEVEN) == {**ask(drawing={"picture": SEVEN}), "own": False}
    with pytest.raises(Unanswerable):
        ask(drawing=drawing)


@BOTH
@pytest.mark.parametrize("name", ["nobody", "../ae", "\x00", "masked"])
def test_who_has_no_vector_or_is_not_here_does_not_search(ask, name):
    with pytest.raises(Unanswerable, match="no network here"):
        ask(name)


@BOTH
def test_a_visitors_own_model_does_not_search_whatever_its_card_says(ask, result):
    own = shelf.ready(pretrained.card("ae"), result.model, result.statistics)
    with pytest.raises(Unanswerable):
        ask(shelf.lend(own))


@BOTH
def test_a_damaged_model_does_not_search_and_keeps_nobody_from_it(ask, copied_models):
    (copied_models / "vae.safetensors").write_bytes(b"damaged")
    with pytest.raises(Unanswerable):
        ask("vae")
    assert ask("ae")["own"]
