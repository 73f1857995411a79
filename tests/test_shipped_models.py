"""The shipped models are as good as promised: by their cards, and measured again where MNIST is at hand."""

import pytest
import torch

from aemodels import evaluation, load, mnist, pretrained, registry
from aemodels.recipes import RECIPES

NOISE = "gaussian", 0.5
MUSTS = (
    ("ae", "squared_error", "<=", 2.9),
    ("dae", "noise_psnr", ">=", 19.0),
    ("dae", "noise_psnr above ae", ">=", 3.0),
    ("sparse", "mean_activation", "<=", 0.05),
    ("sparse", "squared_error", "<=", 8.0),
    ("sparse", "selectivity", ">=", 0.4),
    ("sparse", "selectivity above sparse-twin", ">=", 0.1),
    ("sparse-twin", "mean_activation", ">=", 0.19),
    ("sparse-twin", "squared_error", "<=", 8.0),
    ("vae", "negative_elbo", "<=", 98.0),
    ("ae-2d", "squared_error", "<=", 27.0),
    ("vae-2d", "negative_elbo", "<=", 139.0),
)
EVERY_MUST = pytest.mark.parametrize(("name", "measure", "sign", "bound"), MUSTS)


def value(metrics, name, measure):
    if measure.startswith("noise_psnr"):
        own, plain = (metrics[model]["noise_psnr"][NOISE[0]][str(NOISE[1])] for model in (name, "ae"))
        return own - plain if measure.endswith("above ae") else own
    measure, _, other = measure.partition(" above ")
    return metrics[name][measure] - (metrics[other][measure] if other else 0)


def holds(metrics, name, measure, sign, bound):
    found = value(metrics, name, measure)
    return found <= bound if sign == "<=" else found >= bound


@pytest.fixture(scope="module")
def on_cards():
    return {card.name: card.metrics for card in pretrained.available()}


@pytest.fixture(scope="module")
def test_set(mnist_folder):
    return mnist.load(mnist_folder, "test")


@pytest.fixture(scope="module")
def measured(test_set):
    """The metrics that MUSTS asks for, on MNIST's test images; the other noises would only cost time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluation, "NOISE_AMOUNTS", {NOISE[0]: (NOISE[1],)})
        return {name: evaluation.evaluate(load(name, "cpu"), test_set) for name in pretrained.names()}


@EVERY_MUST
def test_the_cards_promise_what_must_be(on_cards, name, measure, sign, bound):
    assert holds(on_cards, name, measure, sign, bound), value(on_cards, name, measure)


@EVERY_MUST
def test_the_models_keep_what_must_be(measured, name, measure, sign, bound):
    assert holds(measured, name, measure, sign, bound), value(measured, name, measure)


@pytest.mark.parametrize("name", pretrained.names())
def test_cards_say_what_is_measured(on_cards, measured, name):
    for key in set(measured[name]) - {"noise_psnr"}:
        assert measured[name][key] == pytest.approx(on_cards[name][key], rel=0.01), key


@pytest.mark.parametrize("name", pretrained.names())
def test_statistics_are_those_of_the_test_set(test_set, name):
    x, labels = test_set
    found, model = pretrained.load_statistics(name), load(name, "cpu")
    codes = model.encode(x[:500])
    assert torch.equal(found["labels"].long(), labels)
    assert (found["codes"][:500].float() - codes).abs().max() < 0.01 * codes.abs().max()


@pytest.mark.parametrize("name", pretrained.names())
def test_cards_tell_how_the_recipe_was_followed(name):
    card, recipe = pretrained.card(name), RECIPES[name]
    config = registry.variant_class(recipe.variant).Config(**recipe.config)
    assert (card.variant, card.title, card.summary) == (recipe.variant, recipe.title, recipe.summary)
    assert load(name, "cpu").config == config
    assert card.epochs == recipe.training.epochs
    assert card.data["md5"] == mnist.MD5
    assert card.command == f"python -m aemodels train {name} --data DIR --epochs {card.epochs} --seed {card.seed}"


@pytest.mark.parametrize(("noise", "largest"), pretrained.card("dae").config["noises"])
def test_denoising_pays_at_its_middle_amount_of_every_noise_it_practised_on(noise, largest):
    denoising, plain = (pretrained.load_statistics(name) for name in ("dae", "ae"))
    at = int((denoising[f"noise_amount/{noise}"] - largest / 2).abs().argmin())
    mended, redrawn, spoiled = (
        float(values[at])
        for values in (
            denoising[f"noise_psnr/{noise}"],
            plain[f"noise_psnr/{noise}"],
            plain[f"noise_input_psnr/{noise}"],
        )
    )
    assert mended >= redrawn + 3
    assert mended >= spoiled + 3
