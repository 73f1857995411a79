"""One number's way through a network, step by step."""

from typing import Any

from .... import session
from ....shared.component import component

_mount = component(__file__)


def journey(plan: dict[str, Any]) -> None:
    """Mount the steps (view.plan), which follow the drawing and the hand by asking the door.

    Where the hand rests, session.JOURNEY takes over.
    """
    first = session.JOURNEY.begun()
    begun = {name: getattr(first, name) for name in session.JOURNEY.parameters}
    data = plan | {"begun": begun, "seeds": session.SEEDS}
    _mount(key=session.JOURNEY.component, data=data, on_journey_change=lambda: None)
