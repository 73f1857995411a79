"""The page to draw on, run without a browser."""

import subprocess
import sys

import pytest
import torch
from app_server import ROOT
from page_data import SHOWN, answered, app, component, message, png, seen, send, visit
from PIL import Image
from streamlit.testing.v1 import AppTest

from aemodels import drawing, load
from aemodels.data import strokes
from aemodels.live.pictures import picture
from aemodels.models.losses import squared_error
from aemodels.store import pretrained
from aemodels.ui import runtime


@pytest.fixture
def page() -> AppTest:
    """The draw page after its first run."""
    return app().run()


def test_an_empty_canvas_shows_every_model_at_rest(page):
    data = component(page, "answers")
    assert not page.exception
    assert not page.warning
    assert seen(page) is None
    assert [model["name"] for model in data["models"]] == SHOWN
    assert not any("picture" in model["answer"] for model in data["models"])


def test_the_answers_are_those_of_the_library(page):
    data = answered(send(page, "canvas", message()))
    x = drawing.from_strokes(strokes.digit(3))
    for model in data["models"]:
        x_hat = load(model["name"], "cpu")(x)
        assert model["answer"]["error"] == pytest.approx(float(squared_error(x_hat, x)), rel=1e-3)
        assert len(model["answer"]["code"]) == model["size"]
        assert 0 <= model["answer"]["place"] <= 1


def test_a_wider_pen_changes_what_the_models_see(page):
    thin = seen(send(page, "canvas", message(pen=1.5)))
    bold = seen(send(page, "canvas", message(pen=3.5)))
    assert thin != bold


def test_erasing_everything_brings_the_models_to_rest(page):
    everything = [[x / 20, y / 20] for y in range(21) for x in (range(21) if y % 2 else range(20, -1, -1))]
    wiped = message(strokes=[*strokes.digit(3), {"points": everything, "erase": True}])
    assert seen(send(page, "canvas", wiped)) is None


def test_nothing_is_sent_again_when_the_pen_has_rested(page):
    before = [component(page, name) for name in ("canvas", "answers", "gallery")]
    page = send(page, "canvas", message())
    assert [component(page, name) for name in ("canvas", "answers", "gallery")] == before


def test_a_message_from_before_a_change_is_ignored(page):
    assert seen(send(page, "canvas", message(revision=99))) is None


FORGED = {
    "a text": "hello",
    "a list": [1, 2],
    "strokes that are none": {"drawing": message()["drawing"] | {"strokes": "3"}},
    "a point that is no number": message(strokes=[{"points": [["x", 0]], "erase": False}]),
    "not a number": message(strokes=[{"points": [[float("nan"), 0]], "erase": False}]),
    "too many points": message(strokes=[{"points": [[0.5, 0.5]] * 10_000, "erase": False}]),
    "too many strokes": message(strokes=[{"points": [[0.5, 0.5]], "erase": False}] * 1_000),
    "an endless pen": message(pen=float("inf")),
    "a pen that is a text": message(pen="2"),
    "a picture that is none": message(picture="%%%"),
    "a picture of the wrong size": message(picture="AAAA"),
    "a picture that is a number": message(picture=7),
    "a message number that is none": message(sent=None),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_message_gets_a_sentence_and_loses_nothing(page, name):
    forged = FORGED[name] if isinstance(FORGED[name], dict) else {"drawing": FORGED[name]}
    good = seen(send(page, "canvas", message()))
    page = send(page, "canvas", forged)
    assert not page.exception
    assert len(page.warning) == 1
    assert page.warning[0].value.endswith(".")
    assert seen(page) == good


def upload(page: AppTest, name: str, content: bytes) -> AppTest:
    """Run the page as if a person had chosen a file."""
    page.file_uploader[0].upload(name, content, "image/png")
    return page.run()


def test_an_uploaded_picture_goes_onto_the_canvas(page):
    x = drawing.from_strokes(strokes.digit(5))
    paper = Image.fromarray(255 - x[0, 0].mul(255).byte().numpy()).resize((280, 280))
    page = upload(page, "five.png", png(paper))
    assert not page.warning
    canvas = component(page, "canvas")
    assert canvas["revision"] == 1
    assert canvas["picture"] == seen(page)
    error = next(model for model in answered(page)["models"] if model["name"] == "ae")["answer"]["error"]
    assert error < 30


@pytest.mark.parametrize(
    ("content", "part"),
    [(b"no picture at all", "picture"), (png(Image.new("L", (80, 80), 255)), "ink"), (b"", "picture")],
    ids=["broken", "blank", "empty"],
)
def test_a_bad_picture_gets_a_sentence_and_loses_nothing(page, content, part):
    good = seen(send(page, "canvas", message()))
    page = upload(page, "bad.png", content)
    assert not page.exception
    assert part in page.warning[0].value
    assert page.warning[0].value.endswith("The canvas holds what it held before.")
    assert seen(page) == good


def test_a_bad_picture_says_nothing_of_a_canvas_that_is_empty(page):
    page = upload(page, "bad.png", b"no picture at all")
    assert "The canvas" not in page.warning[0].value


def test_a_link_opens_with_its_example():
    canvas = component(visit("draw", drawn=False, example="7-2"), "canvas")
    assert canvas["animate"]
    assert canvas["strokes"] == strokes.digit(7, 1)


@pytest.mark.parametrize("value", ["10", "x", "", "3-99", "-1", "3-0", "²", "7" * 5000, "<b>"])
def test_a_wild_link_gets_a_sentence_and_an_empty_canvas(value):
    page = visit("draw", drawn=False, example=value)
    assert not page.exception
    assert "link" in page.warning[0].value
    assert seen(page) is None


def test_half_an_example_never_becomes_the_drawing():
    whole = strokes.digit(8)
    half = [{"points": whole[0]["points"][:4], "erase": False}]
    page = send(visit("draw", drawn=False, example="8"), "canvas", message(strokes=half, writing=True, revision=1))
    assert seen(page) == picture(drawing.from_strokes(whole))
    page = page.switch_page(runtime.page("noise")).run()
    assert seen(page) == picture(drawing.from_strokes(whole))


def test_statistics_of_another_version_cost_one_row_and_get_a_sentence(copied_models):
    pretrained.renew("vae", {}, {"labels": torch.zeros(1)}, copied_models)
    page = visit("noise", drawn=False)
    assert not page.exception
    assert "evaluate vae --write" in page.warning[0].value


@pytest.mark.usefixtures("no_models")
@pytest.mark.parametrize("where", ["draw", "noise", "activations", "models"])
def test_without_any_model_the_page_says_so(where):
    page = visit(where, drawn=False)
    assert not page.exception
    assert "no models" in page.warning[0].value


def test_a_damaged_model_costs_its_own_row_only(copied_models):
    (copied_models / "ae.safetensors").write_bytes(b"damaged")
    page = app().run()
    assert not page.exception
    assert "ae.safetensors" in page.warning[0].value
    assert str(copied_models) not in page.warning[0].value
    assert [model["name"] for model in component(page, "answers")["models"]] == SHOWN[1:]


def test_the_first_page_is_there_before_torch_is():
    code = (
        "import sys; from streamlit.testing.v1 import AppTest; from aemodels.live import shelf;"
        "shelf.get_ready = lambda names: print(*names);"
        "page = AppTest.from_file('aemodels/ui/entry/main.py', default_timeout=60).run();"
        "assert not page.exception; print([name in sys.modules for name in ('torch', 'pandas', 'torchvision')])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [" ".join(SHOWN), "[False, False, False]"]
