"""The digit where the sliders of a code stand, beside the one where they started."""

from ....shared.component import component

_mount = component(__file__)


def slid(begun_as: str, hue: int) -> None:
    """Mount the two digits, which follow the sliders; `begun_as`: in words, where these started."""
    _mount(key="slid", data={"begun_as": begun_as, "hue": hue})
