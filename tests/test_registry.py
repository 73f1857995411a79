"""registry: one name, one class; fresh models follow from their seed alone."""

import pytest
import torch

from aemodels import registry
from aemodels.variants.base import Autoencoder


def weights(name, seed):
    return torch.cat([parameter.detach().flatten() for parameter in registry.create(name, seed).parameters()])


@pytest.mark.parametrize("name", registry.variant_names())
def test_a_taken_name_is_refused_and_its_owner_named(name):
    owner = registry.variant_class(name)
    with pytest.raises(ValueError, match=owner.__qualname__) as caught:
        registry.register(name)(type("Second", (Autoencoder,), {}))
    assert name in str(caught.value)
    assert registry.variant_class(name) is owner


def test_an_unknown_name_lists_the_known():
    with pytest.raises(KeyError, match="nonesuch") as caught:
        registry.create("nonesuch")
    assert all(name in str(caught.value) for name in registry.variant_names())


def test_a_new_variant_needs_nothing_but_its_registration(monkeypatch):
    monkeypatch.setattr(registry, "_variants", dict(registry._variants))
    newcomer = registry.register("newcomer")(type("Newcomer", (Autoencoder,), {}))
    assert registry.variant_names()[-1] == newcomer.variant == "newcomer"
    assert registry.create("newcomer", code_size=7).code_size == 7


def test_names_come_in_teaching_order():
    assert registry.variant_names()[:2] == ["linear", "autoencoder"]
    assert len(set(registry.variant_names())) == len(registry.variant_names())


@pytest.mark.parametrize("name", registry.variant_names())
def test_initial_weights_follow_from_the_seed(name):
    first = weights(name, 1)
    torch.manual_seed(99)
    assert torch.equal(first, weights(name, 1))
    assert not torch.equal(first, weights(name, 2))
    assert first.isfinite().all()


def test_create_leaves_the_global_generator_untouched():
    before = torch.get_rng_state()
    registry.create("autoencoder", 5)
    assert torch.equal(before, torch.get_rng_state())


def test_create_leaves_the_generators_of_gpus_untouched(monkeypatch):
    seeded = []
    monkeypatch.setattr(torch.cuda, "manual_seed_all", seeded.append)  # what torch.manual_seed calls for all GPUs
    registry.create("autoencoder", 5)
    assert not seeded


@pytest.mark.parametrize("config", [{"no_such_choice": 1}, {"activation": "loud"}, {"code_size": "many"}])
def test_a_configuration_that_makes_no_sense_is_refused(config):
    with pytest.raises((TypeError, ValueError)):
        registry.create("autoencoder", **config)
