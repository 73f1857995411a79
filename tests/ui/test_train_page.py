"""The train page, run without a browser: controls from the configuration, runs, the visitor's own models."""

import pytest
from app_server import ROOT
from lab_data import SECONDS
from lab_data import until as happened
from page_data import app, component, message, send, visit
from streamlit.testing.v1 import AppTest

from aemodels import lab, variant_names
from aemodels.data import mnist
from aemodels.evaluation import report
from aemodels.lab import results, sources
from aemodels.models import registry
from aemodels.models.choices import choices
from aemodels.training.config import TrainConfig
from aemodels.ui import runtime
from aemodels.ui.pages.train import controls, view
from aemodels.ui.session import _training as keys
from aemodels.ui.session import trainings

TRAIN = runtime.page("train")
PAGES = sorted(
    path.name for path in (ROOT / "aemodels" / "ui" / "pages").iterdir() if (path / f"{path.name}.py").is_file()
)


@pytest.fixture(autouse=True)
def quick(few_test_digits, monkeypatch, tmp_path):  # noqa: ARG001 a fixture's fixture
    """No MNIST, and few test digits to write."""
    monkeypatch.setenv("AEMODELS_DATA", str(tmp_path))


@pytest.fixture
def page() -> AppTest:
    """The train page, set to a training of a second."""
    page = visit("train", drawn=False)
    page.session_state["train autoencoder hidden"] = "32"
    page.session_state["train images strokes"] = 250
    page.session_state["train training epochs"] = 2
    yield page.run()
    if keys.RUN in page.session_state:
        run = page.session_state[keys.RUN]
        run.stop(keep=False)
        run.wait(SECONDS)


def button(page: AppTest, label: str):
    """The button that says `label`."""
    return next(one for one in page.button if one.label == label)


def press(page: AppTest, label: str) -> AppTest:
    """Press a button, and run until nothing is asked for again."""
    return button(page, label).click().run()


def until(page: AppTest, state: str) -> AppTest:
    """Wait until the visitor's run is in `state`, then run the page."""
    happened(lambda: page.session_state[keys.RUN].status().state == state, state)
    return page.run()


def trained(page: AppTest) -> AppTest:
    """The page after a training."""
    return until(press(page, "Train"), "done")


def test_the_empty_page_invites(page):
    shown = component(page, "monitor")
    assert not page.exception
    assert not page.warning
    assert shown["state"] == "ready"
    assert shown["sizes"] == [784, 32, 30, 32, 784]
    assert shown["curves"] is None
    assert "Not trained yet" in shown["words"]
    assert button(page, "Stop").disabled
    assert not button(page, "Train").disabled


@pytest.mark.parametrize("name", variant_names())
def test_every_kind_has_its_controls_from_its_configuration(name):
    page = visit("train", drawn=False)
    page.session_state[controls.KIND] = name
    page.run()
    assert not page.exception
    assert not page.warning
    shown = {
        widget.label
        for kind in ("slider", "select_slider", "selectbox", "text_input", "toggle", "number_input")
        for widget in page.get(kind)
    }
    shown |= {widget.label for widget in page.get("button_group")}
    for config, left_out in ((registry.variant_class(name).Config, ()), (TrainConfig, ("bfloat16",))):
        for about in choices(config, left_out).values():
            assert about.title in shown


def test_every_run_tells_each_control_what_it_starts_from():
    """A browser in which one run overtakes another hears of the later one alone."""
    page = visit("train", drawn=False)

    def told():
        kinds = ("selectbox", "slider", "select_slider", "number_input", "text_input", "toggle")
        return {one.label: str(one.proto.default) for kind in kinds for one in page.get(kind)}

    first = told()
    assert (first["Hidden layers"], first["Code size"], first["Layer normalisation"]) == ("500, 250", "[7.0]", "True")
    page.run()
    assert told() == first


@pytest.mark.parametrize("name", lab.PRESETS)
def test_presets_set_the_controls_and_predict(name):
    page = visit("train", drawn=False)
    page.session_state[controls.PRESET] = None
    page.run()
    pills = next(one for one in page.get("button_group") if one.key == controls.PRESET)
    pills.set_value(name).run()
    preset = lab.PRESETS[name]
    assert not page.exception
    assert page.session_state[f"{controls.KIND} 1"] == preset.variant
    assert page.session_state["train training learning_rate 1"] == preset.training.learning_rate
    asked = page.radio[0]
    assert asked.label == preset.question.text
    assert asked.value is None
    assert not any(preset.question.because in one.value for one in page.markdown)
    page = asked.set_value(preset.question.options[0]).run()
    assert any("press Train and see" in one.value for one in page.markdown)


def test_a_question_is_answered_by_the_training_and_set_against_what_was_said():
    page = visit("train", drawn=False)
    page.session_state["train images strokes"] = 250
    page.radio[0].set_value("Above 25: a smear").run()
    page = until(press(page, "Train"), "done")
    told = next(one.value for one in page.markdown if one.value.startswith("Measured"))
    error = page.session_state[keys.RUN].result.card.metrics["squared_error"]
    question = lab.PRESETS["default"].question
    assert f"**{error:.3g}**" in told
    assert question.options[question.outcome({"squared_error": error})] in told
    assert ("You had it **right**" in told) == (error > 25)
    assert question.because in told


def test_a_training_ends_among_the_visitor_s_models_on_every_page(page):
    page = trained(page)
    shown = component(page, "monitor")
    assert shown["state"] == "done"
    assert len(shown["frames"]) > 2
    assert shown["curves"]["x"][-1] == 2
    assert len(shown["curves"]["x"]) == len(shown["curves"]["loss"][0]["y"]) > 2
    assert [one.label for one in page.get("download_button")] == ["Download"]
    for path in ("draw", "noise"):
        page = page.switch_page(runtime.page(path)).run()
        page = send(page, "canvas", message()) if path == "draw" else page
        assert not page.exception
        assert component(page, "answers")["models"][-1]["title"] == "Yours: Plain, 30"
    page = page.switch_page(TRAIN).run()
    assert page.session_state["train autoencoder hidden"] == "32"  # the controls have kept what they held
    stranger = app().run()
    assert "own-1" not in [row["name"] for row in component(stranger, "answers")["models"]]


def test_a_code_of_two_numbers_has_a_map_here_and_on_the_latent_page(page):
    page.session_state["train autoencoder code_size"] = 2
    page = trained(page.run())
    assert component(page, "monitor")["frames"][-1]["codes"]
    page = page.switch_page(runtime.page("latent")).run()
    assert not page.exception
    assert "own-1" in [one["name"] for one in component(page, "latent_map")["maps"]]


def test_pause_one_epoch_continue_stop(page):
    page.session_state["train training epochs"] = 200
    page = until(press(press(page.run(), "Train"), "Pause"), "paused")
    assert len(component(page, "monitor")["frames"]) > 1
    before = component(page, "monitor")["frames"][-1]["epoch"]
    page = until(press(page, "One epoch"), "paused")
    assert component(page, "monitor")["frames"][-1]["epoch"] == int(before) + 1
    page = press(page, "Continue")
    assert button(page, "Pause")
    page = until(press(page, "Stop"), "stopped")
    assert "Stopped after" in component(page, "monitor")["words"]
    assert page.get("download_button")


def test_the_same_seed_again_gives_the_same_curves_and_a_new_one_others(page):
    first = component(trained(page), "monitor")["curves"]
    again = component(until(press(page, "Same seed again"), "done"), "monitor")["curves"]
    other = component(until(press(page, "New seed"), "done"), "monitor")["curves"]
    assert first == again
    assert first != other
    assert page.session_state["train training seed 1"] == 1


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("train autoencoder hidden", "2000, 2000, 2000", "million parameters"),
        ("train autoencoder hidden", "a lot", "whole numbers"),
        ("train autoencoder hidden", "1, 2, 3, 4, 5, 6", "1 to 5 numbers"),
        ("train autoencoder hidden", "", "1 to 5 numbers"),
    ],
)
def test_too_much_is_told_kindly_and_not_trained(page, key, value, told):
    page.session_state[key] = value
    page.run()
    assert not page.exception
    assert told in page.warning[0].value
    assert button(page, "Train").disabled


def test_at_most_four_models_stay_and_they_can_be_named_and_removed(page):
    for _ in range(5):
        page = trained(page)
    own = page.session_state[keys.OWN]
    assert [one.card.name for one in own] == ["own-5", "own-4", "own-3", "own-2"]
    page.text_input(key="title own-5").set_value("My <b>best</b>").run()
    assert page.session_state[keys.OWN][0].card.title == "My bbest b"
    next(one for one in page.button if one.key == "remove own-4").click().run()
    assert [one.card.name for one in page.session_state[keys.OWN]] == ["own-5", "own-3", "own-2"]


def test_a_model_comes_back_from_its_zip(page):
    page = trained(page)
    zipped = page.session_state[keys.OWN][0].result.named("Home again").zip()
    page.file_uploader[0].set_value(("own-1.zip", zipped, "application/zip")).run()
    assert not page.exception
    assert [one.card.title for one in page.session_state[keys.OWN]] == ["Home again", "Yours: Plain, 30"]


def test_a_zip_that_is_none_gets_a_sentence(page):
    page.file_uploader[0].set_value(("evil.zip", b"PK", "application/zip")).run()
    assert not page.exception
    assert "no zip" in page.warning[0].value
    assert keys.OWN not in page.session_state


def test_without_mnist_the_stroke_digits_are_named_and_the_way_to_mnist_is_shown(page, monkeypatch):
    monkeypatch.setattr(mnist.DATASETS["mnist"].facts, "mirrors", ["http://127.0.0.1:9/"])  # where nothing listens
    trainings.download.clear()
    assert any("stroke digits" in one.value for one in page.markdown)
    page = press(page, "Download MNIST (11 MB)")
    happened(lambda: trainings.download().share is None, "the end of the download")
    page.run()
    assert "Check the network" in page.warning[0].value


def test_a_place_in_the_queue_is_told(page, monkeypatch):
    queue = lab.Queue(1)
    monkeypatch.setattr(trainings, "queue", lambda: queue)
    plan = lab.Plan(config={"hidden": (8,)}, training=TrainConfig(epochs=200, batch_size=16), images=250)
    other = trainings.queue().start(plan)
    happened(lambda: other.status().step > 0)
    page = until(press(page, "Train"), "waiting")
    assert "You are the first to come" in component(page, "monitor")["words"]
    other.stop(keep=False)
    until(page, "done")


@pytest.mark.parametrize(("seconds", "told"), [(0.4, "0 s"), (59, "59 s"), (100, "2 min")])
def test_times_are_told_in_words(seconds, told):
    assert view._seconds(seconds) == told


@pytest.mark.parametrize("name", variant_names())
def test_every_page_takes_a_model_of_every_kind(name, monkeypatch):
    monkeypatch.setattr(report, "NOISE_AMOUNTS", dict.fromkeys(report.NOISE_AMOUNTS, (0.25,)))
    x, labels = (part[:100] for part in lab.SOURCES["strokes"].sample())
    digits = sources.Digits(x, x, labels, {"name": "stroke digits", "train": 100, "test": 100})
    made = results.measure(lab.Plan(name, {}), lab.build(name, {}), digits, 0, 0.0, noise_images=2)
    page = app().run()
    page.session_state[keys.OWN] = [trainings._own(made.called("own-1"))]
    page = send(page, "canvas", message())
    assert not page.exception
    assert component(page, "answers")["models"][-1]["name"] == "own-1"
    for path in PAGES:
        assert not page.switch_page(runtime.page(path)).run().exception, path
    page.query_params["compare"] = "own-1"
    page = page.switch_page(runtime.page("activations")).run()
    assert not page.exception
