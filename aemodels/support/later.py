"""Names of a package that are looked for when they are asked for: the app's first page is there before torch is."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def names_in(package: str, homes: dict[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a package whose public names lie in these of its modules: {name: module}."""

    def find(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f".{homes[name]}", package), name)

    return find
