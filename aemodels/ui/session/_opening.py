"""What every run of a page begins with: the link."""

from . import _activations, _choices, _drawing, _link, _sliders, _training
from ._table import STATES

# Parameters that follow the hand: a step back in the browser's history is one between choices and pages.
BY_THE_HAND = [
    _activations.UNIT,
    _drawing.DRAWN,
    _drawing.EXAMPLE,
    _drawing.PEN,
    _sliders.CODE,
    *_training.LINK,
    *(one.link for state in STATES for one in state.parameters.values()),
]


def end_page() -> None:
    """What a page's run ends with."""
    _link.stand()


def open_page(name: str) -> None:
    """Heed the link: all that it says at the beginning of a session, later what the visitor changes there."""
    changed = _link.follow(name)
    if changed is None:
        _drawing.open_link()
    else:
        _choices.forget(changed)
