"""Whatever is asked of a variant, people get a network that works or a sentence that says why not."""

import re
from dataclasses import fields, replace

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lab_data import SMALL

from aemodels import create, lab, variant_names
from aemodels.lab import limits
from aemodels.models.choices import choices, defaults
from aemodels.models.registry import variant_class

EXAMPLES = 12  # for each variant
JARGON = re.compile(r"\b(tuple|index|unpack|NoneType|tensor|shape '|mat1|argument|Traceback|0x)", re.IGNORECASE)
STRANGE = st.sampled_from(
    [
        None,
        True,
        -1,
        0,
        10**400,
        float("nan"),
        float("inf"),
        "",
        "**loud**",
        (),
        (0,),
        ((),),
        (("gaussian",),),
        [[]],
        {},
    ]
)


def numbers(about, whole):
    low, high = (about.low or 0), (1000 if about.high is None else about.high)
    if whole:
        # Small ones most of the time: a network of the largest would only be refused for its size.
        return st.one_of(st.integers(int(low), min(40, int(high))), st.integers(int(low), int(high)))
    return st.floats(low, high)


def allowed(about, normal):
    """Values of a field that its description alone does not forbid, and lists of any length."""
    if isinstance(normal, bool):
        return st.booleans()
    if isinstance(normal, str):
        return st.sampled_from(about.options)
    if not isinstance(normal, tuple):
        return numbers(about, isinstance(normal, int))
    if isinstance(normal[0], tuple):
        one = st.tuples(st.sampled_from(about.options), numbers(about, False))
    else:
        one = numbers(about, True)
    return st.lists(one, max_size=about.most + 1).map(tuple)


def configurations(name):
    """Some of a variant's fields, most of them set to what may be, now and then to what makes no sense."""
    config = variant_class(name).Config
    described, normal = choices(config), defaults(config)
    values = {key: allowed(described[key], normal[key]) for key in normal}
    return st.fixed_dictionaries({}, optional=values) | st.fixed_dictionaries(
        {}, optional=dict.fromkeys(values, STRANGE)
    )


def assert_plain(sentence):
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 250
    assert not JARGON.search(sentence), sentence


def assert_works(model, x):
    terms = model.loss(x, torch.Generator().manual_seed(0))
    assert all(term.isfinite() for term in terms.values())
    assert model(x).shape == x.shape
    assert all(answers.shape[0] == len(x) and answers.isfinite().all() for answers in model.activations(x).values())


@pytest.mark.parametrize("name", variant_names())
def test_a_configuration_gives_a_network_that_works_or_a_sentence(digits, fuzz, name):
    outcomes = {"works": 0, "refused": 0}

    @settings(max_examples=EXAMPLES * fuzz, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(configurations(name))
    def attack(config):
        try:
            model = lab.check(replace(SMALL, variant=name, config=config))
        except lab.InvalidPlan as refusal:
            outcomes["refused"] += 1
            assert_plain(str(refusal))
        else:
            outcomes["works"] += 1
            with torch.no_grad():
                assert_works(model, digits[0][:4])

    attack()
    assert all(outcomes.values()), outcomes


REFUSED = {
    "no hidden layer": ("autoencoder", {"hidden": ()}, "Hidden layers: 1 to 5 numbers, please."),
    "no level": ("stacked", {"hidden": ()}, "Hidden layers: 1 to 5 numbers, please."),
    "too many hidden layers": ("vae", {"hidden": (9,) * 6}, "Hidden layers: 1 to 5 numbers, please."),
    "no filters": ("convolutional", {"channels": ()}, "Filters: 3 numbers, please."),
    "too few filters": ("convolutional", {"channels": (4, 4)}, "Filters: 3 numbers, please."),
    "no noise": ("denoising", {"noises": ()}, "Corruption to practise on: 1 to 4 of the kinds, please."),
    "no lengths": ("nested", {"prefixes": ()}, "Lengths to practise: 1 to 10 numbers, please."),
    "a list that is none": ("nested", {"prefixes": 3}, "Lengths to practise: 1 to 10 numbers, please."),
    "a length of nothing": ("nested", {"prefixes": (0, 4)}, "Lengths to practise can be a whole number from 1 to 784."),
    "a number beyond floats": ("vae", {"code_size": 10**400}, "Code size can be a whole number from 1 to 784."),
    "a choice that is none": (
        "vae",
        {"**loud** [link](https://example.org)": 1},
        "One of these choices does not exist for this kind of autoencoder.",
    ),
    "a length beyond the code": (
        "nested",
        {"code_size": 30, "prefixes": (2, 30, 64)},
        "A network of that shape cannot be built: a length of 64 is to be practised, but the code has 30 numbers.",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_list_of_the_wrong_length_is_told_in_a_sentence(what):
    name, config, sentence = REFUSED[what]
    with pytest.raises(lab.InvalidPlan) as caught:
        limits.build(name, config)
    assert str(caught.value) == sentence


def lists():
    for name in variant_names():
        for one in fields(variant_class(name).Config):
            if isinstance(one.default, tuple):
                yield name, one.name


@pytest.mark.parametrize(("name", "field"), list(lists()))
def test_the_library_refuses_an_empty_list_by_its_name(name, field):
    with pytest.raises(ValueError, match=rf"^{field} needs at least \d"):
        create(name, **{field: ()})


def test_the_library_refuses_filters_that_are_too_many_and_lengths_beyond_the_code():
    with pytest.raises(ValueError, match="three convolutional layers"):
        create("convolutional", channels=(4, 4, 4, 4))
    with pytest.raises(ValueError, match="a length of 5 is to be practised, but the code has 4 numbers"):
        create("nested", hidden=(8,), code_size=4, prefixes=(2, 5))
