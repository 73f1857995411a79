"""The models page, run without a browser: its table, its chart, its contact sheet and its cards."""

import base64
import json
import shutil
from dataclasses import replace
from io import BytesIO

import numpy
import pytest
import streamlit
import torch
from page_data import app, component, in_link, send
from PIL import Image
from streamlit.testing.v1 import AppTest

from aemodels import drawing, load, pretrained, registry, strokes
from aemodels.anchors import ANCHORS, found
from aemodels.metrics import squared_error
from aemodels.ui import catalogue, runtime
from aemodels.ui.state._training import OWN

NAMES = pretrained.names()
PLAIN = pretrained.card("ae")


def opened(**link: str) -> AppTest:
    """The models page, by a link."""
    page = app().switch_page("aemodels/ui/pages/models.py")
    for parameter, value in link.items():
        page.query_params[parameter] = value
    return page.run()


@pytest.fixture
def page() -> AppTest:
    return opened()


@pytest.fixture
def other_folder(monkeypatch, tmp_path):
    """A copy of the shipped files of some models, which the app takes for pretrained/."""
    for name in ("ae", "sparse", "vae-2d"):
        for path in pretrained.FOLDER.glob(f"{name}.*"):
            shutil.copy(path, tmp_path)
    monkeypatch.setattr(pretrained, "FOLDER", tmp_path)
    streamlit.cache_resource.clear()
    yield tmp_path
    streamlit.cache_resource.clear()


def made(name: str, metrics: dict, **entries):
    """A card with hand-made figures."""
    return replace(PLAIN, name=name, metrics=metrics, **entries)


def cells(table: dict, name: str) -> dict:
    return next(row["cells"] for row in table["rows"] if row["name"] == name)


def keys(table: dict) -> list[str]:
    return [column["key"] for column in table["columns"]]


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
    for anchor in ANCHORS:
        for name in [anchor.model] if anchor.model else NAMES:
            if name in NAMES and found(pretrained.card(name).metrics, anchor.measure) is not None:
                beside = cells(table, name)["-".join(anchor.measure)]["beside"]
                assert beside["source"] == anchor.source
                assert beside["verdict"] in ("better than", "on par with", "short of")


@pytest.mark.parametrize(
    ("name", "metrics", "key", "verdict", "figure"),
    [
        ("ae", {"squared_error": 1.9}, "squared_error", "better than", "3.00"),
        ("ae", {"squared_error": 3.05}, "squared_error", "on par with", "3.00"),
        ("ae", {"squared_error": 3.2}, "squared_error", "short of", "3.00"),
        ("vae", {"negative_elbo": 120.0}, "negative_elbo", "short of", "105.6"),
        ("own", {"neighbour_accuracy": 0.98}, "neighbour_accuracy", "better than", "96.9 %"),
        ("own", {"neighbour_accuracy": 0.969}, "neighbour_accuracy", "on par with", "96.9 %"),
        ("own", {"neighbour_accuracy": 0.9}, "neighbour_accuracy", "short of", "96.9 %"),
        ("masked", {"masked_pixel_error": 0.03}, "masked_pixel_error", "better than", "0.0675"),
    ],
)
def test_badges_follow_from_the_figures(name, metrics, key, verdict, figure):
    beside = cells(catalogue.table([made(name, metrics)]), name)[key]["beside"]
    assert (beside["verdict"], beside["figure"]) == (verdict, figure)


def test_a_figure_that_is_missing_is_blank_and_not_zero():
    table = catalogue.table(
        [made("one", {"squared_error": 2.0}), made("two", {"squared_error": float("nan"), "psnr": 20.0})]
    )
    assert keys(table)[4:] == ["squared_error", "psnr"]
    assert "psnr" not in cells(table, "one")
    assert "squared_error" not in cells(table, "two")


def test_a_figure_that_nobody_has_gets_no_column():
    assert keys(catalogue.table([made("one", {})])) == ["title", "kind", "code_size", "parameters"]


@pytest.mark.parametrize("data", [{"name": "stroke digits", "test": 10_000}, {"name": "MNIST", "test": 1_000}, {}])
def test_what_was_measured_on_other_digits_is_not_compared(data):
    card = made("ae", {"squared_error": 1.9, "probe_accuracy": 0.9}, data=data)
    row = cells(catalogue.table([card]), "ae")
    assert row["squared_error"]["value"] == 1.9
    assert row["squared_error"]["beside"] is None
    assert row["probe_accuracy"]["beside"] is None
    assert catalogue.comparisons(card) == []


@pytest.mark.parametrize("wild", [3.0, {"a": 3.0}, [1.0], {"a": {"b": 1.0}, "c": []}])
def test_a_breakdown_that_is_none_is_left_out(wild):
    assert catalogue.breakdowns(made("own", {"by_wild": wild})) == []


def test_words_from_a_strangers_card_stay_words():
    card = made(
        "own", {"by_[a](b)": {"|": {"`x`": 1.0}}}, git_commit="`|**", torch="[a](http://b)", data={"name": "<b>"}
    )
    words = " ".join(value for _, value in catalogue.training(card)) + str(catalogue.breakdowns(card))
    assert not set("|*<") & set(words)
    assert "](" not in words.replace("`autoencoder`", "")


def test_columns_say_which_way_is_better():
    table = catalogue.table([made("one", {"squared_error": 2.0, "psnr": 20.0, "ssim": 0.9, "probe_accuracy": 0.9})])
    assert [column["best"] for column in table["columns"][4:]] == ["low", "high", "high", "high"]


def test_the_mean_activation_is_a_measure_of_sparse_networks_alone():
    sparse = made("own-sparse", {"mean_activation": 0.02}, variant="sparse")
    table = catalogue.table([made("own", {"mean_activation": 0.02}), sparse])
    assert "mean_activation" not in cells(table, "own")
    assert cells(table, "own-sparse")["mean_activation"]["text"] == "0.020"


def test_a_kind_that_this_version_does_not_know_has_no_loss_to_show():
    assert catalogue.objective(replace(PLAIN, variant="quantum")) == ""
    assert cells(catalogue.table([replace(PLAIN, variant="quantum")]), "ae")["kind"]["text"] == "quantum"


@pytest.mark.parametrize(
    ("value", "text"), [(500, "500"), (47_854, "47.9 k"), (489_814, "490 k"), (2_844_314, "2.84 M")]
)
def test_parameters_in_three_digits(value, text):
    assert catalogue.count(value) == text


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("squared_error", 3.0, "3.00"),
        ("squared_error", 18.1, "18.1"),
        ("squared_error", 13.87, "13.87"),
        ("mean_activation", 0.053, "0.053"),
        ("negative_elbo", 105.6, "105.6"),
        ("neighbour_accuracy", 0.9691, "96.9 %"),
        ("neighbour_accuracy", 0.974, "97.4 %"),
        ("probe_accuracy", 0.88, "88.0 %"),
        ("experiment-by_labels-60000-pretrained", 0.014, "1.40 %"),
    ],
)
def test_reported_figures_keep_the_digits_they_were_reported_with(key, value, text):
    assert next(measure for measure in catalogue.MEASURES if measure.key == key).reported(value) == text


@pytest.mark.parametrize(("seconds", "text"), [(8.3, "8.3 seconds"), (887.6, "14.8 minutes"), (5400, "1.5 hours")])
def test_durations_as_people_say_them(seconds, text):
    assert catalogue.duration(seconds) == text


# ---- the chart


def test_the_chart_shows_every_model_and_each_reported_network_once(page):
    points = component(page, "scatter")["points"]
    assert {point["name"] for point in points if point["hue"] is not None} == set(NAMES)
    reported = [(point["x"], point["y"]) for point in points if point["hue"] is None]
    assert len(reported) == len(set(reported))
    assert (2_837_314, 3.0) in reported
    assert (47_854, 13.87) in reported


def test_a_model_without_an_error_has_no_place_on_the_chart():
    points = catalogue.chart([made("one", {}), made("two", {"squared_error": 2.0})])["points"]
    assert [point["name"] for point in points] == ["two"]


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
    page, card = opened(card=name), pretrained.card(name)
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
    assert all(f"**: {anchor.source}" in words for anchor in ANCHORS)


def test_a_pressed_title_chooses_the_card_and_stays_in_the_link(page):
    page = send(page, "ledger", {"model": "vae"})
    assert page.selectbox[0].value == "vae"
    assert in_link(page, "card") == "vae"


def test_a_network_of_ones_own_stands_in_the_table_without_badges(page):
    card = replace(
        PLAIN, name="own-1", title="Yours: Plain, 30", command="the page /train", data={"name": "stroke digits"}
    )
    own = runtime.ready(card, load("ae", "cpu"), pretrained.load_statistics("ae"))
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
    page = opened(card="nobody")
    assert not page.exception
    assert "network that does not exist" in page.warning[0].value


def test_figures_by_something_become_tables_of_their_own():
    rows = {"1": {"kl": 20.5, "kl_per_dimension": [2.0, 0.125]}, "4": {"kl": 9.25, "active_units": 7}}
    card = made("own", {"squared_error": 2.0, "experiment": {"by_beta": rows}})
    assert catalogue.breakdowns(card) == [
        (
            "By beta",
            [
                ["beta", "KL", "KL per dimension", "active units"],
                ["1", "20.5", "2.00 0.12", ""],
                ["4", "9.25", "", "7"],
            ],
        )
    ]
    assert [title for title, _ in catalogue.breakdowns(PLAIN)] == ["By digit", "By oddity"]
    assert catalogue.breakdowns(made("own", {"squared_error": 2.0})) == []


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
def test_a_damaged_card_gets_a_sentence_and_the_others_stay(other_folder, damage, words):
    path = other_folder / "sparse.json"
    path.write_text(damage(json.loads(path.read_text())))
    page = opened()
    assert not page.exception
    assert [words in one.value for one in page.warning] == [True]
    assert [row["name"] for row in component(page, "ledger")["rows"]] == ["ae", "vae-2d"]
    assert [row["name"] for row in component(page, "contact")["rows"]] == ["ae", "vae-2d"]


def test_damaged_weights_cost_the_pictures_and_not_the_card(other_folder):
    (other_folder / "sparse.safetensors").write_bytes(b"nothing")
    page = opened()
    assert not page.exception
    assert len(page.warning) == 1
    assert "sparse" in [row["name"] for row in component(page, "ledger")["rows"]]
    assert [row["name"] for row in component(page, "contact")["rows"]] == ["ae", "vae-2d"]


def test_an_empty_folder_gets_a_sentence(other_folder):
    for path in other_folder.iterdir():
        path.unlink()
    page = opened()
    assert not page.exception
    assert "no models" in page.warning[0].value
