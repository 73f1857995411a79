"""The visitor's drawing, on every page."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from ... import drawing
from ...data import strokes
from ._checks import left_behind, message_number, number, said_by

if TYPE_CHECKING:
    from torch import Tensor

CANVAS = "canvas"  # the canvas component's own state; Streamlit drops it on pages without a canvas
DRAWING = "drawing"  # the visitor's drawing, on every page
SHOWN = "drawing_shown"  # what the canvas was last given to show; replaced only when Python changes the drawing
UPLOAD = "upload_seen"  # id of the last upload that was taken over
EXAMPLE = "example"  # query parameter: ?example=7 or ?example=7-2 (digit and style)

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
    st.session_state[DRAWING] = replace(current(), revision=current().revision + 1, **changes)
    st.session_state[SHOWN] = st.session_state[DRAWING]


def shown() -> Drawing:
    """What the canvas is to show. Constant while the hand draws, so that it need not be sent again and again."""
    if SHOWN not in st.session_state or CANVAS not in st.session_state:
        # A canvas that has just been mounted (first visit, return from another page) starts from the whole drawing.
        st.session_state[SHOWN] = current()
    return st.session_state[SHOWN]


def take_message() -> None:
    """Take over what the canvas last sent, or what it left behind when it left the page before that was heard.

    Raises drawing.BadDrawing, keeping the drawing, when it is no drawing.
    """
    _take(said_by(CANVAS, "drawing"))
    left = left_behind("drawing")
    if left is not None and message_number(left) > current().sent:
        _take(left)
        st.session_state[DRAWING] = replace(current(), revision=current().revision + 1)
        st.session_state[SHOWN] = current()  # a canvas that has come meanwhile stands empty


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
    st.session_state[DRAWING] = replace(
        current(),
        strokes=strokes_sent,
        pen=number(message.get("pen"), *PENS, "width of the pen"),
        picture=_picture(message.get("picture")),
        sent=sent,
        animate=False,
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
    from ...live.pictures import image

    return image(content)


def take_link() -> str | None:
    """Put the example that the link names on an untouched canvas. Returns a sentence when there is no such example."""
    wanted = st.query_params.get(EXAMPLE)
    if wanted is None or DRAWING in st.session_state:
        return None
    label, _, style = wanted.partition("-")
    if label.isdecimal() and len(label) == 1 and (style or "1").isdecimal() and len(style) <= 2:
        number = int(style or 1)
        if 1 <= number <= strokes.styles(int(label)):
            change(strokes=strokes.digit(int(label), number - 1), animate=True)
            return None
    return "The link asks for an example that does not exist. Examples run from ?example=0 to ?example=9."


def show_example(choice: Any) -> None:
    """Write an example, {"digit": 0-9, "style": a count that wraps round}, on the canvas; ignores anything else."""
    if not isinstance(choice, dict):
        return
    label, style = choice.get("digit"), choice.get("style")
    if label in range(10) and isinstance(style, int):
        change(strokes=strokes.digit(int(label), style % strokes.styles(int(label))), picture=None, animate=True)


def surprise() -> None:
    """Write a digit that nobody has drawn yet, in a hand of its own."""
    import torch

    generator = torch.Generator()
    generator.seed()
    label = int(torch.randint(10, (1,), generator=generator))
    style = int(torch.randint(strokes.styles(label), (1,), generator=generator))
    change(strokes=strokes.digit(label, style, generator), picture=None, animate=True)
