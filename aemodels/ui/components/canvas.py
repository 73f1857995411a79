"""The canvas to draw on: mouse, touch and pen. The page's parts follow it through the door."""

from .. import state
from . import component

_mount = component("canvas")


def canvas() -> None:
    """Mount the canvas with its tools, showing state.shown(). What it sends at rest, state.take_message takes over."""
    shown = state.shown()
    under = None
    if shown.picture is not None:
        from ...live.pictures import picture  # here: an empty canvas is there before torch is

        under = picture(shown.picture)
    _mount(
        key=state.CANVAS,
        data={
            "revision": shown.revision,
            "strokes": shown.strokes,
            "picture": under,
            "pen": shown.pen,
            "pens": state.PENS,
            "animate": shown.animate,
        },
        on_drawing_change=lambda: None,
    )
