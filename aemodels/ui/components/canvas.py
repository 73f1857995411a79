"""The canvas to draw on: mouse, touch and pen. It sends strokes while the hand moves."""

from .. import state
from ..answers import picture
from . import component

_mount = component("canvas", "pictures", "sender", "pen")


def canvas() -> None:
    """Mount the canvas with its tools, showing state.shown(). What it sends, state.take_message takes over."""
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
        },
        on_drawing_change=lambda: None,
    )
