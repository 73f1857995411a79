"""The ten colours of the digits: told apart by people with any colour vision, and seen on light and on dark pages."""

import re
import tomllib
from itertools import combinations

import pytest
from app_server import ROOT
from coloraide import Color

from aemodels.ui.shared.figures import DIGIT_COLOURS

LEAST = 15.0  # CIEDE2000 between any two; two of the ten colours used before were 12.9 apart
CONFUSED = ((3, 8), (3, 5), (5, 8), (4, 9), (7, 9), (4, 7), (1, 7), (2, 3))  # digits that lie beside each other on maps
CONTRAST = 2.5  # with either page: 3 to 1 left colours no further apart than 13.3


def seen(colour: str, vision: str | None) -> Color:
    """A colour as people without the cones of one kind see it (Machado et al. 2009)."""
    return Color(colour) if vision is None else Color(colour).filter(vision, method="machado")


def difference(a: int, b: int, vision: str | None) -> float:
    """CIEDE2000 between the colours of two digits."""
    return seen(DIGIT_COLOURS[a], vision).delta_e(seen(DIGIT_COLOURS[b], vision), method="2000")


VISIONS = pytest.mark.parametrize("vision", [None, "protan", "deutan"])


@VISIONS
def test_every_two_digits_can_be_told_apart(vision):
    assert min(difference(a, b, vision) for a, b in combinations(range(10), 2)) >= LEAST


@VISIONS
def test_digits_that_are_easily_confused_are_further_apart_still(vision):
    assert min(difference(a, b, vision) for a, b in CONFUSED) >= 1.5 * LEAST


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_stands_out_from_the_page(theme):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    page = config["theme"][theme]["backgroundColor"]
    assert min(Color(colour).contrast(page) for colour in DIGIT_COLOURS) >= CONTRAST


def test_they_are_ten_in_the_form_that_scripts_and_charts_want():
    assert len(DIGIT_COLOURS) == 10
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in DIGIT_COLOURS)
