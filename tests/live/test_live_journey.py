"""What the door answers about one number's way through a network, held against the network's own layers."""

import msgspec
import pytest
import torch
from page_data import THREE, astray, at_the_door, numbers

from aemodels import load
from aemodels.data import strokes
from aemodels.live import journey, shelf
from aemodels.live.door import Unanswerable
from aemodels.live.messages import Follow
from aemodels.live.pictures import image, picture
from aemodels.models.layers import outputs_of
from aemodels.store import pretrained

DRAWN = {"strokes": strokes.digit(3)}
SEVEN = picture(torch.rand(1, 1, 28, 28, generator=torch.Generator().manual_seed(0)))
NAMES = [name for name in pretrained.names() if journey.way(shelf.load(name))]
SAMPLED = [name for name in NAMES if load(name, "cpu").generative]
INK = int(THREE.argmax())  # a pixel that is all ink
close = pytest.approx


def follow(network="vae", drawing=DRAWN, unit=17, number=2, pixel=INK, **more):
    """What the door says of one way through a network."""
    about = {"drawing": drawing, "network": network, "unit": unit, "number": number, "pixel": pixel}
    return at_the_door(Follow, journey.follow, **about, **more)


def layers(name):
    """Every layer's name, what goes into it and what it answers to the three."""
    parts = load(name, "cpu").encoder_layers()
    answers = outputs_of(parts, THREE.flatten(1))
    return list(zip(parts, [THREE.flatten(1), *answers], answers, strict=False))


def test_dense_networks_can_be_followed_and_no_others():
    assert {"ae", "dae", "sparse", "vae", "beta-vae", "stacked", "nested", "ae-2d"} < set(NAMES)
    assert not {"pca", "linear", "conv", "masked"} & set(NAMES)


@pytest.mark.parametrize("name", pretrained.names())
def test_the_layers_of_an_encoder_make_its_code(name):
    model = load(name, "cpu")
    if model.encoder_layers() is None:
        assert name in ("conv", "masked")
        return
    made = outputs_of(model.encoder_layers(), THREE.flatten(1))[-1][:, : model.code_size]
    assert torch.equal(made, model.encode(THREE))


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_multiplies_pixels_by_its_weights_and_adds_a_bias(name):
    told, (linear, x, sums) = follow(name), layers(name)[0]
    weight, value = float(linear.weight[17, INK]), float(x[0, INK])
    assert value > 0.9
    assert told["pixel"] == close({"value": value, "weight": weight, "product": value * weight}, abs=1e-6)
    assert told["unit"]["sum"] + told["unit"]["bias"] == close(told["unit"]["before"], abs=1e-9)
    assert told["unit"]["before"] == close(float(sums[0, 17]), abs=1e-4)
    shown, products = numbers(told["unit"]["products"], "int8"), linear.weight[17] * x[0]
    assert torch.allclose(
        shown / 127 * linear.weight[17].abs().max(), products, atol=float(linear.weight[17].abs().max()) / 250
    )


@pytest.mark.parametrize("name", NAMES)
def test_normalisation_and_activation_function_make_the_answer_of_it(name):
    unit, model = follow(name)["unit"], load(name, "cpu")
    assert unit["answer"] == close(float(model.activations(THREE)["hidden 1"][0, 17]), abs=1e-4)
    norm = unit["norm"]
    assert (norm is not None) == (model.config.normalise if hasattr(model.config, "normalise") else False)
    if norm:
        assert norm["after"] == close(float(layers(name)[1][2][0, 17]), abs=1e-4)
        by_hand = (unit["before"] - norm["mean"]) / norm["spread"] * norm["gain"] + norm["shift"]
        assert norm["after"] == close(by_hand, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_the_contributions_add_up_to_the_number_of_the_code(name):
    code, model = follow(name)["code"], load(name, "cpu")
    assert sum(part["part"] for part in code["parts"]) + code["rest"] + code["bias"] == close(code["sum"], abs=1e-9)
    assert code["value"] == close(float(model.encode(THREE)[0, 1]), abs=1e-4)
    sizes = [abs(part["part"]) for part in code["parts"]]
    assert sizes[: journey.LARGEST] == sorted(sizes[: journey.LARGEST], reverse=True)
    linear, hidden, _ = next(one for one in reversed(layers(name)) if isinstance(one[0], torch.nn.Linear))
    every = (linear.weight[1] * hidden[0]).abs().sort(descending=True).values
    assert sizes[: journey.LARGEST] == close(every[: journey.LARGEST].tolist(), abs=1e-4)
    assert len(sizes) + code["others"] == len(every)


@pytest.mark.parametrize("name", NAMES)
def test_the_units_own_part_is_what_the_number_loses_without_it(name):
    code, (_, *rest) = follow(name)["code"], load(name, "cpu").encoder_layers()
    first = next(i for i, layer in enumerate(rest) if not isinstance(layer, torch.nn.LayerNorm)) + 1
    hidden = load(name, "cpu").activations(THREE)["hidden 1"].clone()
    hidden[0, 17] = 0
    assert code["without"] == close(float(outputs_of(rest[first:], hidden)[-1][0, 1]), abs=1e-5)
    if code["direct"]:
        (own,) = [part["part"] for part in code["parts"] if part["unit"] == 17]
        inverse = torch.tensor([code["value"], code["without"]], dtype=torch.float64).logit()
        assert own == close(float(inverse[0] - inverse[1]), abs=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_with_and_without_the_number_is_what_the_decoder_makes(name):
    told, model = follow(name), load(name, "cpu")
    z = model.encode(THREE)
    made = model.decode(z)
    z[0, 1] = 0
    gone = model.decode(z)
    assert told["output"]["picture"] == picture(made)
    assert told["output"]["without"] == picture(gone)
    expected = {"now": float(made.flatten()[INK]), "without": float(gone.flatten()[INK])}
    assert told["output"]["pixel"] == close(expected, abs=1e-4)
    assert told["picture"] == picture(THREE)


@pytest.mark.parametrize("seed", [None, 0, 7, 999])
@pytest.mark.parametrize("name", SAMPLED)
def test_the_die_is_the_reparameterisation_of_the_network(name, seed):
    told, model = follow(name, number=2, seed=seed), load(name, "cpu")
    mu, logvar = model.posterior(THREE)
    z = mu if seed is None else model.sample_posterior(mu, logvar, torch.Generator().manual_seed(seed))
    said = told["posterior"]
    assert said["z"] == close(float(z[0, 1]), abs=1e-4)
    assert said["mu"] == close(float(mu[0, 1]), abs=1e-4) == told["code"]["value"]
    assert said["sigma"] == close(float((logvar[0, 1] / 2).exp()), abs=1e-4)
    assert said["mu"] + said["sigma"] * said["epsilon"] == close(said["z"], abs=1e-5)
    assert told["output"]["picture"] == picture(model.decode(z))
    assert (said["epsilon"] == 0) == (seed is None)


def test_the_same_seed_throws_the_same_and_another_another():
    assert follow(seed=4) == follow(seed=4)
    assert follow(seed=4)["output"]["picture"] != follow(seed=5)["output"]["picture"]


def test_only_networks_with_a_posterior_have_one():
    for name in NAMES:
        assert (follow(name)["posterior"] is None) == (name not in SAMPLED)


def test_the_strongest_are_those_that_the_network_answers_with():
    told, model = follow("ae"), load("ae", "cpu")
    assert told["unit"]["strongest"] == int(model.activations(THREE)["hidden 1"].abs().argmax())
    assert told["code"]["strongest"] == int(model.encode(THREE).abs().argmax()) + 1


def test_while_nothing_is_drawn_the_picture_given_instead_is_followed():
    told = follow(drawing={}, instead=SEVEN)
    assert not told["own"]
    assert told["picture"] == SEVEN
    x = image(msgspec.convert(SEVEN, bytes))
    assert told["code"]["value"] == close(float(load("vae", "cpu").encode(x)[0, 1]), abs=1e-4)
    with pytest.raises(Unanswerable, match="nothing to look at"):
        follow(drawing={})


@pytest.mark.parametrize("name", ["nobody", "linear", "pca", "conv", "masked"])
def test_who_cannot_be_followed_is_refused_in_a_sentence(name):
    with pytest.raises(Unanswerable, match="can be followed"):
        follow(name)


@pytest.mark.parametrize("wrong", [{"unit": 600}, {"number": 21}])
def test_where_there_is_no_such_unit_or_number_the_door_says_so(wrong):
    with pytest.raises(Unanswerable, match="no such unit or no such number"):
        follow(**wrong)


@pytest.mark.parametrize("wrong", [{"pixel": 784}, {"pixel": -1}, {"number": 0}, {"unit": -1}, {"seed": 1000}])
def test_what_no_hand_can_point_at_is_no_question(wrong):
    with pytest.raises(msgspec.ValidationError):
        follow(**wrong)


@pytest.mark.parametrize("factor", [1e6, float("nan"), 0.0])
@pytest.mark.parametrize("name", ["vae", "sparse", "ae"])
def test_a_model_that_has_gone_astray_tells_nothing_but_numbers(name, factor):
    own = astray(name, factor)
    told = follow(shelf.lend(own), seed=3)
    parts = [told[part] for part in ("pixel", "unit", "code", "output")] + [
        told["posterior"] or {},
        told["output"]["pixel"],
    ]
    assert None not in [value for part in parts for name, value in part.items() if name != "norm"]
