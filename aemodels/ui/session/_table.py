"""What the parts of the pages hold: for each value its kind, bounds, what it is at first, and its name in the link."""

from dataclasses import dataclass, field
from typing import Any

from ... import drawing
from ...live.messages import HOTTEST, LONGEST_CODE
from ...models.patches import PATCHES
from ...noise import NOISES
from . import _drawing_text
from ._checks import number
from ._parameters import Parameter, amounts, bits, option, places, points, real, vector, whole
from ._state import State

SEEDS = 999  # of noise, samples, masks and riddles
MOST_MAPS = 24
REACH = 5.5  # the maps run from -REACH to REACH in both directions
BY_HAND = "hand"  # the kind of noise that is none: only marks corrupt the picture
STEPS = 6  # of a number on its way through a variational network; others have one less
FURTHEST = 10.0  # sizes of the cloud between it and the eye
USUAL = 37  # patches hidden at first, of 49: 75 %


def _marks(link: str) -> Any:
    def read(text: str) -> list[dict[str, Any]]:
        found = _drawing_text.read_drawing(text)
        if isinstance(found, bytes):
            raise ValueError("marks are no picture")
        return found

    return field(
        default_factory=list,
        metadata={"parameter": Parameter(link, drawing.check_strokes, read, _drawing_text.strokes_text)},
    )


@dataclass(frozen=True)
class NoiseChoice:
    """How the digit is to be corrupted: one kind of noise at its amount, from a seed, and marks made by hand on top."""

    kind: str = option("noise", "gaussian", (*NOISES, BY_HAND), "kind of noise")
    amounts: dict[str, float] = amounts(  # noqa: RUF009 it makes a field
        "amount",
        {name: about.amounts[1] for name, about in NOISES.items()},
        {name: about.maximum for name, about in NOISES.items()},
        "amount of noise",
    )
    seed: int = whole("noise_seed", 1, SEEDS, "seed")
    marks: list[dict[str, Any]] = _marks("marks")  # noqa: RUF009 it makes a field


@dataclass(frozen=True)
class Points:
    """Where the visitor stands on the maps, one after the other; the last stands for all that follow."""

    z: tuple[tuple[float, float], ...] = points("z", REACH, MOST_MAPS, "point")


@dataclass(frozen=True)
class Camera:
    """Where the visitor looks at the cloud of codes from, in sizes of the cloud."""

    eye: tuple[float, ...] = vector("eye", (0.9, 0.9, 0.5), FURTHEST, "place of the eye")


@dataclass(frozen=True)
class Stop:
    """The share of the path between two digits that lies behind."""

    at: float = real("at", 0.5, 1, "position on the path")


@dataclass(frozen=True)
class Beta:
    """The weight of the KL term that is looked at."""

    beta: float = real("beta", 1.0, 1000, "beta")


@dataclass(frozen=True)
class Penalty:
    """The target of the sparsity penalty, 0 for that of the networks; and whether only units close to it are shown."""

    rho: float = real("rho", 0.0, 1, "rho", "g")
    close: int = whole("close", 0, 1, "yes or no")


@dataclass(frozen=True)
class Draw:
    """How samples are drawn: the seed that all sheets share; the temperature multiplies every standard deviation."""

    seed: int = whole("seed", 1, SEEDS, "seed")
    temperature: float = real("temperature", 1.0, HOTTEST, "temperature")


@dataclass(frozen=True)
class Journey:
    """What is followed through a network: a pixel, a unit of its first layer, a number of its code, counted from 1.

    `step`: the one that is unfolded, `reached`: the furthest so far, both counted from 1; `seed`: of a variational
    network's epsilon, none for an epsilon of 0.
    """

    pixel: int = whole("pixel", 14 * 28 + 14, 783, "pixel")
    unit: int | None = whole("first_unit", None, 99_999, "unit")
    number: int | None = whole("code_number", None, LONGEST_CODE, "number of the code")
    step: int = whole("step", 1, STEPS, "step")
    reached: int = whole("reached", 1, STEPS, "step")
    seed: int | None = whole("epsilon_seed", None, SEEDS, "seed")


def by_chance(count: int, seed: int) -> str:
    """As live.masking.by_chance, which needs torch: pages without a mask do without."""
    from ...live import masking

    return masking.by_chance(count, seed)


@dataclass(frozen=True)
class Mask:
    """49 patches, row by row: "1" where one is hidden; the patch that is asked where it looks; the seed of chance."""

    hidden: str = bits("hidden", lambda: by_chance(USUAL, 1), PATCHES, "mask")
    asked: int = whole("asked", 24, PATCHES - 1, "patch")
    seed: int = whole("mask_seed", 1, SEEDS, "seed")


def _hidden(message: dict[str, Any]) -> dict[str, Any]:
    """A mask by hand as it is, one by chance as what is then hidden."""
    if message.get("count") is None:
        return message
    count = int(number(message["count"], 0, PATCHES, "number of patches"))
    return message | {"hidden": by_chance(count, int(number(message.get("seed"), 0, SEEDS, "seed")))}


@dataclass(frozen=True)
class Riddle:
    """A digit that nobody has seen, by its number; the patches revealed so far, in order; and what was guessed."""

    number: int = whole("number", 1, SEEDS, "number of a riddle")
    revealed: tuple[int, ...] = places("revealed", PATCHES - 1, "revealed patch")
    guess: int | None = whole("guess", None, 9, "guess")


NOISE = State(
    NoiseChoice,
    "corrupter",
    "choice",
    "The link asks for a noise that does not exist. It is written like ?noise=gaussian&amount=gaussian:0.5.",
)
POINTS = State(
    Points,
    "latent_map",
    "point",
    f"The link names no point of the map. Points run from ?z=-{REACH},-{REACH} to ?z={REACH},{REACH}.",
)
STOP = State(Stop, "road", "stop", "The link names no position on the path. Positions run from ?at=0 to ?at=1.")
DRAW = State(
    Draw,
    "sheets",
    "draw",
    f"The link asks for samples that cannot be drawn: seeds run to {SEEDS}, temperatures to {HOTTEST:g}.",
)
MASK = State(
    Mask,
    "patches",
    "mask",
    "The link names no mask. A mask is 13 hexadecimal digits, a bit for each of 49 patches.",
    _hidden,
)
RIDDLE = State(Riddle, "riddle", "riddle", "The link names no riddle. It is written like ?number=17&revealed=3.24.")
BETA = State(Beta, "betas", "beta", "The link asks for a beta that is no number. It is written ?beta=4.00.")
JOURNEY = State(
    Journey,
    "journey",
    "journey",
    "The link asks for a step that does not exist. It is written like ?step=3&pixel=406&first_unit=17&code_number=5.",
)
PENALTY = State(Penalty, "penalty", "penalty", "The link asks for a rho that is no number from 0 to 1.")
CAMERA = State(Camera, "camera", "camera", "The link looks from no place at all. It is written ?eye=0.90,0.90,0.50.")
STATES = (NOISE, POINTS, STOP, DRAW, BETA, MASK, RIDDLE, JOURNEY, PENALTY, CAMERA)
