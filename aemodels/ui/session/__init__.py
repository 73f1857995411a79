"""Every key of the session's state and every query parameter: a table (_table.py), and modules for the rest."""

# ruff: noqa: F401 these names are the face of the package

from ._activations import UNITS, Look, look, take_look, take_unit_link
from ._checks import BadInput, number
from ._choices import choose, choose_instead, choose_too, chosen, chosen_several, renew_link, take_choice, widget_key
from ._drawing import (
    CANVAS,
    PENS,
    UNTIL_DRAWN,
    UPLOAD,
    Drawing,
    change,
    current,
    example,
    show_example,
    shown,
    surprise,
    take_drawing,
)
from ._events import HITS, ODDITIES, event
from ._opening import BY_THE_HAND, end_page, open_page
from ._session import LINE, session
from ._sliders import SLIDES, carried, carry, stand, take_code_link, take_slid
from ._table import (
    BETA,
    BY_HAND,
    CAMERA,
    DRAW,
    JOURNEY,
    MASK,
    NOISE,
    PENALTY,
    POINTS,
    REACH,
    RIDDLE,
    SEEDS,
    STOP,
    USUAL,
    Draw,
    Journey,
    Mask,
)
from ._training import is_own, own
