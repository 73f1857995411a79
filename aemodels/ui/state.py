"""Every key of the session's state and every query parameter."""

import base64
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st
import torch
from torch import Tensor

from .. import drawing, strokes
from ..noise import NOISES, corrupt

CANVAS = "canvas"  # the canvas component's own state; Streamlit drops it on pages without a canvas
DRAWING = "drawing"  # the visitor's drawing, on every page
SHOWN = "drawing_shown"  # what the canvas was last given to show; replaced only when Python changes the drawing
UPLOAD = "upload_seen"  # id of the last upload that was taken over
SPOILER = "spoiler"  # the noise bench's own state
NOISE = "noise"  # the visitor's choice of noise
MAP = "latent_map"  # the maps' own state
POINT = "point"  # where the visitor stands on the maps
FIRST_POINT = "first_point"  # what the maps were last told; constant while the hand moves
Z = "z"  # query parameter: ?z=0.42,-1.30, the point on the maps
REACH = 5.5  # the maps run from -REACH to REACH in both directions
EXAMPLE = "example"  # query parameter: ?example=7 or ?example=7-2 (digit and style)

BY_HAND = "hand"  # the kind of noise that is none: only marks spoil the picture
PENS = (1.2, 4.0)  # narrowest and widest pen in pixels of 28


@dataclass(frozen=True)
class Drawing:
    """Strokes of the pen over an optional picture; `revision` counts the changes that did not come from the hand."""

    strokes: list[dict[str, Any]] = field(default_factory=list)
    pen: float = 2.4
    picture: Tensor | None = None  # (1, 1, 28, 28) in [0, 1]; strokes then go on top of it as they are
    revision: int = 0
    sent: int = 0  # number of the canvas message that this drawing came with
    written: list[dict[str, Any]] | None = None  # what stands on the canvas while it writes the strokes out
    animate: bool = False  # whether the canvas writes the strokes out like a hand

    def on_canvas(self) -> "Drawing":
        """The drawing as it stands on the canvas at this moment, half written or whole."""
        return self if self.written is None else replace(self, strokes=self.written, written=None)

    def model_input(self) -> Tensor | None:
        """What the models see, (1, 1, 28, 28), or None while the canvas is empty. Raises drawing.BadDrawing."""
        if self.picture is not None:
            x = drawing.ink(self.strokes, onto=self.picture, pen=self.pen)
            return x if x.any() else None
        try:
            return drawing.from_strokes(self.strokes, pen=self.pen)
        except drawing.EmptyDrawing:
            return None


def current() -> Drawing:
    """The visitor's drawing, empty at first."""
    if DRAWING not in st.session_state:
        st.session_state[DRAWING] = Drawing()
    return st.session_state[DRAWING]


def change(**changes: Any) -> None:
    """Replace the drawing from Python: the canvas will take it over."""
    st.session_state[DRAWING] = replace(current(), revision=current().revision + 1, written=None, **changes)
    st.session_state[SHOWN] = st.session_state[DRAWING]


def shown() -> Drawing:
    """What the canvas is to show. Constant while the hand draws, so that it need not be sent again and again."""
    if SHOWN not in st.session_state or CANVAS not in st.session_state:
        # A canvas that has just been mounted (first visit, return from another page) starts from the whole drawing.
        st.session_state[SHOWN] = current()
    return st.session_state[SHOWN]


def take_message() -> None:
    """Take over what the canvas last sent. Raises drawing.BadDrawing, keeping the drawing, when it is no drawing."""
    message = (st.session_state.get(CANVAS) or {}).get("drawing")
    if message is None:
        return
    if not isinstance(message, dict):
        raise drawing.BadDrawing("The canvas sent something that is not a drawing. Clear it and draw again.")
    if message.get("revision") != current().revision:
        return  # sent before the canvas heard of a newer drawing
    strokes_sent = drawing.check_strokes(message.get("strokes"))
    sent = int(_number(message.get("sent"), 0, 2**53, "message number"))
    if message.get("writing") is True:
        # Python knows the whole example; half of it must not become the drawing if the visitor leaves meanwhile.
        st.session_state[DRAWING] = replace(current(), written=strokes_sent, sent=sent)
        return
    st.session_state[DRAWING] = replace(
        current(),
        strokes=strokes_sent,
        written=None,
        pen=_number(message.get("pen"), *PENS, "width of the pen"),
        picture=_picture(message.get("picture")),
        sent=sent,
        animate=False,
    )


def _number(value: Any, low: float, high: float, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise drawing.BadDrawing(f"The page sent a {what} outside {low} to {high}. Clear the canvas and draw again.")
    return float(value)


def _picture(text: Any) -> Tensor | None:
    if text is None:
        return None
    try:
        content = base64.b64decode(text, validate=True)
    except (TypeError, ValueError):
        content = b""
    if len(content) != 784:
        raise drawing.BadDrawing("The canvas sent a picture that is not 28 × 28 pixels. Clear it and draw again.")
    return torch.frombuffer(bytearray(content), dtype=torch.uint8).reshape(1, 1, 28, 28) / 255


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


@dataclass(frozen=True)
class NoiseChoice:
    """How the digit is to be spoiled: one kind of noise at its amount, from a seed, and marks made by hand on top."""

    kind: str = "gaussian"
    amounts: dict[str, float] = field(
        default_factory=lambda: {"gaussian": 0.5, "masking": 0.5, "salt_and_pepper": 0.25, "erase_patches": 0.25}
    )
    seed: int = 1
    marks: list[dict[str, Any]] = field(default_factory=list)
    sent: int = 0

    def spoil(self, x: Tensor) -> Tensor:
        """Clean image (1, 1, 28, 28) -> what noise.corrupt makes of it from this seed, with the marks on top."""
        if self.kind in NOISES:
            x = corrupt(x, self.kind, self.amounts[self.kind], torch.Generator().manual_seed(self.seed))
        return drawing.ink(self.marks, onto=x) if self.marks else x


def noise() -> NoiseChoice:
    """The visitor's choice of noise."""
    return st.session_state.setdefault(NOISE, NoiseChoice())


def take_noise() -> None:
    """Take over what the noise bench last sent. Raises drawing.BadDrawing, keeping the choice, when it is none."""
    message = (st.session_state.get(SPOILER) or {}).get("choice")
    if message is None:
        return
    if not isinstance(message, dict) or not isinstance(message.get("amounts"), dict):
        raise drawing.BadDrawing("The page sent a choice of noise that is none. Reload it to start again.")
    if message.get("kind") not in (*NOISES, BY_HAND):
        raise drawing.BadDrawing("The page sent a kind of noise that does not exist. Reload it to start again.")
    amounts = {
        kind: _number(message["amounts"].get(kind), 0, about.maximum, "amount of noise")
        for kind, about in NOISES.items()
    }
    st.session_state[NOISE] = NoiseChoice(
        kind=message["kind"],
        amounts=amounts,
        seed=int(_number(message.get("seed"), 0, 999, "seed")),
        marks=drawing.check_strokes(message.get("marks")),
        sent=int(_number(message.get("sent"), 0, 2**53, "message number")),
    )


@dataclass(frozen=True)
class Point:
    """A point of the maps, and the number of the message that it came with."""

    z: tuple[float, float] = (0.0, 0.0)
    sent: int = 0


def point() -> Point:
    """Where the visitor stands on the maps."""
    return st.session_state.setdefault(POINT, Point())


def first_point() -> tuple[float, float]:
    """The point at which the maps were mounted. Constant while the hand moves, so that they are not sent again."""
    if FIRST_POINT not in st.session_state or MAP not in st.session_state:
        st.session_state[FIRST_POINT] = point().z
    return st.session_state[FIRST_POINT]


def take_point() -> None:
    """Take over where the point was moved to. Raises drawing.BadDrawing, keeping the point, when it is none."""
    message = (st.session_state.get(MAP) or {}).get("point")
    if message is None:
        return
    if not isinstance(message, dict) or not isinstance(message.get("z"), list) or len(message["z"]) != 2:
        raise drawing.BadDrawing("The page sent a point that is none. Reload it to start again.")
    x, y = (_number(value, -REACH, REACH, "point") for value in message["z"])
    st.session_state[POINT] = Point((x, y), int(_number(message.get("sent"), 0, 2**53, "message number")))
    if message.get("done") is True:
        st.query_params[Z] = f"{x:.2f},{y:.2f}"


def take_point_link() -> str | None:
    """Start at the point that the link names. Returns a sentence when it names none."""
    wanted = st.query_params.get(Z)
    if wanted is None or POINT in st.session_state:
        return None
    try:
        x, y = (float(value) for value in wanted.split(","))
    except ValueError:
        x = y = float("nan")
    if not (-REACH <= x <= REACH and -REACH <= y <= REACH):
        return f"The link names no point of the map. Points run from ?z=-{REACH},-{REACH} to ?z={REACH},{REACH}."
    st.session_state[POINT] = Point((x, y))
    return None


def show_example(choice: Any) -> None:
    """Write an example, {"digit": 0-9, "style": a count that wraps round}, on the canvas; ignores anything else."""
    if not isinstance(choice, dict):
        return
    label, style = choice.get("digit"), choice.get("style")
    if label in range(10) and isinstance(style, int):
        change(strokes=strokes.digit(int(label), style % strokes.styles(int(label))), picture=None, animate=True)


def surprise() -> None:
    """Write a digit that nobody has drawn yet, in a hand of its own."""
    generator = torch.Generator()
    generator.seed()
    label = int(torch.randint(10, (1,), generator=generator))
    style = int(torch.randint(strokes.styles(label), (1,), generator=generator))
    change(strokes=strokes.digit(label, style, generator), picture=None, animate=True)
