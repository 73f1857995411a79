"""What may be asked: plain JSON, typed and bounded. A request holds everything its answer depends on."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ..drawing import MAX_POINTS, MAX_STROKES
from ..models.patches import PATCHES
from ..noise import NOISES

LARGEST = 64_000  # bytes of a request
MOST_NETWORKS = 24
LONGEST_CODE = 784  # numbers
MOST_SLIDERS = 32
HOTTEST = 2.0  # temperature that samples are drawn at
LEVELS = 100_000.0  # how far a unit can be turned, either way; statistics hold what a half-precision number can

Coordinate = Annotated[float, Meta(ge=-0.5, le=1.5)]
Name = Annotated[str, Meta(min_length=1, max_length=64)]
Picture = Annotated[bytes, Meta(min_length=784, max_length=784)]
OfCode = Annotated[float, Meta(ge=-1000, le=1000)]  # further than any code lies
Sliders = Annotated[list[OfCode], Meta(min_length=1, max_length=MOST_SLIDERS)]
Seed = Annotated[int, Meta(ge=0, le=999)]
Digit = Annotated[int, Meta(ge=0, le=9)]
Patch = Annotated[int, Meta(ge=0, lt=PATCHES)]  # its place, row by row
Hidden = Annotated[str, Meta(pattern="^[01]*$", min_length=PATCHES, max_length=PATCHES)]  # "1" where one is hidden


class Stroke(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A line of the pen or of the eraser; coordinates are shares of the canvas, y down."""

    points: Annotated[list[tuple[Coordinate, Coordinate]], Meta(max_length=MAX_POINTS)]
    erase: bool = False


Strokes = Annotated[list[Stroke], Meta(max_length=MAX_STROKES)]
Networks = Annotated[list[Name], Meta(max_length=MOST_NETWORKS)]


class Drawn(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A drawing: strokes over an optional picture of 784 bytes, and the pen's width in pixels of 28."""

    strokes: Strokes = []
    pen: Annotated[float, Meta(ge=1.2, le=4.0)] = 2.4
    picture: Picture | None = None


class Redraw(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How do these networks redraw this drawing?"""

    drawing: Drawn
    networks: Networks


class Narrow(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What becomes of this drawing in the narrowest beginnings of this network's code?"""

    drawing: Drawn
    network: Name


class Wake(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What do the units of this layer of these networks answer to this drawing, or to `instead` while it is empty?"""

    drawing: Drawn
    networks: Networks
    layer: Name
    instead: Picture | None = None


class Tell(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What is this unit, and what does the network make of this drawing when the unit is turned to this level?

    Without a level it answers as it does. `about`: whether what does not depend on drawing and level is asked as well.
    """

    drawing: Drawn
    network: Name
    layer: Name
    unit: Annotated[int, Meta(ge=0, lt=100_000)]
    level: Annotated[float, Meta(ge=-LEVELS, le=LEVELS)] | None = None
    about: bool = False
    instead: Picture | None = None


class Follow(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What becomes of one pixel of this drawing in one unit of the first layer, and that in one number of the code?

    `number`: counted from 1, as pages do. `seed`: of a variational network's epsilon; without one it is 0, so that the
    code is the mean.
    """

    drawing: Drawn
    network: Name
    pixel: Annotated[int, Meta(ge=0, lt=784)]  # its place, row by row
    unit: Annotated[int, Meta(ge=0, lt=100_000)]
    number: Annotated[int, Meta(ge=1, le=LONGEST_CODE)]
    seed: Seed | None = None
    instead: Picture | None = None


class Resemble(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Which test digits are nearest to this drawing by the network's code, and which by pixels?

    `known`: numbers of the digits whose pictures the page has already.
    """

    drawing: Drawn
    network: Name
    distance: Literal["euclidean", "cosine"]
    known: Annotated[list[Annotated[int, Meta(ge=0, lt=10_000)]], Meta(max_length=64)] = []
    instead: Picture | None = None


class Judge(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Does this network take this drawing for a digit?"""

    drawing: Drawn
    network: Name
    instead: Picture | None = None


class Codes(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Codes of a network."""

    network: Name
    codes: Annotated[list[Annotated[list[OfCode], Meta(max_length=LONGEST_CODE)]], Meta(min_length=1, max_length=2)]


class Decode(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What do these networks decode from these codes?"""

    parts: Annotated[list[Codes], Meta(max_length=MOST_NETWORKS)]


class Slide(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Which digit stands at this code of a network, and how far is it from that at the start?"""

    network: Name
    code: Sliders
    start: Sliders


class Strips(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What would each of a network's sliders do from where they stand, from its low end to its high one?"""

    network: Name
    basis: Literal["dimensions", "principal"]
    values: Sliders
    low: Sliders
    high: Sliders


class Distribution(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What codes of a network are drawn from: its prior (0 parts), or so many Gaussians fitted to its codes."""

    network: Name
    parts: Annotated[int, Meta(ge=0, le=10)]


class Sample(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Which digits do these distributions give with this seed? The temperature multiplies every standard deviation."""

    sources: Annotated[list[Distribution], Meta(min_length=1, max_length=4)]
    seed: Seed
    temperature: Annotated[float, Meta(ge=0, le=HOTTEST)]


class Asset(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What of this network has this hash?"""

    network: Name
    sha: Annotated[str, Meta(max_length=64)]


class Corrupt(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What do these networks make of this drawing, corrupted so? Without a kind of noise the marks alone count."""

    drawing: Drawn
    networks: Networks
    noise: Literal[*NOISES] | None  # type: ignore[valid-type]  # mypy would have them written out
    amount: Annotated[float, Meta(ge=0, le=max(noise.maximum for noise in NOISES.values()))]
    seed: Seed
    marks: Strokes = []


class Chance(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """So many patches, hidden by chance."""

    count: Annotated[int, Meta(ge=0, le=PATCHES)]
    seed: Seed


class Fill(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What do a masked network, others, and nobody at all put where this drawing is hidden?"""

    drawing: Drawn
    mask: Hidden | Chance
    masked: Name
    networks: Networks


class Gaze(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Where does this patch look among those that are not hidden?"""

    drawing: Drawn
    mask: Hidden | Chance
    asked: Patch
    network: Name


class Guess(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What does a network make of the revealed patches of a drawing, or without one of the riddle of this number?

    `votes`: what it said after none, one, two, ... of them, as far as the page knows that already; `guess`: the
    visitor's own.
    """

    number: Seed
    revealed: Annotated[list[Patch], Meta(max_length=PATCHES)]
    network: Name
    drawing: Drawn | None = None
    votes: Annotated[list[Digit], Meta(max_length=PATCHES + 1)] = []
    guess: Digit | None = None
