"""What may be asked: plain JSON, typed and bounded. A request holds everything its answer depends on."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ..drawing import MAX_POINTS, MAX_STROKES

LARGEST = 64_000  # bytes of a request
MOST_NETWORKS = 24

Coordinate = Annotated[float, Meta(ge=-0.5, le=1.5)]
Name = Annotated[str, Meta(min_length=1, max_length=64)]


class Stroke(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A line of the pen or of the eraser; coordinates are shares of the canvas, y down."""

    points: Annotated[list[tuple[Coordinate, Coordinate]], Meta(max_length=MAX_POINTS)]
    erase: bool = False


class Drawn(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A drawing: strokes over an optional picture of 784 bytes, and the pen's width in pixels of 28."""

    strokes: Annotated[list[Stroke], Meta(max_length=MAX_STROKES)] = []
    pen: Annotated[float, Meta(ge=1.2, le=4.0)] = 2.4
    picture: Annotated[bytes, Meta(min_length=784, max_length=784)] | None = None


class Redraw(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How do these networks redraw this drawing?"""

    drawing: Drawn
    networks: Annotated[list[Name], Meta(max_length=MOST_NETWORKS)]


class Narrow(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What becomes of this drawing in the narrowest beginnings of this network's code?"""

    drawing: Drawn
    network: Name
