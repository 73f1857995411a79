"""The models page, run without a browser: its table, its chart, its contact sheet and its cards."""

import base64
import json
from dataclasses import replace
from io import BytesIO

import numpy
import pytest
import torch
from page_data import cells, chart, component, in_link, send, visit
from PIL import Image
from streamlit.testing.v1 import AppTest

from aemodels import drawing, load
from aemodels.data import strokes
from aemodels.evaluation.baselines import BASELINES, found
from aemodels.evaluation.metrics import squared_error
from aemodels.live import shelf
from aemodels.models import registry
from aemodels.store import pretrained
from aemodels.ui.session._training import OWN

NAMES = pretrained.names()
PLAIN = pretrained.card("ae")


@pytest.fixture
def page() -> AppTest:
    return visit("models", drawn=False)


@pytest.fixture
def three_models(copied_models):
    """The shipped files of three models, to be damaged."""
    for path in copied_models.iterdir():
        if path.name.partition(".")[0] not in ("ae", "sparse", "vae-2d"):
            path.unlink()
    return copied_models


# ---- the table


def test_every_card_is_in_the_table_with_its_own_figures(page):
    assert not page.exception
    assert not page.warning
    table = component(page, "ledger")
    assert [row["name"] for row in table["rows"]] == NAMES
    for name in NAMES:
        card, row = pretrained.card(name), cells(table, name)
        assert (row["title"]["text"], row["title"]["note"]) == (card.title, card.summary)
        assert (row["code_size"]["value"], row["parameters"]["value"]) == (card.code_size, card.parameters)
        assert row["squared_error"]["value"] == card.metrics["squared_error"]
        assert row["squared_error"]["text"] == f"{card.metrics['squared_error']:.2f}"
        assert ("negative_elbo" in row) == ("negative_elbo" in card.metrics)


def test_every_figure_with_a_reported_one_beside_it_carries_a_badge(page):
    table = component(page, "ledger")
    for baseline in BASELINES:
        for name in [baseline.model] if baseline.model else NAMES:
            if name in NAMES and found(pretrained.card(name).metrics, baseline.measure) is not None:
                beside = cells(table, name)["-".join(baseline.measure)]["beside"]
                assert beside["source"].startswith(baseline.source)
                assert beside["verdict"] in ("better than", "on par with", "short of")


# ---- the chart


def test_the_chart_shows_every_model_and_each_reported_network_once(page):
    rings, dots = chart(page)["data"]
    assert dots["customdata"] == NAMES
    for name, x, y, told in zip(NAMES, dots["x"], dots["y"], dots["text"], strict=True):
        card = pretrained.card(name)
        assert (x, y) == (card.parameters, card.metrics["squared_error"])
        assert f"<b>{card.title}</b><br>squared error {y:.2f} with " in told
    reported = list(zip(rings["x"], rings["y"], strict=True))
    assert len(reported) == len(set(reported))
    assert (2_837_314, 3.0) in reported
    assert (47_854, 13.87) in reported
    assert all("Hinton" in told or "TensorFlow" in told for told in rings["text"])
    (sent,) = [one.proto for one in page.get("plotly_chart")]
    assert sent.alt.startswith("Squared error on test digits against the number of parameters")


# ---- the contact sheet


def test_the_contact_sheet_shows_the_examples_and_what_each_model_makes_of_them(page):
    shown = component(page, "contact")
    assert [row["name"] for row in shown["rows"]] == NAMES
    sheet = Image.open(BytesIO(base64.b64decode(shown["sheet"]))).convert("RGB")
    pixels = (numpy.asarray(sheet)[..., 0].astype("float32") - 11) / 244
    assert pixels.shape == (28 * (len(NAMES) + 1), 280)
    tiles = torch.tensor(pixels).reshape(len(NAMES) + 1, 28, 10, 28).permute(0, 2, 1, 3)
    x = torch.cat([drawing.from_strokes(strokes.digit(label)) for label in range(10)])
    assert (tiles[0] - x[:, 0]).abs().max() < 0.01
    for row, about in enumerate(shown["rows"], 1):
        x_hat = load(about["name"], "cpu")(x)
        assert (tiles[row] - x_hat[:, 0].clamp(0, 1)).abs().max() < 0.01
        assert about["errors"] == pytest.approx(squared_error(x_hat, x).tolist(), rel=1e-3, abs=1e-3)


# ---- one card


@pytest.mark.parametrize("name", NAMES)
def test_a_card_tells_loss_training_and_how_to_train_again(name):
    page, card = visit("models", drawn=False, card=name), pretrained.card(name)
    assert not page.exception
    assert rf"$\displaystyle {registry.variant_class(card.variant).objective}$" in [one.value for one in page.markdown]
    assert [one.value for one in page.code] == [card.command]
    words = " ".join(one.value for one in page.markdown)
    assert f"| Seed | {card.seed} |" in words
    assert f"{card.seconds:,.1f} s" in words
    assert card.git_commit[:7] in words
    assert json.loads(page.json[0].value)["sha256"] == card.sha256


def test_every_loss_stands_in_one_list(page):
    words = "\n".join(one.value for one in page.markdown)
    for name in NAMES:
        card = pretrained.card(name)
        assert f"**{card.title}** ${registry.variant_class(card.variant).objective}$" in words


def test_every_reported_figure_names_its_source(page):
    words = "\n".join(one.value for one in page.markdown)
    assert "- Squared error **3.00**: Hinton and Salakhutdinov 2006" in words
    assert all(f"**: {baseline.source}" in words and baseline.differs in words for baseline in BASELINES)


def test_a_pressed_title_chooses_the_card_and_stays_in_the_link(page):
    page = send(page, "ledger", {"model": "vae"})
    assert page.selectbox[0].value == "vae"
    assert in_link(page, "card") == "vae"


def test_a_network_of_ones_own_stands_in_the_table_without_badges(page):
    card = replace(
        PLAIN, name="own-1", title="Yours: Plain, 30", command="the page /train", data={"name": "stroke digits"}
    )
    own = shelf.ready(card, load("ae", "cpu"), pretrained.load_statistics("ae"))
    page.session_state[OWN] = [own]
    page = send(page, "ledger", {"model": "own-1"})
    assert not page.exception
    table = component(page, "ledger")
    assert [row["name"] for row in table["rows"]] == [*NAMES, "own-1"]
    assert cells(table, "own-1")["squared_error"]["beside"] is None
    assert component(page, "contact")["rows"][-1]["title"] == "Yours: Plain, 30"
    assert page.selectbox[0].value == "own-1"
    assert not page.code
    assert "your own networks on fewer" in page.caption[0].value


@pytest.mark.parametrize("nonsense", ["nobody", 3, ["ae"], {"ae": 1}, None])
def test_a_pressed_title_that_is_none_changes_nothing(page, nonsense):
    page = send(page, "ledger", {"model": nonsense})
    assert not page.exception
    assert page.selectbox[0].value == NAMES[0]


def test_the_chosen_card_is_kept_in_the_link(page):
    page.selectbox[0].set_value("sparse").run()
    assert in_link(page, "card") == "sparse"


def test_a_link_to_no_card_gets_a_sentence():
    page = visit("models", drawn=False, card="nobody")
    assert not page.exception
    assert "network that does not exist" in page.warning[0].value


# ---- damage


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda _: "{", "is not a card"),
        (lambda card: json.dumps(card | {"metrics": []}), "wrong type (metrics)"),
        (lambda card: json.dumps(card | {"parameters": "many", "seconds": True}), "wrong type (parameters, seconds)"),
        (lambda card: json.dumps({key: card[key] for key in card if key != "seed"}), "missing seed"),
    ],
)
def test_a_damaged_card_gets_a_sentence_and_the_others_stay(three_models, damage, words):
    path = three_models / "sparse.json"
    path.write_text(damage(json.loads(path.read_text())))
    page = visit("models", drawn=False)
    assert not page.exception
    assert [words in one.value for one in page.warning] == [True]
    assert [row["name"] for row in component(page, "ledger")["rows"]] == ["ae", "vae-2d"]
    assert [row["name"] for row in component(page, "contact")["rows"]] == ["ae", "vae-2d"]


def test_damaged_weights_cost_the_pictures_and_not_the_card(three_models):
    (three_models / "sparse.safetensors").write_bytes(b"nothing")
    page = visit("models", drawn=False)
    assert not page.exception
    assert len(page.warning) == 1
    assert "sparse" in [row["name"] for row in component(page, "ledger")["rows"]]
    assert [row["name"] for row in component(page, "contact")["rows"]] == ["ae", "vae-2d"]
