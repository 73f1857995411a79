"""A slider over the weights of a KL term: the drawing redrawn, each dimension's traversal, rate against distortion."""

from typing import Any

from . import component

_mount = component("betas")


def betas(shown: dict[str, Any], at: int) -> None:
    """Mount the component with ui.latent.betas.shown; `at`: number of the beta that it starts with."""
    _mount(key="betas", data=shown | {"at": at})
