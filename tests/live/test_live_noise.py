"""What the door answers about a corrupted digit: without a browser and without a session."""

import base64
from dataclasses import replace

import pytest
import torch
from page_data import THREE, at_the_door

from aemodels import drawing, lab, load
from aemodels.evaluation import metrics
from aemodels.live import noise, shelf
from aemodels.live.door import Unanswerable
from aemodels.live.messages import Corrupt
from aemodels.live.pictures import image, picture, still
from aemodels.noise import NOISES, corrupt
from aemodels.store import pretrained

NAMES = pretrained.names()
MARK = {"points": [[0.1, 0.1], [0.9, 0.1]], "erase": False}
X = image(base64.b64decode(picture(THREE)))  # what is asked about: the drawing in 256 levels


def ask(answer=noise.denoise, **changes):
    usual = {"drawing": still(THREE), "networks": NAMES, "noise": "gaussian", "amount": 0.5, "seed": 7}
    return at_the_door(Corrupt, answer, **usual | changes)


def library(kind="gaussian", amount=0.5, seed=7, x=X):
    return corrupt(x, kind, amount, torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("kind", NOISES)
def test_the_same_seed_gives_the_librarys_noise_and_answers(kind):
    found, corrupted = ask(noise=kind, amount=0.4, seed=11), library(kind, 0.4, 11)
    assert found["seen"] == picture(corrupted)
    assert (corrupted - library(kind, 0.4, 11, THREE)).abs().max() < 1 / 255
    assert found["before"] == pytest.approx(float(metrics.psnr(corrupted, X)), abs=0.01)
    assert f"{float(metrics.squared_error(corrupted, X)):.1f}" in found["note"]
    assert list(found["answers"]) == NAMES
    won = {}
    for name, told in found["answers"].items():
        x_hat = load(name, "cpu")(corrupted)
        assert told["picture"] == picture(x_hat)
        assert told["psnr"] == pytest.approx(float(metrics.psnr(x_hat, X)), abs=0.01)
        won[name] = float(metrics.psnr(x_hat, X)) - float(metrics.psnr(corrupted, X))
        assert told["main"] == f"{abs(won[name]):.1f}"
        assert told["unit"] == f"dB {'gained' if won[name] >= 0 else 'lost'}"
    assert [name for name, told in found["answers"].items() if told["best"]] == [max(won, key=won.get)]


def test_another_seed_gives_other_noise_and_the_same_seed_the_same():
    assert ask(seed=8)["seen"] != ask()["seen"] == ask()["seen"]


def test_marks_by_hand_are_inked_on_the_noise_and_alone():
    assert ask(marks=[MARK])["seen"] == picture(drawing.ink([MARK], onto=library()))
    assert ask(noise=None, amount=0, marks=[MARK])["seen"] == picture(drawing.ink([MARK], onto=X))
    rubbed = [MARK, {"points": [[0.5, 0.0], [0.5, 1.0]], "erase": True}]
    assert ask(noise=None, marks=rubbed)["seen"] == picture(drawing.ink(rubbed, onto=X))


@pytest.mark.parametrize("changes", [{"amount": 0}, {"noise": None}, {"noise": None, "marks": [{"points": []}]}])
def test_where_nothing_is_spoiled_nothing_is_won(changes):
    found = ask(**changes)
    assert (found["before"], found["note"], found["seen"]) == (None, "Not corrupted yet", picture(X))
    for told in found["answers"].values():
        assert told["unit"] == "dB"
        assert not told.get("best")


def test_the_film_is_the_model_applied_again_and_again():
    strips = ask(noise.again)["strips"]
    assert list(strips) == NAMES
    for name, strip in strips.items():
        x, model = library(), load(name, "cpu")
        assert len(strip) == 9
        for frame in strip:
            assert frame == {"picture": picture(x), "note": f"{float(metrics.psnr(x, X)):.1f}"}
            x = model(x)


@pytest.mark.parametrize("answer", [noise.denoise, noise.again])
def test_what_cannot_be_spoiled_is_refused_with_a_sentence(answer):
    with pytest.raises(Unanswerable, match=r"^There is no digit here that could be corrupted\.$"):
        ask(answer, drawing={"strokes": []})
    many = [{"points": [[0.5, 0.5]] * 2001}] * 2
    with pytest.raises(Unanswerable, match=r"more than 4000 points.*\.$"):
        ask(answer, marks=many)


@pytest.mark.parametrize(("answer", "key"), [(noise.denoise, "answers"), (noise.again, "strips")])
def test_who_is_not_here_does_not_answer_and_keeps_nobody_from_it(answer, key, copied_models):
    (copied_models / "vae.safetensors").write_bytes(b"damaged")
    assert list(ask(answer, networks=["nobody", "ae", "vae", "../ae"])[key]) == ["ae"]


@pytest.mark.parametrize("factor", [1e6, float("nan")])
@pytest.mark.parametrize("name", ["vae", "linear", "masked"])
def test_models_that_have_gone_astray_are_answered_without_what_is_no_number(result, name, factor):
    model = lab.build(name, {})
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(factor)
    known = result.statistics | {"codes": torch.zeros(250, model.features(torch.zeros(1, 1, 28, 28)).shape[1])}
    astray = shelf.ready(replace(result.card, code_kind=model.code_kind), model.eval(), known)
    own = shelf.lend(astray)
    found = ask(networks=[own, "dae"])
    assert list(found["answers"]) == [own, "dae"]
    assert found["answers"]["dae"]["best"]
    told, strip = found["answers"][own], ask(noise.again, networks=[own])["strips"][own]
    assert not any("nan" in words for words in (told["main"], told["rank"], *(frame["note"] for frame in strip)))


@pytest.mark.parametrize("kind", NOISES)
def test_every_amount_that_a_page_may_send_is_one_that_the_library_takes(kind):
    assert ask(noise=kind, amount=1.0, networks=[])["seen"] == picture(library(kind, NOISES[kind].maximum))
