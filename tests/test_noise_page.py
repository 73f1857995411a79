"""The noise page, run without a browser, and what it says of the models."""

from types import SimpleNamespace

import pytest
import torch
from page_data import SHOWN, component, seen, send, visit
from streamlit.testing.v1 import AppTest

from aemodels import drawing, load, pretrained, strokes
from aemodels.live.pictures import picture
from aemodels.metrics import psnr
from aemodels.noise import NOISES, corrupt
from aemodels.ui import mending

AMOUNTS = {"gaussian": 0.5, "masking": 0.5, "salt_and_pepper": 0.25, "erase_patches": 0.25}


def choice(**changes) -> dict:
    """What the noise bench sends, with some entries changed."""
    sent = {"kind": "gaussian", "amounts": AMOUNTS, "seed": 7, "marks": [], "sent": 23}
    return {"choice": sent | changes}


@pytest.fixture
def page() -> AppTest:
    """The noise page as a visitor reaches it after drawing a 3."""
    return visit("noise")


def test_without_a_drawing_there_is_an_example():
    page = visit("noise", drawn=False)
    assert not page.exception
    assert not page.warning
    assert "example" in component(page, "answers")["tiles"][0]["note"]


def test_the_drawing_follows_from_the_draw_page(page):
    assert seen(page) == picture(drawing.from_strokes(strokes.digit(3)))
    assert component(page, "answers")["tiles"][0]["note"] == "Your digit"


@pytest.mark.parametrize("kind", NOISES)
def test_the_same_seed_gives_the_library_s_noise_and_answers(page, kind):
    page = send(page, "spoiler", choice(kind=kind))
    clean = drawing.from_strokes(strokes.digit(3))
    spoiled = corrupt(clean, kind, AMOUNTS[kind], torch.Generator().manual_seed(7))
    assert component(page, "spoiler")["picture"] == seen(page, 1) == picture(spoiled)
    won = {}
    for row in component(page, "answers")["models"]:
        won[row["name"]] = float(psnr(load(row["name"], "cpu")(spoiled), clean)) - float(psnr(spoiled, clean))
        assert row["answer"]["main"] == f"{abs(won[row['name']]):.1f}"
        assert row["answer"]["unit"].endswith("won" if won[row["name"]] >= 0 else "lost")
    best = [row["name"] for row in component(page, "answers")["models"] if row["answer"]["best"]]
    assert best == [max(won, key=won.get)]


def test_marks_by_hand_are_inked_on_the_noise_and_alone(page):
    mark = [{"points": [[0.1, 0.1], [0.9, 0.1]], "erase": False}]
    alone = send(page, "spoiler", choice(kind="hand", marks=mark))
    clean = drawing.from_strokes(strokes.digit(3))
    assert seen(alone, 1) == picture(drawing.ink(mark, onto=clean))
    assert not alone.exception
    assert not any(one.proto.component_name == "aemodels_curves" for one in alone.get("bidi_component"))


def test_where_nothing_is_spoiled_nothing_is_won(page):
    page = send(page, "spoiler", choice(amounts=AMOUNTS | {"gaussian": 0}))
    rows = component(page, "answers")["models"]
    assert all(row["answer"]["unit"] == "decibels" and not row["answer"].get("best") for row in rows)
    assert "nothing" not in component(page, "curves")["now"]["points"]


def test_the_curves_come_from_the_statistics_and_carry_this_digit(page):
    page = send(page, "spoiler", choice(kind="masking"))
    data = component(page, "curves")
    assert data["now"]["x"] == 0.5
    assert set(data["now"]["points"]) == {*SHOWN, "nothing"}
    assert data["chart"]["trained"] == 0.8
    for line in data["chart"]["lines"]:
        if line["name"] != "nothing":
            curve = pretrained.load_statistics(line["name"])["noise_psnr/masking"]
            assert line["y"] == pytest.approx(curve.tolist(), abs=0.01)


def test_the_film_is_the_model_applied_again_and_again(page):
    page = send(page, "spoiler", choice())
    strip = next(strip for strip in component(page, "film") if strip["name"] == "dae")
    x = corrupt(drawing.from_strokes(strokes.digit(3)), "gaussian", 0.5, torch.Generator().manual_seed(7))
    model = load("dae", "cpu")
    assert len(strip["frames"]) == 9
    for frame in strip["frames"]:
        assert frame["picture"] == picture(x)
        x = model(x)


FORGED = {
    "a text": {"choice": "hello"},
    "an unknown kind": choice(kind="<script>"),
    "a kind that cannot be hashed": choice(kind=["gaussian"]),
    "no amounts": choice(amounts=None),
    "too much": choice(amounts=AMOUNTS | {"gaussian": 99}),
    "less than nothing": choice(amounts=AMOUNTS | {"masking": -1}),
    "not a number": choice(amounts=AMOUNTS | {"masking": float("nan")}),
    "a missing amount": choice(amounts={"gaussian": 0.5}),
    "an endless seed": choice(seed=10**30),
    "marks that are none": choice(marks=[{"points": "x"}]),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_choice_gets_a_sentence_and_loses_nothing(page, name):
    good = seen(send(page, "spoiler", choice()), 1)
    page = send(page, "spoiler", FORGED[name])
    assert not page.exception
    assert len(page.warning) == 1
    assert page.warning[0].value.endswith(".")
    assert seen(page, 1) == good


def loaded(title: str, curve: list[float], **config) -> SimpleNamespace:
    """As much of a loaded model as the verdict looks at, with a curve over amounts 0, 0.5 and 1."""
    statistics = {
        "noise_amount/gaussian": torch.tensor([0.0, 0.5, 1.0]),
        "noise_psnr/gaussian": torch.tensor(curve),
        "noise_input_psnr/gaussian": torch.tensor([100.0, 12.0, 6.0]),
    }
    return SimpleNamespace(card=SimpleNamespace(title=title, config=config), statistics=statistics)


def test_the_verdict_names_the_winner_its_lead_and_where_it_does_not_pay():
    models = [loaded("A", [20.0, 10.0, 5.0]), loaded("B", [18.0, 18.0, 10.0])]
    text = mending.verdict(models, "gaussian", 0.75)
    assert "**B**" in text
    assert "14.0 dB, 6.5 dB ahead of A" in text
    assert "doing nothing wins" in mending.verdict(models, "gaussian", 0.1)


def test_the_trained_range_is_read_from_the_cards():
    models = [loaded("A", [1.0] * 3), loaded("B", [1.0] * 3, noises=[["gaussian", 0.6], ["masking", 0.3]])]
    assert mending.trained_amount(models, "gaussian") == 0.6
    assert mending.trained_amount(models, "erase_patches") == 0
