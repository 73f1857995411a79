"""A table of models that sorts by any of its columns."""

from typing import Any

from ....shared.component import component

_mount = component(__file__)


def ledger(table: dict[str, Any]) -> Any:
    """Mount a table (ui.catalogue.table). Returns the name of the model whose title was just pressed, or None.

    What it returns comes from the browser: believe it only if it is among the names in the table.
    """
    return _mount(key="ledger", data=table, on_model_change=lambda: None).model
