"""The shipped models are as good as promised: by their cards, and measured again where MNIST is at hand."""

from collections import Counter

import pytest
import torch
from page_data import loaded

from aemodels import load
from aemodels.data import mnist
from aemodels.evaluation import metrics, mixtures, report
from aemodels.live import odd
from aemodels.models import registry
from aemodels.models.batches import in_batches
from aemodels.store import extras, pretrained
from aemodels.training.recipes import RECIPES

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
    ("pca", "squared_error", "<=", 13.88),
    ("pca", "squared_error", ">=", 13.86),
    ("linear", "squared_error", "<=", 13.88),
    ("linear", "squared_error", ">=", 13.86),
    ("conv", "squared_error", "<=", 2.5),
    ("sparse-l1", "mean_activation", "<=", 0.05),
    ("sparse-l1", "squared_error", "<=", 9.0),
    ("masked", "masked_pixel_error", "<=", 0.040),
    ("ae-2d", "squared_error", "<=", 27.0),
    ("vae-2d", "negative_elbo", "<=", 139.0),
)
# What a model costs to measure on all 10,000 images: a transformer takes half a minute. Of these every tenth is taken,
# which stands for the rest to within NEARLY.
SLOW = [card.name for card in pretrained.available() if card.code_kind == "tokens" or card.variant == "convolutional"]
EXACTLY, NEARLY = 0.01, 0.015
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


def figures(entry, prefix=""):
    """The numbers in nested dicts and lists, by the path that leads to them."""
    if isinstance(entry, int | float):
        return {prefix: entry}
    items = entry.items() if isinstance(entry, dict) else enumerate(entry) if isinstance(entry, list) else ()
    return {key: value for name, part in items for key, value in figures(part, f"{prefix} {name}").items()}


@pytest.fixture(scope="module")
def on_cards():
    return {card.name: card.metrics for card in pretrained.available()}


@pytest.fixture(scope="module")
def test_set(mnist_folder):
    return mnist.load(mnist_folder, "test")


@pytest.fixture(scope="module")
def measured(test_set):
    """The metrics that MUSTS asks for, on MNIST's test images; the other noises would only cost time."""
    noisy = {"ae", *(name for name, measure, *_ in MUSTS if measure.startswith("noise_psnr"))}
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        for name in pretrained.names():
            patch.setattr(report, "NOISE_AMOUNTS", {NOISE[0]: (NOISE[1],)} if name in noisy else {})
            shown = [part[::10] if name in SLOW else part for part in test_set]
            found[name] = report.evaluate(load(name, "cpu"), shown)
    return found


@EVERY_MUST
def test_the_cards_promise_what_must_be(on_cards, name, measure, sign, bound):
    assert holds(on_cards, name, measure, sign, bound), value(on_cards, name, measure)


@EVERY_MUST
def test_the_models_keep_what_must_be(measured, name, measure, sign, bound):
    assert holds(measured, name, measure, sign, bound), value(measured, name, measure)


@pytest.mark.parametrize("name", pretrained.names())
def test_cards_say_what_is_measured(on_cards, measured, name):
    found = figures({key: value for key, value in measured[name].items() if key != "noise_psnr"})
    promised = figures(on_cards[name])
    for key, figure in found.items():
        assert figure == pytest.approx(promised[key], rel=NEARLY if name in SLOW else EXACTLY, abs=1e-4), key


@pytest.mark.parametrize("name", pretrained.names())
def test_statistics_are_those_of_the_test_set(test_set, name):
    x, labels = test_set
    found, model = pretrained.load_statistics(name), load(name, "cpu")
    codes = model.features(x[:500])
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
    denoised, redrawn, corrupted = (
        float(values[at])
        for values in (
            denoising[f"noise_psnr/{noise}"],
            plain[f"noise_psnr/{noise}"],
            plain[f"noise_input_psnr/{noise}"],
        )
    )
    assert denoised >= redrawn + 3
    assert denoised >= corrupted + 3


@pytest.mark.parametrize("name", ["ae", "vae"])
def test_one_test_digit_in_a_hundred_is_called_odd_and_one_in_twenty_at_least_doubtful(test_set, name):
    one, x = loaded(name), test_set[0]
    with torch.inference_mode():
        errors = metrics.squared_error(in_batches(one.model, x), x).tolist()
        distances = metrics.neighbour_distance(in_batches(one.model.features, x)).tolist()
    limits = odd.limits(one)
    places = (odd.places_among_digits(one, *pair) for pair in zip(errors, distances, strict=True))
    said = Counter(odd.verdict(place, limits) for place in places)
    assert said["odd"] == pytest.approx(100, abs=15)
    assert said["odd"] + said["doubtful"] == pytest.approx(500, abs=30)


@pytest.mark.parametrize("name", ["ae", "vae"])
def test_laws_were_fitted_to_training_digits_and_suit_test_digits_as_well(mnist_folder, name):
    model, found = load(name, "cpu"), pretrained.load_statistics(name)
    train = mnist.load(mnist_folder, "train", 10_000)[0]
    with torch.inference_mode():
        known = in_batches(model.features, train)
    one, ten = (mixtures.kept(found, parts) for parts in mixtures.FITTED)
    assert ((one.means[0] - known.mean(0)).abs() < 0.1 * known.std(0)).all()
    assert ten.log_likelihood(found["codes"].float()) > one.log_likelihood(found["codes"].float())


def test_convolution_needs_fewer_parameters_than_the_plain_network():
    assert pretrained.card("conv").parameters < pretrained.card("ae").parameters


def test_gradients_found_the_plane_of_the_principal_components(on_cards):
    assert on_cards["pca"]["largest_principal_angle"] < 0.1
    assert on_cards["linear"]["largest_principal_angle"] < 5
    assert len(on_cards["linear"]["principal_angles"]) == 30


def test_the_masked_model_predicts_better_than_the_mean_image(on_cards):
    mean = on_cards["masked"]["masked_pixel_error_of_mean_image"]
    assert mean == pytest.approx(0.0675, abs=0.0003)
    assert on_cards["masked"]["masked_pixel_error"] < 0.6 * mean


def test_a_larger_beta_costs_reconstruction_and_saves_nats(on_cards):
    rows = on_cards["beta-vae"]["by_beta"]
    assert list(rows) == ["0.5", "1", "2", "4", "8", "16"]
    for measure, grows in (("reconstruction", True), ("kl", False), ("active_units", False)):
        values = [row[measure] for row in rows.values()]
        assert values == sorted(values, reverse=not grows), measure
    assert all(len(row["kl_per_dimension"]) == 10 for row in rows.values())
    assert rows["4"]["kl"] == pytest.approx(on_cards["beta-vae"]["kl"])


def test_checkpoints_keep_what_the_card_promises(test_set, on_cards):
    models = extras.load_checkpoints("beta-vae", "cpu")
    found, promised = (figures(rows) for rows in (report.sweep(models, test_set[0]), on_cards["beta-vae"]))
    for key, figure in found.items():
        assert figure == pytest.approx(promised[key], rel=0.01, abs=1e-3), key


def test_the_stack_tells_what_pretraining_bought(on_cards):
    found = on_cards["stacked"]["experiment"]
    assert list(found["by_stage"]) == ["1", "2", "3", "4"]
    assert list(found["by_labels"]) == ["100", "1000", "10000", "60000"]
    assert found["by_labels"]["60000"]["pretrained"] <= 0.016
    assert found["at_once"]["squared_error"] > 0
    film = extras.load_extras("stacked")
    assert film["film/level 1"].shape == (10, 784)


def test_nested_beginnings_beat_as_many_principal_components(on_cards):
    rows = on_cards["nested"]["by_prefix"]
    assert list(rows) == ["2", "4", "8", "16", "30", "64"]
    errors = [row["squared_error"] for row in rows.values()]
    assert errors == sorted(errors, reverse=True)
    assert all(row["squared_error"] < row["pca_squared_error"] for row in rows.values())
    assert list(on_cards["nested"]["experiment"]["by_single_size"]) == list(rows)
