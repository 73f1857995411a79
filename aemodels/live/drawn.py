"""What the networks see of a drawing: strokes alone are brought into MNIST's form, strokes over a picture stay put."""

from collections.abc import Sequence

from torch import Tensor

from .. import drawing
from .messages import Drawn, Stroke
from .pictures import image


def model_input(strokes: drawing.Strokes, pen: float, picture: Tensor | None) -> Tensor | None:
    """What the models see, (1, 1, 28, 28), or None while there is no ink. Raises drawing.BadDrawing."""
    if picture is not None:
        x = drawing.ink(strokes, onto=picture, pen=pen)
        return x if x.any() else None
    try:
        return drawing.from_strokes(strokes, pen=pen)
    except drawing.EmptyDrawing:
        return None


def seen(drawn: Drawn) -> Tensor | None:
    """The same of what a page sends. Raises drawing.BadDrawing."""
    return model_input(plain(drawn.strokes), drawn.pen, None if drawn.picture is None else image(drawn.picture))


def plain(strokes: Sequence[Stroke]) -> drawing.Strokes:
    """A page's strokes as drawing.py takes them."""
    return [{"points": stroke.points, "erase": stroke.erase} for stroke in strokes]
