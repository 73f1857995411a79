"""A slider over the weights of a KL term: the drawing redrawn, each dimension's traversal, rate against distortion."""

from typing import Any

from ....shared.component import component

_mount = component(__file__, "betas")


def betas(shown: dict[str, Any], at: int) -> None:
    """Mount the component with view.shown; `at`: number of the beta that it starts with."""
    _mount(key="betas", data=shown | {"at": at})
