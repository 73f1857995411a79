"""choices: every field that people may choose is described where it stands, and what is described is true."""

from dataclasses import dataclass, fields

import pytest

from aemodels import variant_names
from aemodels.models import registry
from aemodels.models.choices import Choice, choice, choices, defaults

CONFIGS = {name: registry.variant_class(name).Config for name in variant_names()}


@dataclass(frozen=True)
class Parent:
    size: int = choice(3, "Size", "How large.", stops=(1, 3, 9))
    plain: int = 4


@dataclass(frozen=True)
class Child(Parent):
    size: int = 9
    own: str = choice("a", "Own", options=("a", "b"))


def test_a_subclass_that_changes_a_default_keeps_the_description():
    assert (
        choices(Child)["size"]
        == choices(Parent)["size"]
        == Choice("Size", "How large.", low=1, high=9, stops=(1, 3, 9))
    )
    assert defaults(Child) == {"size": 9, "plain": 4, "own": "a"}


def test_a_field_that_nobody_described_goes_by_its_name():
    assert choices(Parent)["plain"] == Choice("Plain")
    assert list(choices(Child, leave_out=["plain"])) == ["size", "own"]


@pytest.mark.parametrize("name", CONFIGS)
def test_every_field_of_every_variant_is_described_and_its_default_is_allowed(name):
    for field in fields(CONFIGS[name]):
        about, default = choices(CONFIGS[name])[field.name], field.default
        assert about.title
        if isinstance(default, str):
            assert default in about.options
        elif isinstance(default, (int, float)) and not isinstance(default, bool):
            assert about.low <= default <= about.high
        assert about.help
