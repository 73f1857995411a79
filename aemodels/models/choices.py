"""What people may choose about a model and its training, said once, beside the field that holds it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Choice:
    """How a field of a configuration is offered: its title, what it does, and what it may hold.

    `low` and `high` bound a number, each size of a list of sizes, or each amount of a list of amounts. `stops` are
    the values that a slider offers (others between low and high are fine too), `options` the words to choose from.
    """

    title: str
    help: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    stops: tuple[float, ...] = ()
    options: tuple[str, ...] = ()
    least: int = 1  # entries of a list
    most: int = 1
    advanced: bool = False  # rarely worth changing: offered one click deeper


def choice(default: Any, title: str, help: str = "", **rest: Any) -> Any:
    """A dataclass field with `default`, described by Choice(title, help, **rest)."""
    if rest.get("stops"):
        rest = {"low": min(rest["stops"]), "high": max(rest["stops"])} | rest
    return field(default=default, metadata={"choice": Choice(title, help, **rest)})


def choices(config: type, leave_out: Sequence[str] = ()) -> dict[str, Choice]:
    """How each field of the dataclass `config` is offered, in the fields' order.

    A subclass that only changes a field's default keeps its parent's description; a field that nobody has described
    is offered under its own name.
    """
    described: dict[str, Choice] = {}
    for one in fields(config):
        if one.name in leave_out:
            continue
        found = one.metadata.get("choice") or next(
            filter(None, (_inherited(c, one.name) for c in config.__mro__)), None
        )
        described[one.name] = found or Choice(one.name.replace("_", " ").capitalize())
    return described


def _inherited(config: type, name: str) -> Choice | None:
    own = getattr(config, "__dataclass_fields__", {}).get(name)
    return own.metadata.get("choice") if own else None


def defaults(config: type) -> dict[str, Any]:
    """The default of each field of the dataclass `config`."""
    return {one.name: one.default for one in fields(config)}
