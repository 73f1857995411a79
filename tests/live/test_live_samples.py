"""What the door answers to those who draw new digits: equality with the library, refusals, strange networks."""

import base64

import pytest
import torch
from page_data import astray, at_the_door, loaded

from aemodels import load
from aemodels.evaluation import latent as codes
from aemodels.evaluation import mixtures
from aemodels.live import latent, samples, shelf
from aemodels.live.door import Unanswerable
from aemodels.live.messages import Sample
from aemodels.live.pictures import pictures

LAWS = (("vae", 0), ("ae", 1), ("ae", 10))


def ask(*laws, seed=9, temperature=1.6):
    sources = [{"network": network, "parts": parts} for network, parts in laws]
    return at_the_door(Sample, samples.sample, sources=sources, seed=seed, temperature=temperature)["sheets"]


def law(network, parts):
    known = loaded(network).statistics
    return mixtures.kept(known, parts) if parts else mixtures.standard_normal(load(network, "cpu").config.code_size)


@pytest.mark.parametrize("source", LAWS)
def test_digits_are_what_the_model_decodes_from_its_law_and_those_far_from_all_digits_are_counted(source):
    model, known = load(source[0], "cpu"), latent.test_codes(loaded(source[0]))
    found = ask(source)[0]
    x = model.decode(law(*source).sample(30, torch.Generator().manual_seed(9), 1.6))
    assert found["pictures"] == pictures(x)
    off = torch.cdist(model.encode(x), known).amin(1)
    far = int((off > codes.usual_distance(known, 0.95)).sum())
    assert found["note"].startswith(f"{far} of 30 ")


def test_the_seed_and_the_temperature_belong_to_all_sheets_and_these_stand_in_the_order_asked():
    first = ask(*LAWS)
    assert ask(*LAWS) == first
    assert ask(*reversed(LAWS)) == first[::-1]
    for other in (ask(*LAWS, seed=10), ask(*LAWS, temperature=1.5)):
        assert all(one["pictures"] != two["pictures"] for one, two in zip(first, other, strict=True))


@pytest.mark.parametrize("source", LAWS[:2])
def test_at_no_temperature_all_digits_are_the_middle_of_the_law(source):
    middle = load(source[0], "cpu").decode(law(*source).means)
    for shown in ask(source, temperature=0)[0]["pictures"]:
        off = torch.tensor(list(base64.b64decode(shown))) - torch.tensor(list(base64.b64decode(pictures(middle)[0])))
        assert off.abs().max() <= 1


@pytest.mark.parametrize(
    "source", [("ae", 0), ("ae", 3), ("vae", 9), ("masked", 0), ("masked", 1), ("nobody", 0), ("own x", 1)]
)
def test_a_law_that_is_not_here_is_refused_in_a_sentence(source):
    with pytest.raises(Unanswerable, match=r"^[A-Z].*\.$"):
        ask(LAWS[0], source)


@pytest.mark.parametrize("factor", [torch.nan, torch.inf, 1e30, 0.0])
@pytest.mark.parametrize("source", LAWS)
def test_networks_that_have_gone_astray_are_answered(source, factor):
    own = astray(source[0], factor)
    for temperature in (0, 2):
        found = ask((shelf.lend(own), source[1]), temperature=temperature)[0]
        assert len(found["pictures"]) == 30
        assert 0 <= int(found["note"].partition(" of 30 ")[0]) <= 30


def test_a_visitor_s_network_is_sampled_from_its_prior_and_has_no_distribution_of_training_digits(result):
    own = shelf.ready(result.card, result.model, result.statistics)
    assert len(ask((shelf.lend(own), 0))[0]["pictures"]) == 30
    with pytest.raises(Unanswerable, match="no such distribution"):
        ask((shelf.lend(own), 1))
