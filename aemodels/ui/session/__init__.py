"""Every key of the session's state and every query parameter, a module for each page or view that has any."""

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
    take_link,
    take_message,
)
from ._events import HITS, ODDITIES, event
from ._map import MAP, REACH, first_point, take_point, take_point_link
from ._masking import (
    MASK_SEEDS,
    PATCH_BOARD,
    RIDDLE_BOARD,
    USUAL,
    Mask,
    Riddle,
    mask,
    riddle,
    take_mask,
    take_mask_link,
    take_riddle,
)
from ._noise import BY_HAND, CORRUPTER, NoiseChoice, noise, take_noise
from ._road import ROAD, first_stop, take_stop, take_stop_link
from ._samples import HOTTEST, SEEDS, SHEETS, Draw, draw, first_draw, take_draw, take_draw_link
from ._session import LINE, session
from ._sliders import SLIDES, carried, carry, stand, take_code_link, take_slid
from ._training import is_own, own
