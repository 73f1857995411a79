"""registry: one name, one class; fresh models follow from their seed alone."""

import threading
from contextlib import contextmanager

import pytest
import torch

from aemodels.models import registry
from aemodels.models.base import Autoencoder
from aemodels.training.recipes import variant_names


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
    assert variant_names()[:2] == ["linear", "autoencoder"]
    assert sorted(variant_names()) == sorted(registry.variant_names())
    assert len(set(variant_names())) == len(variant_names())


@pytest.mark.parametrize("name", registry.variant_names())
def test_initial_weights_follow_from_the_seed(name):
    first = weights(name, 1)
    torch.manual_seed(99)
    assert torch.equal(first, weights(name, 1))
    assert not torch.equal(first, weights(name, 2))
    assert first.isfinite().all()


@pytest.mark.parametrize("name", registry.variant_names())
def test_initial_weights_are_those_that_the_seeded_global_generator_gives(name):
    """Weights that were trained from a seed before come from the same beginning now."""
    variant = registry.variant_class(name)
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(7)
        expected = variant(variant.Config()).state_dict()
    found = registry.create(name, 7).state_dict()
    assert list(found) == list(expected)
    assert all(torch.equal(found[key], expected[key]) for key in expected)


@contextmanager
def drawing_thread():
    """Another thread draws from the global generator, and seeds it, all the while."""
    done = threading.Event()

    def draw():
        while not done.is_set():
            torch.rand(10)
            torch.default_generator.manual_seed(3)

    thread = threading.Thread(target=draw)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@pytest.mark.parametrize("name", registry.variant_names())
def test_initial_weights_do_not_heed_what_other_threads_draw(name):
    expected = weights(name, 1)
    with drawing_thread():
        found = [weights(name, 1) for _ in range(5)]
    assert all(torch.equal(expected, one) for one in found)


@pytest.mark.parametrize("name", registry.variant_names())
def test_create_leaves_the_global_generator_untouched(name):
    before = torch.get_rng_state()
    registry.create(name, 5)
    with torch.device("meta"):
        registry.create(name, 5)
    assert torch.equal(before, torch.get_rng_state())


def test_whatever_a_new_variant_draws_follows_from_the_seed(monkeypatch):
    class Newcomer(Autoencoder):
        def __init__(self, config):
            super().__init__(config)
            init, empty = torch.nn.init, torch.empty(6, 6)
            drawn = [init.trunc_normal_(empty), init.orthogonal_(torch.empty(6, 6))]
            drawn += [init.kaiming_normal_(empty.clone()), torch.rand(6, 6), torch.randint(9, (6, 6))]
            drawn += [torch.randperm(36), torch.normal(0.0, 1.0, (6, 6))]
            drawn += [torch.bernoulli(torch.full((6, 6), 0.5)), torch.multinomial(torch.ones(36), 36)]
            self.all = torch.nn.Parameter(torch.cat([one.flatten().float() for one in drawn]))

    monkeypatch.setattr(registry, "_variants", dict(registry._variants))
    registry.register("newcomer")(Newcomer)
    before = torch.get_rng_state()
    assert torch.equal(weights("newcomer", 1), weights("newcomer", 1))
    assert not torch.equal(weights("newcomer", 1), weights("newcomer", 2))
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
