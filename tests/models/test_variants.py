"""variants: what every kind of autoencoder promises, and what makes each kind different."""

import pytest
import torch
from torch.distributions import Bernoulli, Normal, kl_divergence

from aemodels import create, variant_names
from aemodels.models import losses

EVERY = pytest.mark.parametrize("name", variant_names())


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.fixture(scope="module")
def models():
    return {name: create(name).eval() for name in variant_names()}


@pytest.fixture(scope="module")
def x(digits):
    return digits[0][:30]


@EVERY
def test_codes_and_pictures_have_their_forms(models, x, name):
    model = models[name]
    z = model.encode(x)
    assert model.variant == name
    assert model.code_kind in {"vector", "tokens"}
    assert isinstance(model.generative, bool)
    assert z.shape[0] == len(x)
    assert z[0].numel() == model.code_size
    assert z.dim() == (2 if model.code_kind == "vector" else 3)
    assert model.decode(z).shape == model(x).shape == x.shape
    assert model.decode(z).dtype == model(x).dtype == torch.float32


@EVERY
def test_pictures_stay_in_range(models, x, name):
    model = models[name]
    far = 30 * torch.randn(model.encode(x).shape, generator=seeded())
    for picture in (model(x), model.decode(far), model(torch.zeros_like(x)), model(torch.ones_like(x))):
        assert picture.isfinite().all()
        if not model.bounded:
            continue
        assert picture.min() >= 0
        assert picture.max() <= 1


@EVERY
def test_forward_is_deterministic_and_the_two_halves_in_turn(models, x, name):
    model, state = models[name], torch.get_rng_state()
    assert torch.equal(model(x), model(x))
    if model.code_kind == "vector":
        assert torch.equal(model(x), model.decode(model.encode(x)))
    assert torch.equal(state, torch.get_rng_state())


@EVERY
def test_images_do_not_look_at_each_other(models, x, name):
    assert torch.allclose(models[name](x)[3:4], models[name](x[3:4]), atol=1e-5)


@EVERY
def test_the_loss_is_finite_and_the_weighted_sum_of_its_terms(models, x, name):
    terms, weights = models[name].loss(x, seeded()), models[name].loss_weights
    assert len(terms) > 1
    assert set(weights) <= set(terms) - {"loss"}
    assert all(term.shape == () and term.isfinite() for term in terms.values())
    addends = [weights.get(key, 1) * term.item() for key, term in terms.items() if key != "loss"]
    assert sum(addends) == pytest.approx(terms["loss"].item())


@EVERY
def test_the_loss_is_a_mean_over_images(models, x, name):
    once, often = (models[name].loss(batch, seeded())["loss"].item() for batch in (x, x.repeat(8, 1, 1, 1)))
    assert often == pytest.approx(once, rel=0.1)


@EVERY
def test_the_loss_follows_from_its_generator(models, x, name):
    state = torch.get_rng_state()
    first, again = (models[name].loss(x, seeded(1))["loss"] for _ in range(2))
    assert torch.equal(first, again)
    assert torch.equal(state, torch.get_rng_state())


@pytest.mark.parametrize("name", ["denoising", "vae"])
def test_random_losses_vary_with_the_generator(models, x, name):
    assert not torch.equal(models[name].loss(x, seeded(1))["loss"], models[name].loss(x, seeded(2))["loss"])


@EVERY
def test_gradients_reach_every_parameter(x, name):
    model = create(name)
    model.loss(x, seeded())["loss"].backward()
    idle = [key for key, parameter in model.named_parameters() if parameter.grad is None or not parameter.grad.any()]
    assert not idle


@EVERY
def test_activations_lead_from_the_first_layer_to_the_code(models, x, name):
    acts = models[name].activations(x)
    assert len(acts) > (name != "linear")
    assert list(acts)[-1] == "code"
    assert all(values.dim() == 2 and len(values) == len(x) for values in acts.values())
    assert torch.allclose(acts["code"], models[name].features(x), atol=1e-6)
    if models[name].code_kind == "vector":
        assert torch.equal(models[name].features(x), models[name].encode(x))
        assert acts["code"].shape[1] == models[name].code_size


@pytest.mark.parametrize(
    "name", ["autoencoder", "denoising", "sparse", "sparse_l1", "vae", "beta_vae", "nested", "stacked"]
)
def test_dense_variants_take_their_sizes_from_the_configuration(x, name):
    model = create(name, hidden=(40, 20), code_size=3, **({"prefixes": (1, 3)} if name == "nested" else {}))
    shapes = {layer: values.shape[1] for layer, values in model.activations(x).items()}
    assert shapes == {"hidden 1": 40, "hidden 2": 20, "code": 3}
    assert list(shapes) == ["hidden 1", "hidden 2", "code"]


def test_vae_encodes_to_the_posterior_mean(models, x):
    mu, logvar = models["vae"].posterior(x)
    assert torch.equal(models["vae"].encode(x), mu)
    assert mu.shape == logvar.shape == (len(x), models["vae"].code_size)
    assert models["vae"].generative


def test_vae_samples_its_posterior(models):
    mu, logvar = torch.full((20_000, 2), 1.5), torch.tensor([-2.0, 0.5]).expand(20_000, 2)
    z = models["vae"].sample_posterior(mu, logvar, seeded())
    assert z.mean(0).tolist() == pytest.approx([1.5, 1.5], abs=0.03)
    assert z.std(0).tolist() == pytest.approx((0.5 * logvar[0]).exp().tolist(), rel=0.02)


def test_vae_loss_is_the_negative_elbo(x):
    model = create("vae", 3)
    mu, logvar = model.posterior(x)
    posterior = Normal(mu, (0.5 * logvar).exp())
    z = model.sample_posterior(mu, logvar, seeded(4))
    likelihood = Bernoulli(logits=model.logits(z), validate_args=False).log_prob(x).flatten(1).sum(1)
    kl = kl_divergence(posterior, Normal(0.0, 1.0)).sum(1)
    terms = model.elbo_terms(x, seeded(4))
    assert torch.allclose(terms["reconstruction"], -likelihood, rtol=1e-4)
    assert torch.allclose(terms["kl"], kl, rtol=1e-4, atol=1e-5)
    assert model.loss(x, seeded(4))["loss"].item() == pytest.approx((kl - likelihood).mean().item(), rel=1e-4)


def test_denoising_spoils_the_input_and_keeps_the_target_clean(models, x):
    model, before = models["denoising"], x.clone()
    corrupted = model.corrupt(x, seeded(2))
    assert corrupted.shape == x.shape
    assert ((corrupted - x).flatten(1).abs().max(1).values > 0).float().mean() > 0.9
    expected = losses.squared_error(model(corrupted), x).mean()
    assert model.loss(x, seeded(2))["squared_error"].item() == pytest.approx(expected.item())
    assert torch.equal(x, before)


@pytest.mark.parametrize(
    ("noise", "values"), [("masking", {0.0, 0.5}), ("salt_and_pepper", {0.0, 0.5, 1.0}), ("erase_patches", {0.0, 0.5})]
)
def test_denoising_uses_the_noises_of_its_configuration(noise, values):
    grey = torch.full((40, 1, 28, 28), 0.5)
    model = create("denoising", hidden=(8,), noises=((noise, 0.6),))
    corrupted = model.corrupt(grey, seeded())
    share = (corrupted != 0.5).flatten(1).float().mean(1)
    assert set(corrupted.unique().tolist()) == values
    assert share.max() < 0.72  # 0.6, and what one picture's chance adds
    assert share.mean().item() == pytest.approx(0.3, abs=0.1)
    assert share.std() > 0.1  # each image has its own amount


def test_each_kind_of_noise_falls_on_both_halves_of_a_batch():
    """fit changes the first half of a batch by random_affine: no noise may meet changed or unchanged images only."""
    model = create("denoising", hidden=(8,), noises=(("masking", 1.0), ("gaussian", 0.05)))
    masked = (model.corrupt(torch.full((64, 1, 28, 28), 0.5), seeded()) == 0).flatten(1).any(1)
    assert masked.sum() > 20
    for half in masked.split(32):
        assert 4 < half.sum() < 28


@pytest.mark.parametrize("count", [1, 2, 4])
def test_denoising_takes_batches_that_its_noises_do_not_divide(models, x, count):
    assert models["denoising"].corrupt(x[:count], seeded()).shape == (count, 1, 28, 28)


def test_sparse_terms_are_what_they_say(x):
    model = create("sparse", rho=0.1, beta=0.7, weight_decay=1e-3)
    terms, hidden = model.loss(x, seeded()), model.activations(x)["hidden 1"]
    matrices = [parameter for key, parameter in model.named_parameters() if key.endswith("weight")]
    penalty = kl_divergence(Bernoulli(torch.tensor(0.1)), Bernoulli(hidden.mean(0))).sum()
    assert terms["squared_error"].item() == pytest.approx(losses.squared_error(model(x), x).mean().item())
    assert terms["sparsity"].item() == pytest.approx(penalty.item(), rel=1e-4)
    assert terms["weight_decay"].item() == pytest.approx(
        0.5 * sum(weight.square().sum().item() for weight in matrices), rel=1e-4
    )
    by_hand = terms["squared_error"] + 0.7 * terms["sparsity"] + 1e-3 * terms["weight_decay"]
    assert terms["loss"].item() == pytest.approx(by_hand.item(), rel=1e-6)


@pytest.mark.parametrize("name", ["sparse", "sparse_l1"])
@pytest.mark.parametrize("hidden", [(40,), (40, 20), (30, 20, 10)])
def test_the_penalty_counts_every_hidden_layer_and_not_the_code(x, name, hidden):
    model = create(name, hidden=hidden, code_size=5)
    answers = model.activations(x)
    assert model.penalised == tuple(layer for layer in answers if layer != "code")
    by_hand = sum(model.penalty(answers[layer]).item() for layer in model.penalised)
    assert len(model.penalised) == len(hidden)
    assert model.loss(x, seeded())["sparsity"].item() == pytest.approx(by_hand, rel=1e-5)


def test_the_kl_penalty_of_small_batches_is_larger_and_that_of_l1_is_not(models, x):
    """What the docstring of SparseAutoencoder.penalty warns of; it follows from the KL being convex."""
    for name, larger in (("sparse", True), ("sparse_l1", False)):
        hidden = models[name].activations(x)["hidden 1"]
        whole, parts = models[name].penalty(hidden), [models[name].penalty(part) for part in hidden.split(5)]
        assert (torch.stack(parts).mean() > whole * (1 + 1e-5)) == larger


def test_beta_scales_the_sparsity_in_the_loss_and_nothing_else(x):
    none, one, three = (create("sparse", beta=beta).loss(x, seeded()) for beta in (0, 0.1, 0.3))
    assert all(none[key] == one[key] == three[key] for key in ("squared_error", "sparsity", "weight_decay"))
    added = one["loss"] - none["loss"]
    assert added.item() == pytest.approx(0.1 * one["sparsity"].item(), rel=1e-3)
    assert (three["loss"] - none["loss"]).item() == pytest.approx(3 * added.item(), rel=1e-3)


@EVERY
def test_going_on_from_a_layer_gives_what_the_whole_network_gives(models, x, name):
    model = models[name]
    answers = model.activations(x)
    assert set(model.decodable_layers()) <= set(answers)
    for layer in model.decodable_layers():
        assert torch.allclose(model.decode_from_layer(layer, answers[layer]), model(x), atol=1e-5)
        assert not torch.allclose(model.decode_from_layer(layer, answers[layer] + 1), model(x), atol=1e-5)
    with pytest.raises(KeyError, match="no layer 'hidden 99'"):
        model.decode_from_layer("hidden 99", answers["code"])


@EVERY
def test_incoming_weights_are_a_picture_for_each_unit(models, x, name):
    for layer, answers in models[name].activations(x).items():
        weights = models[name].incoming_weights(layer)
        assert weights is None or weights.shape == (answers.shape[1], 1, 28, 28)


def test_incoming_weights_are_the_slopes_of_a_network_of_straight_lines(x):
    model = create("autoencoder", hidden=(40, 20), normalise=False).eval()
    for block in model.encoder.blocks:
        block[1] = torch.nn.Identity()
    for layer in model.decodable_layers():
        slopes = torch.autograd.functional.jacobian(lambda one, at=layer: model.activations(one)[at][0], x[:1])
        assert torch.allclose(model.incoming_weights(layer).flatten(), slopes.flatten(), atol=1e-5)


def test_incoming_weights_carry_the_centring_and_the_gains_of_layer_normalisation(x):
    model = create("autoencoder", hidden=(40,), normalise=True).eval()
    linear, norm, _ = model.encoder.blocks[0]
    linear.bias.data.zero_()
    norm.weight.data.uniform_(0.5, 2, generator=seeded())
    answers = linear(x.flatten(1))
    spread = (answers.var(1, unbiased=False, keepdim=True) + norm.eps).sqrt()
    without_division = (norm(answers) - norm.bias) * spread
    assert torch.allclose(x.flatten(1) @ model.incoming_weights("hidden 1").flatten(1).T, without_division, atol=1e-4)
