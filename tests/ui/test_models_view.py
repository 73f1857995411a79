"""The catalogue behind the models page: what its table, its chart and its cards say, from hand-made figures."""

from dataclasses import replace

import pytest
from page_data import cells

from aemodels.store import pretrained
from aemodels.ui.pages.models import view
from aemodels.ui.pages.models.size import view as size

PLAIN = pretrained.card("ae")
PIXELS = {"pixels": {"neighbour_accuracy": 0.9688, "probe_accuracy": 0.9227}}
MEAN = {"masked_pixel_error_of_mean_image": 0.06742}


def made(name: str, metrics: dict, **entries):
    """A card with hand-made figures."""
    return replace(PLAIN, name=name, metrics=metrics, **entries)


def keys(table: dict) -> list[str]:
    return [column["key"] for column in table["columns"]]


@pytest.mark.parametrize(
    ("name", "metrics", "key", "verdict", "figure"),
    [
        ("ae", {"squared_error": 1.9}, "squared_error", "better than", "3.00"),
        ("ae", {"squared_error": 3.05}, "squared_error", "on par with", "3.00"),
        ("ae", {"squared_error": 3.2}, "squared_error", "short of", "3.00"),
        ("vae", {"negative_elbo": 120.0}, "negative_elbo", "short of", "105.6"),
        ("own", {"neighbour_accuracy": 0.98} | PIXELS, "neighbour_accuracy", "better than", "96.9 %"),
        ("own", {"neighbour_accuracy": 0.969} | PIXELS, "neighbour_accuracy", "on par with", "96.9 %"),
        ("own", {"neighbour_accuracy": 0.9} | PIXELS, "neighbour_accuracy", "short of", "96.9 %"),
        ("own", {"probe_accuracy": 0.91} | PIXELS, "probe_accuracy", "short of", "92.3 %"),
        ("masked", MEAN | {"masked_pixel_error": 0.03}, "masked_pixel_error", "better than", "0.0674"),
    ],
)
def test_badges_follow_from_the_figures(name, metrics, key, verdict, figure):
    beside = cells(view.table([made(name, metrics)]), name)[key]["beside"]
    assert (beside["verdict"], beside["figure"]) == (verdict, figure)


def test_a_figure_that_is_missing_is_blank_and_not_zero():
    table = view.table(
        [made("one", {"squared_error": 2.0}), made("two", {"squared_error": float("nan"), "psnr": 20.0})]
    )
    assert keys(table)[4:] == ["squared_error", "psnr"]
    assert "psnr" not in cells(table, "one")
    assert "squared_error" not in cells(table, "two")


def test_a_figure_that_nobody_has_gets_no_column():
    assert keys(view.table([made("one", {})])) == ["title", "kind", "code_size", "parameters"]


def test_a_comparison_says_what_was_done_otherwise():
    (sentence,) = view.comparisons(made("vae", {"negative_elbo": 92.07}))
    assert sentence.startswith("−ELBO 92.1: **better than** 105.6 (pytorch/examples")
    assert sentence.endswith("theirs is a smaller network after 10 epochs)")


def test_what_was_not_measured_is_not_compared():
    assert view.comparisons(made("own", {"probe_accuracy": 0.9})) == []


@pytest.mark.parametrize("data", [{"name": "stroke digits", "test": 10_000}, {"name": "MNIST", "test": 1_000}, {}])
def test_what_was_measured_on_other_digits_is_not_compared(data):
    card = made("ae", {"squared_error": 1.9, "probe_accuracy": 0.9}, data=data)
    row = cells(view.table([card]), "ae")
    assert row["squared_error"]["value"] == 1.9
    assert row["squared_error"]["beside"] is None
    assert row["probe_accuracy"]["beside"] is None
    assert view.comparisons(card) == []


@pytest.mark.parametrize("wild", [3.0, {"a": 3.0}, [1.0], {"a": {"b": 1.0}, "c": []}])
def test_a_breakdown_that_is_none_is_left_out(wild):
    assert view.breakdowns(made("own", {"by_wild": wild})) == []


def test_figures_by_something_become_tables_of_their_own():
    rows = {"1": {"kl": 20.5, "kl_per_dimension": [2.0, 0.125]}, "4": {"kl": 9.25, "active_units": 7}}
    card = made("own", {"squared_error": 2.0, "experiment": {"by_beta": rows}})
    assert view.breakdowns(card) == [
        (
            "By beta",
            [
                ["beta", "KL", "KL per dimension", "active units"],
                ["1", "20.5", "2.00 0.12", ""],
                ["4", "9.25", "", "7"],
            ],
        )
    ]
    assert [title for title, _ in view.breakdowns(PLAIN)] == ["By digit", "By oddity"]
    assert view.breakdowns(made("own", {"squared_error": 2.0})) == []


def test_words_from_a_strangers_card_stay_words():
    card = made(
        "own", {"by_[a](b)": {"|": {"`x`": 1.0}}}, git_commit="`|**", torch="[a](http://b)", data={"name": "<b>"}
    )
    words = " ".join(value for _, value in view.training(card)) + str(view.breakdowns(card))
    assert not set("|*<") & set(words)
    assert "](" not in words.replace("`autoencoder`", "")


def test_columns_say_which_way_is_better():
    table = view.table([made("one", {"squared_error": 2.0, "psnr": 20.0, "ssim": 0.9, "probe_accuracy": 0.9})])
    assert [column["best"] for column in table["columns"][4:]] == ["low", "high", "high", "high"]


def test_the_mean_activation_is_a_measure_of_sparse_networks_alone():
    sparse = made("own-sparse", {"mean_activation": 0.02}, variant="sparse")
    table = view.table([made("own", {"mean_activation": 0.02}), sparse])
    assert "mean_activation" not in cells(table, "own")
    assert cells(table, "own-sparse")["mean_activation"]["text"] == "0.020"


def test_a_kind_that_this_version_does_not_know_has_no_loss_to_show():
    assert view.objective(replace(PLAIN, variant="quantum")) == ""
    assert cells(view.table([replace(PLAIN, variant="quantum")]), "ae")["kind"]["text"] == "quantum"


@pytest.mark.parametrize(
    ("value", "text"), [(500, "500"), (47_854, "47.9 k"), (489_814, "490 k"), (2_844_314, "2.84 M")]
)
def test_parameters_in_three_digits(value, text):
    assert view.count(value) == text


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("squared_error", 3.0, "3.00"),
        ("squared_error", 18.1, "18.1"),
        ("squared_error", 13.87, "13.87"),
        ("mean_activation", 0.053, "0.053"),
        ("negative_elbo", 105.6, "105.6"),
        ("experiment-by_labels-60000-pretrained", 0.014, "1.40 %"),
    ],
)
def test_reported_figures_keep_the_digits_they_were_reported_with(key, value, text):
    assert next(measure for measure in view.MEASURES if measure.key == key).reported(value) == text


@pytest.mark.parametrize(("seconds", "text"), [(8.3, "8.3 seconds"), (887.6, "14.8 minutes"), (5400, "1.5 hours")])
def test_durations_as_people_say_them(seconds, text):
    assert view.duration(seconds) == text


def test_a_model_without_an_error_has_no_place_on_the_chart():
    models = [made("one", {}), made("two", {"squared_error": 2.0}), made("three", {"squared_error": 2.0}, parameters=0)]
    assert [point.name for point in size.points(models)] == ["two"]
    assert size.figure(models[:1], "#000000", "#ffffff") is None


def test_points_that_cover_each_other_tell_of_both():
    near = [made("one", {"squared_error": 2.0}, title="One"), made("two", {"squared_error": 2.01}, title="Two")]
    far = made("three", {"squared_error": 4.0}, title="Three")
    (_, dots) = size.figure([*near, far], "#000000", "#ffffff").data
    assert [text.count("squared error") for text in dots.text] == [2, 2, 1]
    assert all("One" in text and "Two" in text for text in dots.text[:2])


@pytest.mark.parametrize("errors", [(0.001,), (0.5, 0.51), (1e-3, 1e6)])
def test_both_axes_have_ticks_to_read_and_not_too_many(errors):
    models = [made(f"own-{i}", {"squared_error": error}) for i, error in enumerate(errors)]
    ticks = size.figure(models, "#000000", "#ffffff").layout.yaxis.tickvals
    assert 1 <= len(ticks) <= size.MOST_TICKS
