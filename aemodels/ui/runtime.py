"""What a process does once: threads, models, statistics and style."""

from collections.abc import Callable
from pathlib import Path

from ..live import shelf, words
from ..live.shelf import Loaded
from ..live.sockets import send_without_delay
from ..store import shipped
from ..store.cards import Card, PretrainedError
from ..support.kept import once
from ..training.recipes import RECIPES
from . import session
from .session import departed

ICON = str(Path(__file__).parent / "icon.svg")


def page(name: str) -> str:
    """Where the page `name` lies, as seen from entry/main.py.

    That script has a folder of its own: beside a folder called pages/, Streamlit 1.67 looks in there for the pages of a
    link or after a restart, by other names than ours.
    """
    return f"../pages/{name}/{name}.py"


@once
def start() -> None:
    """Settings of the process."""
    send_without_delay()
    departed.watch()


def featured(card: Card) -> bool:
    """Whether pages show a model before anybody chooses. One that no recipe knows has been put there by somebody."""
    return card.name not in RECIPES or RECIPES[card.name].featured


def every(card: Card) -> bool:  # noqa: ARG001 the same form as `featured`
    """Whether pages show a model at all."""
    return True


def cards(wanted: Callable[[Card], bool] = every) -> list[Card]:
    """The cards of the models that are wanted, in teaching order, the visitor's own last, without loading any."""
    shipped = (one for one in shelf.shipped().values() if isinstance(one, Card))
    return [one for one in (*shipped, *(own.card for own in session.own())) if wanted(one)]


def models(wanted: Callable[[Card], bool] = featured) -> tuple[list[Loaded], list[str]]:
    """The models whose cards are wanted, in teaching order, and a sentence for each that fails.

    Only what is wanted is loaded: that keeps the first page quick. The visitor's own models come last, and nobody else
    sees them.
    """
    known = shelf.shipped()
    results = [
        one if isinstance(one, PretrainedError) else shelf.load(name)
        for name, one in known.items()
        if isinstance(one, PretrainedError) or wanted(one)
    ]
    loaded = [one for one in results if isinstance(one, Loaded)]
    # Visitors need no more of a path than the folder's name.
    problems = [
        str(one).replace(str(shipped.FOLDER), "pretrained") for one in results if isinstance(one, PretrainedError)
    ]
    if not known:
        problems = ["There are no models in pretrained/. Restore that folder from the repository and start again."]
    return [*loaded, *(one for one in session.own() if wanted(one.card))], problems


def offered(wanted: Callable[[Card], bool]) -> tuple[list[Card], list[str]]:
    """The cards of `models`, for a page that leaves the answering to the door.

    Where the process has just begun, all that have a card: the page is there before torch is.
    """
    if not shelf.awake():
        return cards(wanted), []
    loaded, problems = models(wanted)
    return [one.card for one in loaded], problems


def _own(card: Card) -> Loaded | None:
    """The visitor's own model that has this card, if it is one."""
    return next((one for one in session.own() if one.card == card), None)


def lent(card: Card) -> str:
    """The name by which the door knows the model of a card."""
    own = _own(card)
    return card.name if own is None else shelf.lend(own)


def digits_of(card: Card) -> int:
    """How many test digits the model of a card was measured on; a visitor's own has seen fewer."""
    own = _own(card)
    return words.TESTED if own is None else len(own.statistics["labels"])


@once
def get_ready(wanted: Callable[[Card], bool]) -> None:
    """What the first page will ask, made ready behind it."""
    if not shelf.awake():
        shelf.get_ready([name for name, one in shelf.shipped().items() if isinstance(one, Card) and wanted(one)])
