"""What the smaller variants change of their parents, and the figures that only they have."""

import math

import pytest
import torch

from aemodels import create, save
from aemodels.evaluation import report
from aemodels.models import losses
from aemodels.models.vae import VariationalAutoencoder
from aemodels.models.weights import round_weights
from aemodels.store import extras, pretrained
from aemodels.training import strategies
from aemodels.training.loop import TrainConfig, fit
from aemodels.training.recipes import RECIPES, Recipe
from aemodels.training.strategies import narrowed

DENSE = {"hidden": (20,), "code_size": 4}
NESTED = DENSE | {"prefixes": (2, 4)}


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.fixture(scope="module")
def x(digits):
    return digits[0][:30]


class Varying(VariationalAutoencoder):
    """Posterior means with standard deviations of 0.05, 0.2 and 0 over the data."""

    def __init__(self):
        super().__init__(VariationalAutoencoder.Config())

    def posterior(self, x):
        luck = torch.randn(len(x), 1, generator=torch.Generator().manual_seed(0))
        mu = luck * torch.tensor([0.05, 0.2, 0.0])
        return mu, torch.zeros_like(mu)

    def elbo_terms(self, x, generator):  # noqa: ARG002 nothing random here
        return {"reconstruction": torch.zeros(len(x)), "kl": torch.zeros(len(x))}


def test_a_dimension_is_active_by_its_variance_and_not_by_its_standard_deviation():
    assert Varying().extra_metrics(torch.zeros(500, 1, 28, 28), None, 0)["active_units"] == 1


def test_l1_activity_by_hand():
    activations = torch.tensor([[0.5, -1.0, 0.0], [0.25, 0.25, 2.0]])
    assert losses.l1_activity(activations).tolist() == [1.5, 2.5]


def test_l1_terms_are_what_they_say(x):
    model = create("sparse_l1", beta=0.3, **DENSE)
    terms, hidden = model.loss(x, seeded()), model.activations(x)["hidden 1"]
    assert terms["sparsity"].item() == pytest.approx(hidden.sum().item() / len(x), rel=1e-5)
    other = create("sparse", beta=0.3, **DENSE).loss(x, seeded())
    assert terms["squared_error"] == other["squared_error"]
    assert terms["weight_decay"] == other["weight_decay"]


def test_beta_of_one_is_the_variational_autoencoder(x):
    beta, plain = create("beta_vae", beta=1.0, **DENSE), create("vae", **DENSE)
    one, other = beta.loss(x, seeded(1)), plain.loss(x, seeded(1))
    assert {key: value.item() for key, value in one.items()} == {key: value.item() for key, value in other.items()}
    assert torch.equal(beta(x), plain(x))


@pytest.mark.parametrize("beta", [0.5, 4.0])
def test_beta_weighs_the_kl_term_and_nothing_else(x, beta):
    weighed, plain = (create("beta_vae", beta=value, **DENSE).loss(x, seeded(1)) for value in (beta, 1.0))
    assert weighed["reconstruction"] == plain["reconstruction"]
    assert weighed["kl"] == plain["kl"]
    by_hand = plain["reconstruction"] + beta * plain["kl"]
    assert weighed["loss"].item() == pytest.approx(by_hand.item(), rel=1e-6)
    model = create("beta_vae", beta=beta, **DENSE)
    assert model.elbo_terms(x, seeded(1))["kl"].mean().item() == pytest.approx(plain["kl"].item(), rel=1e-5)


def test_variational_figures_by_hand(x):
    model = create("vae", **DENSE).eval()
    found = model.extra_metrics(x, None, seed=0)
    mu, logvar = model.posterior(x)
    by_hand = 0.5 * (mu.square() + logvar.exp() - 1 - logvar).mean(0)
    assert found["kl_per_dimension"] == pytest.approx(by_hand.tolist(), rel=1e-4)
    assert sum(found["kl_per_dimension"]) == pytest.approx(found["kl"], rel=1e-4)
    assert found["negative_elbo"] == pytest.approx(found["reconstruction"] + found["kl"])
    assert found["active_units"] == int(((mu - mu.mean(0)).square().sum(0) / (len(x) - 1) > 0.01).sum())


def test_dead_and_quiet_units_are_counted(x):
    model = create("sparse_l1", hidden=(4,), code_size=2)
    block = model.encoder.blocks[0][0]
    with torch.no_grad():
        block.weight.zero_()
        # Always 0; always 0.5; always 0.009 (too low a peak); 1 for one image in thirty (lives, and is often needed).
        block.bias.copy_(torch.tensor([-20.0, 0.0, math.log(0.009 / 0.991), 0.0]))
    found = model.extra_metrics(x, None, seed=0)
    assert found == {"dead_share": 0.5, "quiet_share": 0.0}
    with torch.no_grad():  # answers an image by its ink: the blackest wake it a little, the others do not
        ink = x.flatten(1).sum(1)
        block.weight[0] = 100.0
        block.bias[0] = -100 * (ink.sort().values[-2:].mean())
    found = model.extra_metrics(x, None, seed=0)
    assert found["dead_share"] == 0.25
    assert found["quiet_share"] == (0.25 if 1 / len(x) < 0.01 else 0.0)


def test_masked_figures_by_hand(digits):
    model, x = create("masked").eval(), digits[0][:40]
    found = model.extra_metrics(x, digits[0], seed=5)
    hidden = model.hide(40, seeded(5))
    places = hidden.reshape(40, 7, 7).repeat_interleave(4, 1).repeat_interleave(4, 2)[:, None]
    for answer, key in ((model.predict(x, hidden), "error"), (digits[0].mean(0)[None], "error_of_mean_image")):
        by_hand = (answer - x).square()[places].mean().item()
        assert found[f"masked_pixel_{key}"] == pytest.approx(by_hand, rel=1e-4)
    assert set(model.extra_metrics(x, None, seed=5)) == {"masked_pixel_error"}


def test_filling_in_the_mean_image_is_as_bad_as_was_measured(mnist_folder):
    from aemodels.data import mnist

    train, test = (mnist.load(mnist_folder, split)[0] for split in ("train", "test"))
    model = create("masked", depth=1, decoder_depth=1, width=8, heads=1, decoder_width=8).eval()
    found = model.extra_metrics(test, train, seed=0)
    assert found["masked_pixel_error_of_mean_image"] == pytest.approx(0.0675, abs=0.0003)


@pytest.mark.parametrize("lengths", [2, torch.tensor([1, 4, 3])])
def test_a_kept_beginning_is_followed_by_zeros(lengths):
    z = torch.ones(3, 4)
    kept = create("nested", **NESTED).keep(z, lengths)
    expected = [lengths] * 3 if isinstance(lengths, int) else lengths.tolist()
    assert kept.sum(1).tolist() == expected
    assert all((row[:length] == 1).all() for row, length in zip(kept, expected, strict=True))


def test_nested_loss_draws_every_prefix_and_redraws_through_it(x):
    model = create("nested", prefixes=(1, 3), **DENSE)
    chosen = torch.randint(2, (30,), generator=seeded(2))
    z = model.encode(x)
    z = torch.where(torch.arange(4) < torch.tensor([1, 3])[chosen][:, None], z, 0)
    expected = losses.squared_error(model.decode(z), x).mean()
    assert model.loss(x, seeded(2))["loss"].item() == pytest.approx(expected.item(), rel=1e-5)


def test_nested_figures_stand_beside_principal_components(digits):
    x = digits[0]
    model = create("nested", **NESTED).eval()
    rows = model.extra_metrics(x, x, seed=0)["by_prefix"]
    singular = torch.linalg.svdvals(x.flatten(1).double() - x.flatten(1).double().mean(0))
    for length in (2, 4):
        error = losses.squared_error(model.reconstruct(x, length), x).mean().item()
        assert rows[str(length)]["squared_error"] == pytest.approx(error, rel=1e-4)
        left = singular[length:].square().sum().item() / len(x)
        assert rows[str(length)]["pca_squared_error"] == pytest.approx(left, rel=1e-3)


def test_narrowed_networks_fit_the_budget():
    hidden = narrowed((100, 50), (2, 8), 60_000)
    assert set(hidden) == {2, 8}
    count = sum(
        parameter.numel()
        for size, widths in hidden.items()
        for parameter in create("autoencoder", code_size=size, hidden=widths).parameters()
    )
    assert 0.9 * 60_000 < count <= 60_000


@pytest.fixture
def swept(tmp_path, digits):
    """A folder with a small beta-VAE and its checkpoints, and what its training left."""
    config = DENSE | {"beta": 4.0}
    recipe = Recipe("b", "B", "b", "beta_vae", config, TrainConfig(epochs=1), settings=("beta", (0.5, 4.0, 16.0)))
    model = create("beta_vae", **config)
    trained = strategies.sweep(model, recipe, {"train": digits}, lambda net, data, how, _: fit(net, data, how))
    round_weights(model)
    rest = {"title": "B", "summary": "b", "data": {}, "seed": 0, "epochs": 1, "seconds": trained.seconds}
    rest |= {"command": "none", "git_commit": "unknown", "metrics": {"experiment": trained.experiment}}
    save(model, {"name": "b"} | rest, {}, tmp_path, trained.extras)
    return tmp_path, trained, model


def test_a_sweep_leaves_a_checkpoint_for_every_other_setting(swept, x):
    folder, trained, model = swept
    assert {key.partition("/")[0] for key in trained.extras} == {"beta=0.5", "beta=16"}
    assert set(trained.experiment["seconds_by_beta"]) == {"0.5", "4", "16"}
    models = extras.load_checkpoints("b", "cpu", folder)
    assert list(models) == [0.5, 4.0, 16.0]
    assert [one.config.beta for one in models.values()] == [0.5, 4.0, 16.0]
    assert torch.equal(models[4.0](x), model.eval()(x))
    assert not torch.equal(models[0.5](x), models[16.0](x))
    assert not any(one.training or any(p.requires_grad for p in one.parameters()) for one in models.values())
    rows = report.sweep(models, x)["by_beta"]
    assert list(rows) == ["0.5", "4", "16"]
    assert rows["4"]["kl"] == pytest.approx(models[4.0].extra_metrics(x, None, 0)["kl"])


def test_damaged_extras_are_told(swept):
    folder, *_ = swept
    path = folder / "b.extras.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(pretrained.PretrainedError, match=r"b\.extras\.safetensors is damaged"):
        extras.load_checkpoints("b", "cpu", folder)
    path.unlink()
    with pytest.raises(pretrained.PretrainedError, match=r"b\.extras\.safetensors does not exist"):
        extras.load_extras("b", folder)


def test_models_without_extras_have_none(tmp_path):
    about = {"title": "", "summary": "", "data": {}, "seed": 0, "epochs": 1, "seconds": 0, "command": ""}
    save(create("vae", **DENSE), {"name": "v", "git_commit": "", "metrics": {}} | about, {}, tmp_path)
    assert extras.load_extras("v", tmp_path) == {}
    assert extras.load_checkpoints("v", "cpu", tmp_path) == {}


def test_every_recipe_names_a_procedure_and_a_configuration_of_its_variant():
    for recipe in RECIPES.values():
        assert recipe.strategy in strategies.STRATEGIES
        create(recipe.variant, **recipe.config)
        if recipe.strategy == "sweep":
            setting, values = recipe.settings
            assert recipe.config[setting] in values
