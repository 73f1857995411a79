"""What the drawing does to units, asked at the door for the parts of the activations page."""

from .... import session
from ....session import Look
from ....shared.component import component

_mount = component(__file__)


def unit_news(layer: str, networks: dict[str, str], instead: str, look: Look, story: bool) -> None:
    """Mount what asks for histograms, walls and, where there is one, the story; shows only how the line stands.

    `networks`: name of each model -> name to ask it by. `instead`: the picture to look at while the canvas is empty.
    `look`: what is looked at first. What the hand looks at then, session.take_look takes over.
    """
    ask = {"networks": networks, "layer": layer, "instead": instead, "story": story}
    seen = {"layer": look.layer, "model": look.model, "unit": look.unit, "level": look.level}
    _mount(key=session.UNITS, data={"ask": ask, "look": seen}, on_look_change=lambda: None)
