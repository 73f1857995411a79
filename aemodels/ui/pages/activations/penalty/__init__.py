"""What two sparsity penalties ask of each unit, with the target to move."""

from typing import Any

from .... import session
from ....shared.component import component

_mount = component(__file__)


def penalty(layer: str, models: list[dict[str, Any]], rho: float) -> None:
    """Mount the curves of KL and L1 with every unit (view.penalty) on them; `rho`: the target at first.

    What the hand has moved, session.PENALTY takes over.
    """
    stood = session.PENALTY.begun()
    data = {"layer": layer, "models": models, "rho": stood.rho or rho, "close": bool(stood.close)}
    _mount(key=session.PENALTY.component, data=data, on_penalty_change=lambda: None)
