"""The visitor's drawing, on every page."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from ... import drawing
from ...data import strokes
from . import _drawing_text, _link
from ._checks import left_behind, message_number, number, said_by

if TYPE_CHECKING:
    from torch import Tensor

CANVAS = "canvas"  # the canvas component's own state; Streamlit drops it on pages without a canvas
DRAWING = "drawing"  # the visitor's drawing, on every page
SHOWN = "drawing_shown"  # what the canvas was last given to show; replaced only when Python changes the drawing
UPLOAD = "upload_seen"  # id of the last upload that was taken over
EXAMPLE = "example"  # query parameter: ?example=7 or ?example=7-2 (digit and style)
DRAWN = "d"  # query parameter: any other drawing, as _drawing_text has it
PEN = "pen"  # query parameter: the width of a pen that is not the usual one
TEXT = "drawing_text"  # (drawing, its text), kept since many points take their time
UNFIT = "drawing_link_unfit"  # a sentence about the link's drawing that nobody has been told yet

PENS = (1.2, 4.0)  # narrowest and widest pen in pixels of 28
UNTIL_DRAWN = "Example 3, until you draw"  # what Drawing.or_example stands for, in words


@cache
def example(label: int, style: int = 0) -> Tensor:
    """An example digit as the models see it, (1, 1, 28, 28). Shared: do not change it in place."""
    return drawing.from_strokes(strokes.digit(label, style))


@dataclass(frozen=True)
class Drawing:
    """Strokes of the pen over an optional picture; `revision` counts the changes that did not come from the hand."""

    strokes: list[dict[str, Any]] = field(default_factory=list)
    pen: float = 2.4
    picture: Tensor | None = None  # (1, 1, 28, 28) in [0, 1]; strokes then go on top of it as they are
    revision: int = 0
    sent: int = 0  # number of the canvas message that this drawing came with
    animate: bool = False  # whether the canvas writes the strokes out like a hand
    example: str = ""  # which example this is, as the link has it

    def model_input(self) -> Tensor | None:
        """What the models see, (1, 1, 28, 28), or None while the canvas is empty. Raises drawing.BadDrawing."""
        from ...live.drawn import model_input  # here: a page with a canvas is there before torch is

        return model_input(self.strokes, self.pen, self.picture)

    def or_example(self, style: int = 0) -> tuple[Tensor, bool]:
        """Like model_input, with an example 3 while the canvas is empty; and whether it is the visitor's own digit."""
        x = self.model_input()
        return (example(3, style), False) if x is None else (x, True)


def current() -> Drawing:
    """The visitor's drawing, empty at first."""
    if DRAWING not in st.session_state:
        st.session_state[DRAWING] = Drawing()
    return st.session_state[DRAWING]


def change(**changes: Any) -> None:
    """Replace the drawing from Python: the canvas will take it over."""
    st.session_state[DRAWING] = replace(current(), revision=current().revision + 1, **{"example": ""} | changes)
    st.session_state[SHOWN] = st.session_state[DRAWING]
    _renew_link()


def shown() -> Drawing:
    """What the canvas is to show. Constant while the hand draws, so that it need not be sent again and again."""
    if SHOWN not in st.session_state or CANVAS not in st.session_state:
        # A canvas that has just been mounted (first visit, return from another page) starts from the whole drawing.
        st.session_state[SHOWN] = current()
    return st.session_state[SHOWN]


def take_drawing() -> str | None:
    """Take over what the canvas last sent, or what it left behind when it left the page before that was heard.

    Returns a sentence when the link has asked for a drawing that does not exist. Raises drawing.BadDrawing, keeping the
    drawing, when the canvas has sent none.
    """
    _take(said_by(CANVAS, "drawing"))
    left = left_behind("drawing")
    if left is not None and message_number(left) > current().sent:
        _take(left)
        st.session_state[DRAWING] = replace(current(), revision=current().revision + 1)
        st.session_state[SHOWN] = current()  # a canvas that has come meanwhile stands empty
    _renew_link()
    return st.session_state.pop(UNFIT, None)


def _take(message: dict[str, Any] | None) -> None:
    if message is None:
        return
    if message.get("revision") != current().revision:
        return  # sent before the canvas heard of a newer drawing
    strokes_sent = drawing.check_strokes(message.get("strokes"))
    sent = message_number(message)
    if message.get("writing") is True:
        # Python knows the whole example; half of it must not become the drawing if the visitor leaves meanwhile.
        st.session_state[DRAWING] = replace(current(), sent=sent)
        return
    picture = _picture(message.get("picture"))
    same = picture is None and strokes_sent == current().strokes
    st.session_state[DRAWING] = replace(
        current(),
        strokes=strokes_sent,
        pen=number(message.get("pen"), *PENS, "width of the pen"),
        picture=picture,
        sent=sent,
        animate=False,
        example=current().example if same else "",
    )


def _picture(text: Any) -> Tensor | None:
    if text is None:
        return None
    try:
        content = base64.b64decode(text, validate=True)
    except (TypeError, ValueError):
        content = b""
    if len(content) != 784:
        raise drawing.BadDrawing("The canvas sent a picture that is not 28 × 28 pixels. Clear it and draw again.")
    return _image(content)


def _image(content: bytes) -> Tensor:
    from ...live.pictures import image

    return image(content)


def open_link() -> None:
    """Put what the link names on the canvas, at the beginning of a session; take_drawing tells what failed."""
    wanted, drawn = _link.read(EXAMPLE), _link.read(DRAWN)
    if wanted is not None:
        st.session_state[UNFIT] = _open_example(wanted)
    elif drawn is not None:
        st.session_state[UNFIT] = _open_drawn(drawn, _link.read(PEN))


def _open_example(wanted: str) -> str | None:
    label, _, style = wanted.partition("-")
    if label.isdecimal() and len(label) == 1 and (style or "1").isdecimal() and len(style) <= 2:
        number = int(style or 1)
        if 1 <= number <= strokes.styles(int(label)):
            change(strokes=strokes.digit(int(label), number - 1), animate=True, example=wanted)
            return None
    return "The link asks for an example that does not exist. Examples run from ?example=0 to ?example=9."


def _open_drawn(text: str, pen: str | None) -> str | None:
    try:
        found = _drawing_text.read_drawing(text)
        width = number(float(pen or 2.4), *PENS, "width of the pen")
        given = drawing.check_strokes([] if isinstance(found, bytes) else found)
    except ValueError:
        return "The link holds a drawing that cannot be read. Draw one of your own."
    change(strokes=given, pen=width, picture=_image(found) if isinstance(found, bytes) else None)
    return None


def _renew_link() -> None:
    """Let the link hold the drawing: an example by its name, another one by its strokes, or by what they look like."""
    now = current()
    if st.session_state.get(TEXT, (None,))[0] is not now:
        st.session_state[TEXT] = now, None if now.example else _text_of(now)
    text = st.session_state[TEXT][1]
    pen = f"{now.pen:g}" if text and now.pen != Drawing.pen else None
    _link.write({EXAMPLE: now.example or None, DRAWN: text, PEN: pen})


def _text_of(now: Drawing) -> str | None:
    if not now.strokes and now.picture is None:
        return None
    if now.picture is None:
        text = _drawing_text.strokes_text(now.strokes)
        if len(text) <= _drawing_text.LONGEST:
            return text
    try:
        seen = now.model_input()
    except drawing.BadDrawing:
        return None
    from ...live.pictures import picture

    return None if seen is None else _drawing_text.picture_text(base64.b64decode(picture(seen)))


def show_example(choice: Any) -> None:
    """Write an example, {"digit": 0-9, "style": a count that wraps round}, on the canvas; ignores anything else."""
    if not isinstance(choice, dict):
        return
    label, style = choice.get("digit", -1), choice.get("style")
    if label in range(10) and isinstance(style, int):
        style %= strokes.styles(int(label))
        name = f"{label}-{style + 1}" if style else str(label)
        change(strokes=strokes.digit(int(label), style), picture=None, animate=True, example=name)


def surprise() -> None:
    """Write a digit that nobody has drawn yet, in a hand of its own."""
    import torch

    generator = torch.Generator()
    generator.seed()
    label = int(torch.randint(10, (1,), generator=generator))
    style = int(torch.randint(strokes.styles(label), (1,), generator=generator))
    change(strokes=strokes.digit(label, style, generator), picture=None, animate=True)
