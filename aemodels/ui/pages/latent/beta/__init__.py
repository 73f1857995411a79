"""A slider over the weights of a KL term: the drawing redrawn, each dimension's traversal, rate against distortion."""

from typing import Any

from .... import session
from ....shared.component import component

_mount = component(__file__, "betas")


def betas(shown: dict[str, Any], at: int) -> None:
    """Mount the component with view.shown; `at`: number of the beta that it starts with.

    Where the slider comes to rest, session.BETA takes over.
    """
    _mount(key=session.BETA.component, data=shown | {"at": at}, on_beta_change=lambda: None)
