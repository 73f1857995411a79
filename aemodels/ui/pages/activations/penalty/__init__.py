"""What two sparsity penalties ask of each unit, with the target to move."""

from typing import Any

from ....shared.component import component

_mount = component(__file__)


def penalty(layer: str, models: list[dict[str, Any]], rho: float) -> None:
    """Mount the curves of KL and L1 with every unit (view.penalty) on them; `rho`: the target at first."""
    _mount(key="penalty", data={"layer": layer, "models": models, "rho": rho})
