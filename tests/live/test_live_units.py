"""What the door answers about units: what a drawing does to them, and the story of one; without a browser."""

import msgspec
import pytest
import torch
from page_data import THREE, astray, at_the_door, numbers

from aemodels import load
from aemodels.data import strokes
from aemodels.evaluation.units import TOP
from aemodels.live import shelf, units
from aemodels.live.door import Unanswerable
from aemodels.live.messages import LEVELS, Drawn, Tell, Wake
from aemodels.live.pictures import image, picture
from aemodels.models.autoencoder import DenseAutoencoder
from aemodels.store import pretrained

DRAWN = {"strokes": strokes.digit(3)}
EMPTY = [{}, {"strokes": []}, {"strokes": [{"points": [[0.5, 0.5]], "erase": True}]}]
SEVEN = picture(torch.rand(1, 1, 28, 28, generator=torch.Generator().manual_seed(0)))
EVERY_LAYER = [
    (name, layer, answers.shape[1])
    for name in pretrained.names()
    for layer, answers in load(name, "cpu").activations(THREE).items()
]


def wake(networks, layer="hidden 1", drawing=DRAWN, **more):
    return at_the_door(Wake, units.wake, drawing=drawing, networks=networks, layer=layer, **more)


def tell(network="sparse", layer="hidden 1", unit=17, drawing=DRAWN, **more):
    return at_the_door(Tell, units.story, drawing=drawing, network=network, layer=layer, unit=unit, **more)


def seen(told):
    """The picture that an answer tells of, as the networks see it."""
    return image(msgspec.convert(told, bytes))


# ---- all units of a layer


@pytest.mark.parametrize("layer", ["hidden 1", "hidden 3", "code", "block 2"])
def test_units_answer_as_the_library_says_in_every_network_that_has_the_layer(layer):
    told = wake(pretrained.names(), layer)
    having = [name for name, one, _ in EVERY_LAYER if one == layer]
    assert (told["layer"], told["own"], list(told["models"])) == (layer, True, having)
    for name in having:
        expected = load(name, "cpu").activations(THREE)[layer][0].clamp(-32.767, 32.767)
        assert torch.allclose(numbers(told["models"][name]) / 1000, expected, atol=6e-4)


@pytest.mark.parametrize("drawing", EMPTY, ids=str)
def test_while_nothing_is_drawn_the_picture_given_instead_counts(drawing):
    told = wake(["sparse"], drawing=drawing, instead=SEVEN)
    assert not told["own"]
    expected = load("sparse", "cpu").activations(seen(SEVEN))["hidden 1"][0]
    assert torch.allclose(numbers(told["models"]["sparse"]) / 1000, expected, atol=6e-4)
    with pytest.raises(Unanswerable):
        wake(["sparse"], drawing=drawing)


def test_a_drawing_counts_more_than_the_picture_given_instead():
    assert wake(["sparse"], instead=SEVEN) == wake(["sparse"])


@pytest.mark.parametrize("name", ["nobody", "../ae", "\x00"])
def test_who_is_not_here_tells_nothing_and_keeps_nobody_from_it(name):
    assert list(wake(["ae", name])["models"]) == ["ae"]


def test_a_damaged_model_tells_nothing(copied_models):
    (copied_models / "ae.safetensors").write_bytes(b"damaged")
    assert list(wake(["ae", "sparse"])["models"]) == ["sparse"]
    with pytest.raises(Unanswerable):
        tell("ae")


# ---- the story of one


@pytest.mark.parametrize("name", ["sparse", "sparse-twin", "ae"])
def test_what_stays_is_that_of_the_statistics(name):
    told, found, model = tell(name, about=True)["about"], pretrained.load_statistics(name), load(name, "cpu")
    top = found["top/hidden 1"][17].long()
    assert told["labels"] == found["labels"][top].tolist()
    assert told["top"][0] == picture(model.decode(found["codes"][top[:1]].float()))
    assert told["favourite"] == int(found["strength/hidden 1"][17].float().argmax())
    assert told["mean"] == pytest.approx(float(found["mean/hidden 1"][17]))
    assert numbers(told["shares"]).reshape(10, -1).sum(1).tolist() == pytest.approx([1000] * 10, rel=0.03)


def test_what_stays_is_told_only_where_it_is_asked():
    assert tell()["about"] is None
    assert {**tell(about=True), "about": None} == tell()


def test_the_story_shows_the_incoming_weights_of_the_unit():
    weights = load("sparse", "cpu").incoming_weights("hidden 1")[17].flatten()
    shown = numbers(tell(about=True)["about"]["weights"], "int8")
    assert shown.abs().max() == 127
    assert torch.allclose(shown / 127, weights / weights.abs().max(), atol=0.5 / 127 + 1e-6)


def test_turning_a_unit_gives_what_the_network_makes_of_it():
    model, told = load("sparse", "cpu"), tell(level=0.5)
    activations = model.activations(THREE)["hidden 1"]
    assert told["answer"] == pytest.approx(float(activations[0, 17]), abs=1e-4)
    assert (told["level"], told["steered"], told["own"]) == (0.5, True, True)
    assert told["pictures"]["as_it_is"] == picture(model(THREE))
    for name, value in {"turned": 0.5, "off": 0.0}.items():
        activations[0, 17] = value
        assert told["pictures"][name] == picture(model.decode_from_layer("hidden 1", activations))
    assert told["pictures"]["turned"] != told["pictures"]["off"]


def test_a_unit_that_is_not_turned_answers_as_it_does():
    told = tell()
    assert not told["steered"]
    assert told["level"] == told["answer"]
    assert told["pictures"]["turned"] == told["pictures"]["as_it_is"]


def test_the_example_is_turned_while_nothing_is_drawn():
    told = tell(drawing={}, instead=SEVEN)
    assert not told["own"]
    assert told["pictures"]["as_it_is"] == picture(load("sparse", "cpu")(seen(SEVEN)))


@pytest.mark.parametrize(("name", "layer", "count"), EVERY_LAYER)
def test_every_unit_of_every_layer_has_a_story(name, layer, count):
    told = tell(name, layer, count - 1, about=True)
    assert (
        (told["pictures"] is not None) == told["about"]["steerable"] == (layer in load(name, "cpu").decodable_layers())
    )
    with pytest.raises(Unanswerable):
        tell(name, layer, count)


@pytest.mark.parametrize("wrong", [{"network": "nobody"}, {"layer": "hidden 99"}, {"layer": "code"}, {"unit": 99_999}])
def test_where_there_is_no_such_unit_the_door_says_so(wrong):
    with pytest.raises(Unanswerable, match="no such unit"):
        tell(**{"unit": 299} | wrong)


@pytest.mark.parametrize(
    "wrong", [{"unit": -1}, {"unit": 100_000}, {"unit": 1.5}, {"level": 2 * LEVELS}, {"layer": ""}]
)
def test_what_no_slider_can_say_is_no_question(wrong):
    with pytest.raises(msgspec.ValidationError):
        tell(**wrong)


def test_no_story_runs_the_test_set_through_a_model(monkeypatch):
    sizes = []
    for name in ("activations", "encode", "decode", "decode_from_layer"):
        own = getattr(DenseAutoencoder, name)
        monkeypatch.setattr(
            DenseAutoencoder,
            name,
            lambda model, *inputs, own=own: (sizes.append(len(inputs[-1])), own(model, *inputs))[1],
        )
    tell("sparse", unit=23, about=True)
    assert sizes
    assert max(sizes) <= TOP


# ---- strange models


@pytest.mark.parametrize("factor", [1e6, float("nan"), 0.0])
@pytest.mark.parametrize("name", ["vae", "linear", "sparse", "conv", "masked"])
def test_a_model_that_has_gone_astray_tells_what_can_be_told(name, factor):
    own = astray(name, factor)
    asked = shelf.lend(own)
    for layer in units.layer_names_of(own):
        assert list(wake([asked], layer)["models"]) == [asked]
        for level in (None, LEVELS, -LEVELS):
            told = tell(asked, layer, 0, level=level, about=True)
            assert None not in (told["answer"], told["level"], told["about"]["mean"], *told["about"]["slider"])


def test_a_drawing_of_nothing_but_the_numbers_allowed_is_no_trouble():
    for strokes_ in ([{"points": [[-0.5, -0.5], [1.5, 1.5]]}] * 3, [{"points": [[0.5, 0.5]] * 100}]):
        assert msgspec.convert({"strokes": strokes_}, Drawn)
        assert tell(drawing={"strokes": strokes_})["own"]
