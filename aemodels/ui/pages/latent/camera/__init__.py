"""Tells the session where the visitor looks at a 3-D chart from, so that the link can say so."""

from .... import session
from ....shared.component import component

_mount = component(__file__)


def camera(chart: str) -> None:
    """Mount the component, which is not seen, for the chart of that key; session.CAMERA takes what it tells."""
    _mount(key=session.CAMERA.component, data={"chart": chart}, on_camera_change=lambda: None)
