"""What the door answers about a drawing, and which models answer there: without a browser and without a session."""

import base64
import gc
from dataclasses import replace
from itertools import pairwise

import pytest
import torch
from page_data import at_the_door, redraw

from aemodels import drawing, load
from aemodels.data import strokes
from aemodels.evaluation import metrics
from aemodels.live import shelf, words
from aemodels.live.drawn import model_input
from aemodels.live.messages import Redraw
from aemodels.live.pictures import image, picture
from aemodels.store import pretrained

THREE = {"strokes": strokes.digit(3)}
X = drawing.from_strokes(strokes.digit(3))
NAMES = pretrained.names()


def ask(networks, **drawn):
    return at_the_door(Redraw, redraw, drawing=drawn, networks=networks)


def test_every_network_answers_as_the_library_does():
    found = ask(NAMES, **THREE)
    assert found["seen"] == picture(X)
    assert list(found["answers"]) == NAMES
    for name, told in found["answers"].items():
        x_hat = load(name, "cpu")(X)
        assert told["picture"] == picture(x_hat)
        assert told["error"] == pytest.approx(float(metrics.squared_error(x_hat, X)), rel=1e-3, abs=1e-4)
        assert told["place"] == words.place(told["error"])
        assert told["rank"].endswith(f"{words.figure(pretrained.card(name).metrics['squared_error'])} on average")
        assert "test digits" in told["more"]
    errors = {name: told["error"] for name, told in found["answers"].items()}
    assert [name for name, told in found["answers"].items() if told["best"]] == [min(errors, key=errors.get)]


def test_which_digit_of_the_test_set_has_the_nearest_code_is_said():
    right = 0
    for digit in range(10):
        drawn = strokes.digit(digit)
        for name, told in ask(["ae", "vae", "masked"], strokes=drawn)["answers"].items():
            known = pretrained.load_statistics(name)
            z = load(name, "cpu").features(drawing.from_strokes(drawn))
            nearest = (known["codes"][:1000].float() - z).square().sum(1).argmin()
            assert told["near"] == f"nearest digit {known['labels'][nearest]}"
            right += told["near"].endswith(str(digit))
    assert right > 24


@pytest.mark.parametrize(
    ("title", "near", "more"),
    [("Fashion-MNIST", "nearest: ", "test clothes"), ("Stroke digits", "nearest digit ", "test digits")],
)
def test_a_network_of_other_pictures_is_compared_with_those(result, title, near, more):
    card = replace(result.card, data=result.card.data | {"name": title})
    mine = shelf.ready(card, result.model, result.statistics)
    (told,) = ask([shelf.lend(mine)], **THREE)["answers"].values()
    assert told["near"].startswith(near)
    assert more in told["more"]
    assert more in words.resting(card)["rank"]


def test_a_network_alone_is_not_the_best_of_anything():
    assert not ask(["ae"], **THREE)["answers"]["ae"]["best"]


def test_all_networks_share_one_scale_of_errors():
    assert [words.place(error) for error in (0.0, words.LEAST, words.MOST, 1e9, float("nan"))] == [0, 0, 1, 1, 1]
    steps = [b - a for a, b in pairwise(words.place(error) for error in (1, 2, 4, 8))]
    assert steps == pytest.approx([steps[0]] * 3, abs=2e-4)


@pytest.mark.parametrize(
    "drawn",
    [{}, {"strokes": []}, {"strokes": [{"points": []}]}, {"strokes": [{"points": [[0.5, 0.5]], "erase": True}]}],
)
def test_where_there_is_no_ink_nobody_answers(drawn):
    assert ask(["ae"], **drawn) == {"seen": None, "answers": {}}


def test_strokes_go_on_top_of_a_picture_as_they_are():
    mark = [{"points": [[0.1, 0.1], [0.9, 0.1]], "erase": False}]
    found = ask(["pca"], picture=picture(X), strokes=mark, pen=3.0)
    assert found["seen"] == picture(drawing.ink(mark, onto=image(base64.b64decode(picture(X))), pen=3.0))


def test_the_page_and_the_door_see_the_same():
    assert torch.equal(model_input(strokes.digit(3), 2.4, None), X)


@pytest.mark.parametrize("name", ["nobody", "../ae", "ae.json", "own ", "\x00", "pretrained/ae"])
def test_who_is_not_here_does_not_answer_and_keeps_nobody_from_it(name):
    assert list(ask(["ae", name], **THREE)["answers"]) == ["ae"]


def test_a_damaged_model_does_not_answer(copied_models):
    (copied_models / "ae.safetensors").write_bytes(b"damaged")
    assert list(ask(["ae", "vae"], **THREE)["answers"]) == ["vae"]


def test_a_shipped_model_is_asked_for_by_its_name_and_read_once():
    assert shelf.load("ae") is shelf.load("ae") is shelf.find("ae")
    assert shelf.lend(shelf.load("ae")) == "ae"


def test_a_visitors_model_is_known_by_a_name_that_nobody_can_guess_as_long_as_it_is_here(result):
    mine, other = (shelf.ready(result.card, result.model, result.statistics) for _ in range(2))
    name = shelf.lend(mine)
    assert shelf.lend(mine) == name
    assert name != shelf.lend(other)
    assert len(name) > 30
    assert result.card.name not in name
    assert shelf.find(name) is mine
    assert list(ask([name], **THREE)["answers"]) == [name]
    assert shelf.find(result.card.name) is None
    del mine
    gc.collect()
    assert shelf.find(name) is None
    assert ask([name], **THREE)["answers"] == {}


def test_a_visitors_model_cannot_take_a_shipped_ones_place(result):
    named = result.called("ae")
    mine = shelf.ready(named.card, named.model, named.statistics)
    assert shelf.lend(mine) != "ae"
    assert shelf.find("ae") is not mine
