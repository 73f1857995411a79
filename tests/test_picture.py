"""What README.md shows of the page, as make_picture.py wrote it."""

import re
from itertools import pairwise

import numpy
import pytest
from app_server import ROOT
from make_picture import ANIMATION, STILL
from PIL import Image, ImageSequence

LARGEST = 600_000  # bytes


@pytest.fixture(scope="module")
def frames():
    with Image.open(ANIMATION) as animation:
        pictures = ((frame.convert("RGB"), frame) for frame in ImageSequence.Iterator(animation))
        return [(frame.info["duration"], picture) for picture, frame in pictures]  # known once it has been read


def off(a: Image.Image, b: Image.Image) -> float:
    """How far two pictures are apart, in brightness from 0 to 255, on average."""
    return float(numpy.abs(numpy.asarray(a, float) - numpy.asarray(b, float)).mean())


def test_it_is_small_short_and_goes_on_for_ever(frames):
    assert ANIMATION.stat().st_size <= LARGEST
    assert 1000 <= sum(time for time, _ in frames) <= 6000
    assert Image.open(ANIMATION).info["loop"] == 0


def test_something_is_drawn_and_it_ends_as_the_still_picture_stands(frames):
    still = Image.open(STILL).convert("RGB")
    pictures = [picture for _, picture in frames]
    assert len(pictures) >= 20
    assert all(picture.size == still.size for picture in pictures)
    assert off(pictures[-1], still) < 2 < off(pictures[0], still)
    assert min(off(a, b) for a, b in pairwise(pictures)) > 0


def test_the_readme_shows_both_with_words_for_those_who_see_neither():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r'(?:src|srcset)="([^"]+)"', text)
    assert {ROOT / name for name in shown} == {STILL, ANIMATION}
    assert re.search(r'<img src="tests/drawing\.webp" alt="[^"]{40,}">', text)
