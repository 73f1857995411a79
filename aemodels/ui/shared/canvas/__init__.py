"""The canvas to draw on: mouse, touch and pen. The page's parts follow it through the door."""

from ... import session
from ..component import component

_mount = component(__file__)


def canvas() -> None:
    """Mount the canvas with its tools, showing session.shown(). What it sends at rest, session.take_drawing takes."""
    shown = session.shown()
    under = None
    if shown.picture is not None:
        from ....live.pictures import picture  # here: an empty canvas is there before torch is

        under = picture(shown.picture)
    _mount(
        key=session.CANVAS,
        data={
            "revision": shown.revision,
            "strokes": shown.strokes,
            "picture": under,
            "pen": shown.pen,
            "pens": session.PENS,
            "animate": shown.animate,
        },
        on_drawing_change=lambda: None,
    )
