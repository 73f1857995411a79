"""One unit: what it looks for, what it adds, whom it answers, and a slider to turn it."""

from typing import Any

from .. import state
from . import component

_mount = component("story", "pictures", "sender", "unit_sender", "live")


def story(about: dict[str, Any], colours: list[str]) -> None:
    """Mount the story of one unit (ui.unit_story.story). How far it is turned, state.take_level takes over."""
    _mount(key=state.STORY, data=about | {"colours": colours}, on_level_change=lambda: None)
