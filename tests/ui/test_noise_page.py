"""The noise page, run without a browser, and what it says of the models."""

from types import SimpleNamespace

import pytest
import torch
from page_data import SHOWN, answered, component, corruption, seen, send, visit
from streamlit.testing.v1 import AppTest

from aemodels import drawing
from aemodels.data import strokes
from aemodels.live.pictures import picture
from aemodels.noise import NOISES
from aemodels.store import pretrained
from aemodels.ui.pages.noise import view

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
def test_what_the_bench_sends_is_what_the_networks_are_asked_about(page, kind):
    mark = [{"points": [[0.1, 0.1], [0.9, 0.1]], "erase": False}]
    page = send(page, "corrupter", choice(kind=kind, marks=mark))
    assert corruption(page) == {"noise": kind, "amount": AMOUNTS[kind], "seed": 7, "marks": mark}
    shown = answered(page)
    assert len(shown["models"]) == len(SHOWN)
    assert all(row["answer"]["unit"] in ("dB gained", "dB lost") for row in shown["models"])
    assert shown["tiles"][1]["note"].startswith("Corrupted")


def test_marks_by_hand_stand_without_curves(page):
    page = send(page, "corrupter", choice(kind="hand"))
    assert not page.exception
    assert corruption(page)["noise"] is None
    assert not any(one.proto.component_name == "aemodels_curves" for one in page.get("bidi_component"))
    assert not any("in numbers" in one.label for one in page.expander)
    assert component(send(page, "corrupter", choice(kind="masking")), "curves")["first"] == "masking"


def test_the_curves_come_from_the_statistics(page):
    data = component(page, "curves")
    assert data["first"] == "gaussian"
    assert list(data["charts"]) == list(NOISES)
    for kind, chart in data["charts"].items():
        assert {line["name"] for line in chart["lines"]} == {*SHOWN, "nothing"}
        for line in chart["lines"]:
            held = pretrained.load_statistics("ae" if line["name"] == "nothing" else line["name"])
            key = "noise_input_psnr" if line["name"] == "nothing" else "noise_psnr"
            assert line["y"] == pytest.approx(held[f"{key}/{kind}"].tolist(), abs=0.01)
    assert data["charts"]["masking"]["trained"] == 0.8


@pytest.mark.parametrize("kind", NOISES)
def test_the_curves_stand_in_a_table_as_well(page, kind):
    page = send(page, "corrupter", choice(kind=kind))
    (table,) = [one.value for one in page.expander[0].markdown if one.value.startswith("| ")]
    header, rules, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines())
    cards = [pretrained.card(name) for name in SHOWN]
    assert header == [NOISES[kind].unit.capitalize(), *(card.title for card in cards), "Do nothing"]
    assert rules == ["---", *["---:"] * (len(SHOWN) + 1)]
    amounts = pretrained.load_statistics("ae")[f"noise_amount/{kind}"].tolist()
    assert [float(row[0]) for row in rows] == pytest.approx(amounts, abs=1e-4)
    for place, name in enumerate(SHOWN, 1):
        held = pretrained.load_statistics(name)[f"noise_psnr/{kind}"].tolist()
        assert [row[place] for row in rows] == [f"{value:.1f}" for value in held]
    assert rows[0][-1] == "exact"
    assert all(0 < float(row[-1]) < 100 for row in rows[1:])


def test_the_film_has_a_strip_for_every_network_and_room_for_its_steps(page):
    data = component(page, "film")
    assert [strip["name"] for strip in data["strips"]] == SHOWN
    assert data["frames"] == 9
    assert {strip["network"] for strip in data["strips"]} == {*component(page, "answers")["ask"]["networks"].values()}


def test_a_message_changes_nothing_that_the_parts_would_ask_for(page):
    before = {name: component(page, name) for name in ("answers", "film", "curves")}
    page = send(page, "corrupter", choice(amounts=AMOUNTS | {"gaussian": 0.9}))
    assert {name: component(page, name) for name in before} == before


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
    good = corruption(send(page, "corrupter", choice()))
    page = send(page, "corrupter", FORGED[name])
    assert not page.exception
    assert len(page.warning) == 1
    assert page.warning[0].value.endswith(".")
    assert corruption(page) == good


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
    text = view.verdict(models, "gaussian", 0.75)
    assert "**B**" in text
    assert "14.0 dB, 6.5 dB ahead of A" in text
    assert "doing nothing wins" in view.verdict(models, "gaussian", 0.1)


def test_the_trained_range_is_read_from_the_cards():
    models = [loaded("A", [1.0] * 3), loaded("B", [1.0] * 3, noises=[["gaussian", 0.6], ["masking", 0.3]])]
    assert view.trained_amount(models, "gaussian") == 0.6
    assert view.trained_amount(models, "erase_patches") == 0
