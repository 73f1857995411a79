"""Strange models of the visitor's own, brought or gone astray in training: every page shows them, in plain words."""

import json
from dataclasses import replace

import pytest
import torch
from package_data import with_card, with_statistics
from page_data import app, message, send
from safetensors.torch import load as tensors

from aemodels import lab
from aemodels.evaluation import report
from aemodels.lab import results, sources
from aemodels.live.journey import way
from aemodels.store.bundle import BadPackage
from aemodels.ui import runtime
from aemodels.ui.session import _training as keys
from aemodels.ui.session import trainings
from aemodels.ui.shared.component import finite

OWN = "own-1"
CHOICES = "choices"  # where the session keeps them
# Where a model of the visitor's own is shown, and the choices that show it.
VISITS = (
    ("draw", {"models": OWN}),
    ("noise", {"models": OWN}),
    ("latent", {"view": "map"}),
    ("latent", {"view": "sliders", "model": OWN, "basis": "dimensions"}),
    ("latent", {"view": "sliders", "model": OWN, "basis": "principal"}),
    ("latent", {"view": "road", "models": OWN, "from": "sample-1", "to": "mean-2", "path": "spherical"}),
    ("latent", {"view": "beta"}),
    ("activations", {"compare": OWN, "show": "wall"}),
    ("activations", {"compare": OWN, "show": "digits"}),
    ("activations", {"compare": OWN, "show": "penalty"}),
    ("activations", {"journey": OWN, "show": "journey"}),
    ("models", {"card": OWN}),
    ("train", {}),
)
FORMATTED = (VISITS[2], *VISITS[-2:])  # those that write figures of a card
FEW = {"name": "stroke digits", "train": 50, "test": 50}


@pytest.fixture(autouse=True)
def quick(few_test_digits, monkeypatch, tmp_path):  # noqa: ARG001 a fixture's fixture
    """No MNIST, and few test digits to write."""
    monkeypatch.setenv("AEMODELS_DATA", str(tmp_path))


def no_number(name):
    raise AssertionError(f"{name} went to the browser")


def shown(result, visits=VISITS):
    """What all pages say with this model among them, after a look at what their components are mounted with."""
    page, said = app().run(), []
    own = trainings._own(result.called(OWN))
    page.session_state[keys.OWN] = [own]
    page = send(page, "canvas", message())
    for path, link in visits:
        page.session_state[CHOICES] = dict(link)
        page.switch_page(runtime.page(path)).run()
        assert not page.exception, (path, link, page.exception[0].message, page.exception[0].stack_trace)
        mounted = {one.proto.component_name: one.proto.json for one in page.get("bidi_component")}
        elsewhere = path in ("train", "latent") or ("journey" in link and way(own) is None)
        assert OWN in "".join(mounted.values()) or elsewhere
        for one in page.get("bidi_component"):
            if one.proto.json:
                json.loads(one.proto.json, parse_constant=no_number)
        kinds = (page.markdown, page.caption, page.warning, page.info, page.error)
        said += [element.value for kind in kinds for element in kind]
    return said


# ---- brought in a zip


WILD = ({}, [], "x", None, -1e308, 1e308, True, [1.0], {"a": 1}, -1, 1e12)


def taken(content):
    """The model in a zip, None when it is refused."""
    try:
        return lab.read(content)
    except BadPackage:
        return None


@pytest.mark.parametrize("wild", WILD, ids=repr)
def test_strange_figures_are_refused_or_shown_by_every_page(result, wild):
    metrics = json.loads(result.files[".json"])["metrics"]
    harmless = [key for key in metrics if taken(with_card(result, metrics=metrics | {key: wild}))]
    assert "holes" not in harmless or wild is None
    assert not {"squared_error", "psnr"} & set(harmless) or wild in (None, -1, 1e12)
    strange = taken(with_card(result, metrics=metrics | dict.fromkeys(harmless, wild) | {"by_x": {"a": {"b": None}}}))
    if harmless:
        shown(strange, FORMATTED)


def test_tables_of_strangers_are_shown_or_left_out(result):
    metrics = json.loads(result.files[".json"])["metrics"]
    rows = {"by_a": {"b": {"c": [1.0, None], "d": None, "e": {"f": 1}}}, "by_beta": {"4": 1}, "by_prefix": {"x": 1}}
    rows |= {"experiment": {"by_stage": [], "by_labels": {"1": []}}, "by_digit": [], "by_oddity": 3}
    assert shown(lab.read(with_card(result, metrics=metrics | rows)), FORMATTED)


def filled(found, value):
    """Statistics with the same number in the place of every one that is no count."""
    return {
        key: torch.full_like(one, max(-65504, min(65504, value)))
        for key, one in found.items()
        if one.is_floating_point()
    }


@pytest.mark.parametrize("value", [0.0, 1e6, -1e6, 1e-30])
def test_statistics_that_are_all_alike_are_shown_by_every_page(result, value):
    found = filled(tensors(result.files[".stats.safetensors"]), value)
    shown(lab.read(with_statistics(result, **found)))


def test_codes_that_are_all_equal_are_shown_by_every_page(result):
    shown(lab.read(with_statistics(result, codes=torch.full((250, 2), 0.5).half())))


@pytest.mark.parametrize("value", [1e38, 1e7, float("inf"), float("nan")])
def test_statistics_that_no_page_could_show_are_refused(result, value):
    found = tensors(result.files[".stats.safetensors"])
    for key in ("error_quantiles", "range/code", "noise_psnr/masking", "kl", "mean/hidden 1"):
        assert not taken(with_statistics(result, **{key: torch.full_like(found[key], value)}))


MARKS = ("![p](http://127.0.0.1:9/a)", "<img src=x>", "$\\frac12$", ":material/home:", ":red[hot]", "**bold** `x`")


def test_a_strangers_words_show_nothing_but_words(result):
    words = " ".join(MARKS)
    data = {"name": words, "train": 250, "test": 250, "md5": {"a": words}}
    changes = {"title": words, "summary": words, "git_commit": words, "torch": words, "data": data, "command": words}
    back = lab.read(with_card(result, **changes))
    said = "\n".join(shown(back))
    assert "hot" in said
    for mark in ("127.0.0.1:9", "](http", "<img", "frac12$", ":material/home:", ":red[", "**bold**"):
        assert mark not in said


# ---- gone astray in training


def measured(model, variant):
    """What becomes of a model at the end of a training."""
    x, labels = (part[:50] for part in lab.SOURCES["strokes"].sample())
    return results.measure(lab.Plan(variant, {}), model, sources.Digits(x, x, labels, FEW), 1, 1.0, noise_images=2)


@pytest.fixture
def few_noises(monkeypatch):
    monkeypatch.setattr(report, "NOISE_AMOUNTS", dict.fromkeys(report.NOISE_AMOUNTS, (0.25,)))


@pytest.mark.usefixtures("few_noises")
@pytest.mark.parametrize("astray", ["huge", "no numbers", "zero"])
@pytest.mark.parametrize("name", ["convolutional", "linear", "sparse", "vae"])
def test_no_model_is_lost_because_it_has_gone_astray(name, astray):
    model = lab.build(name, {})
    factor = {"huge": 1e6, "no numbers": float("nan"), "zero": 0.0}[astray]
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(factor)
    made = measured(model, name)
    assert all(one.isfinite().all() for one in made.statistics.values())
    json.loads(made.files[".json"], parse_constant=no_number)
    if astray == "zero":
        assert lab.read(made.zip()).card == made.card


@pytest.mark.usefixtures("few_noises")
@pytest.mark.parametrize(
    ("name", "factor"), [("vae", 1e6), ("linear", 1e6), ("sparse", float("nan")), ("autoencoder", 0.0)]
)
def test_a_model_that_has_gone_astray_is_shown_by_every_page(name, factor):
    model = lab.build(name, {"code_size": 2} if name in ("vae", "autoencoder") else {})
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(factor)
    shown(measured(model, name))


# ---- what leaves Python


def test_what_is_no_number_leaves_as_nothing():
    nan, inf = float("nan"), float("inf")
    assert finite({"a": [1.0, nan, (inf, "x")], "b": {"c": -inf}, "d": None}) == {
        "a": [1.0, None, [None, "x"]],
        "b": {"c": None},
        "d": None,
    }
    whole = {"a": [1, 2.5, "x", None, True]}
    assert finite(whole) is whole


def test_a_card_holds_nothing_where_a_figure_is_none(result):
    card = replace(result.card, metrics=result.card.metrics | {"squared_error": float("inf"), "kl_per_dimension": []})
    back = replace(result, card=card).called("other")
    assert json.loads(back.files[".json"], parse_constant=no_number)["metrics"]["squared_error"] is None
    assert lab.read(back.zip()).card.metrics["squared_error"] is None
