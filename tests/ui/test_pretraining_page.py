"""The pretraining page, run without a browser."""

import base64
from io import BytesIO

import numpy
import pytest
import torch
from page_data import chart, component, values, visit
from PIL import Image
from streamlit.testing.v1 import AppTest

from aemodels import drawing, load
from aemodels.data import strokes
from aemodels.evaluation import metrics
from aemodels.live.pictures import picture
from aemodels.live.words import figure
from aemodels.store import extras, pretrained
from aemodels.ui.pages.pretraining import view

STACKS = [card for card in pretrained.available() if view.was_stacked(card)]
pytestmark = pytest.mark.skipif(not STACKS, reason="no stack is shipped")


@pytest.fixture
def page() -> AppTest:
    """The pretraining page as a visitor reaches it after drawing a 3."""
    return visit("pretraining")


def pixels(sheet: str) -> torch.Tensor:
    """A sheet as the components get it: ink from 11 (none) to 255, 0 to 1."""
    return (torch.tensor(numpy.asarray(Image.open(BytesIO(base64.b64decode(sheet))).convert("RGB")))[..., 0] - 11) / 244


def test_the_film_shows_what_the_training_left(page):
    assert not page.exception
    card, data = STACKS[0], component(page, "stages")
    told, kept = card.metrics["experiment"], extras.load_extras(card.name)
    levels = len(told["by_stage"])
    assert [stage["title"] for stage in data["stages"]] == [
        *(f"Level {level}" for level in range(1, levels + 1)),
        "Unrolled",
        "Fine-tuned",
    ]
    assert data["sizes"] == [784, *(row["units"] for row in told["by_stage"].values())]
    for stage, row in zip(data["stages"], told["by_stage"].values(), strict=False):
        assert stage["error"] == figure(row["squared_error"])
        assert stage["probe"] == f"{100 * row['probe_accuracy']:.1f} %"
    assert data["stages"][-1]["error"] == figure(card.metrics["squared_error"])
    for stage, entry in ((0, "film/level 1"), (-1, "film/unrolled and tuned")):
        frame = kept[entry].reshape(10, 28, 28).permute(1, 0, 2).reshape(28, 280) / 255
        assert (pixels(data["stages"][stage]["sheet"]) - frame).abs().max() < 0.01


def test_features_are_what_a_unit_changes_in_the_picture(page):
    card = STACKS[0]
    model, means = load(card.name, "cpu"), pretrained.load_statistics(card.name)
    wall = pixels(component(page, "stages")["stages"][1]["wall"]["sheet"])
    h = means["mean/hidden 2"][None].repeat(2, 1)
    h[0, 7], h[1, 7] = 0, 1
    low, high = model.decode_from(h, 2)
    change = (high - low)[0]
    row, column = divmod(7, view.COLUMNS)
    shown = wall[28 * row : 28 * row + 28, 28 * column : 28 * column + 28]
    assert (shown - (0.5 + 0.5 * change / change.abs().max())).abs().max() < 0.01


def test_the_own_digit_goes_through_ever_more_levels(page):
    model, x = load(STACKS[0].name, "cpu"), drawing.from_strokes(strokes.digit(3))
    figures = component(page, "strip")["figures"]
    assert figures[0]["picture"] == picture(x)
    assert len(figures) == model.levels + 1
    for levels, shown in enumerate(figures[1:], 1):
        y = model.decode_from(model.encode_to(x, levels), levels)
        assert shown["picture"] == picture(y)
        assert shown["error"] == figure(float(metrics.squared_error(y, x)))
    assert figures[-1]["picture"] == picture(model(x))


def test_errors_by_number_of_labels_are_those_of_the_card(page):
    rows = STACKS[0].metrics["experiment"]["by_labels"]
    lines = {line["name"]: line for line in chart(page)["data"]}
    for title, start in (("Pretrained", "pretrained"), ("Random start", "random")):
        line = lines[title]
        assert values(line["x"]) == [int(count) for count in rows]
        assert values(line["y"]) == pytest.approx([100 * row[start] for row in rows.values()], abs=0.006)
        spread = [100 * row[f"{start}_standard_error"] for row in rows.values()]
        assert values(line["error_y"]["array"]) == pytest.approx(spread, abs=0.006)
    assert values(lines["Reported by others"]["y"]) == [value for value, _ in view.REPORTED]


def test_the_conclusion_says_no_more_than_the_figures():
    row = {
        "pretrained": 0.10,
        "pretrained_standard_error": 0.01,
        "random": 0.20,
        "random_standard_error": 0.01,
        "seeds": 5,
    }
    assert "10 points fewer mistakes" in view._compared(100, row)
    assert "10 points more mistakes" in view._compared(100, row | {"pretrained": 0.30})
    assert "(standard error 1.4)" in view._compared(100, row)
    assert "do not tell from luck" in view._compared(100, row | {"random": 0.128})
    assert "2.9 points fewer mistakes" in view._compared(100, row | {"random": 0.129})
