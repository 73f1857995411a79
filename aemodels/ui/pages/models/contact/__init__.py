"""A contact sheet: ten digits, and what each model makes of them."""

from typing import Any

from ....shared.component import component

_mount = component(__file__)


def contact(shown: dict[str, Any]) -> None:
    """Mount a contact sheet (ui.contact.contact)."""
    _mount(key="contact", data=shown)
