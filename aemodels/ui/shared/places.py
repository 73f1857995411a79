"""Places in latent space that have a name: the own drawing, examples, the middle of a class, samples."""

from ...live.messages import MOST_SLIDERS
from ...store.cards import Card
from .. import session

KINDS = {"own": "Your drawing", "example": "An example", "mean": "A class mean", "sample": "A sample"}
PLACES = ("own", *(f"{kind}-{number}" for kind in list(KINDS)[1:] for number in range(10)))
UNTIL_DRAWN = "example-3"  # stands in for a drawing that is not there yet


def on_a_map(card: Card) -> bool:
    """Whether a model's codes are points of a plane."""
    return card.code_kind == "vector" and card.code_size == 2


def has_vectors(card: Card) -> bool:
    """Whether a model's codes are vectors, which can be mixed and drawn."""
    return card.code_kind == "vector"


def has_sliders(card: Card) -> bool:
    """Whether a model's code is a vector short enough for a slider each."""
    return has_vectors(card) and card.code_size <= MOST_SLIDERS


def title(place: str, drawn: bool) -> str:
    """A place in words; `drawn`: whether there is a drawing of the visitor's own."""
    kind, _, number = place.partition("-")
    if kind == "own":
        return "Your drawing" if drawn else session.UNTIL_DRAWN
    return {
        "example": f"Example {number}",
        "mean": f"Mean of the {number}s",
        "sample": f"Sample {number}",
        "picked": "The picked sample",
    }[kind]
