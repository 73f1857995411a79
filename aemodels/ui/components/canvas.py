"""The canvas to draw on: mouse, touch and pen. It sends strokes while the hand moves."""

from ...live.pictures import picture
from .. import state
from . import component

_mount = component("canvas", "pictures", "news", "drawn", "sender", "pen")


SETTLE = 300  # ms


def canvas(live: bool = False) -> None:
    """Mount the canvas with its tools, showing state.shown(). What it sends, state.take_message takes over.

    `live`: the page's parts answer the canvas through the door, so that Python need not hear of the drawing before the
    pen has rested.
    """
    shown = state.shown()
    _mount(
        key=state.CANVAS,
        data={
            "revision": shown.revision,
            "strokes": shown.strokes,
            "picture": None if shown.picture is None else picture(shown.picture),
            "pen": shown.pen,
            "pens": state.PENS,
            "animate": shown.animate,
            "settle": SETTLE if live else 0,
        },
        on_drawing_change=lambda: None,
    )
