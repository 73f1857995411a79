"""Values that a component's message and the link can set: the kind of each, its bounds, and how a link has it.

A state is a frozen dataclass whose fields are these, as a network's configuration is one of models.choices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from ._checks import BadInput, number, numbers

_NONE = "The page sent a {} that is none. Reload it to start again."


@dataclass(frozen=True)
class Parameter:
    """One value of a state: its name in the link, and the ways between value, message and link."""

    link: str
    check: Callable[[Any], Any]  # what a message says -> the value. Raises BadInput
    read: Callable[[str], Any]  # the text of a link -> what a message would say. Raises ValueError
    write: Callable[[Any], str]


def parameters(kind: type) -> dict[str, Parameter]:
    """The parameters of a state, by the names of its fields."""
    return {one.name: one.metadata["parameter"] for one in fields(kind)}


def _field(make: Callable[[], Any], *parts: Any) -> Any:
    return field(default_factory=make, metadata={"parameter": Parameter(*parts)})


def whole(link: str, default: int | None, high: int, what: str) -> Any:
    """A whole number from 0 to `high`; also none at all, where that is the default."""

    def check(value: Any) -> int | None:
        return None if value is None and default is None else int(number(value, 0, high, what))

    return _field(lambda: default, link, check, int, str)


def real(link: str, default: float, high: float, what: str, form: str = ".2f") -> Any:
    """A number from 0 to `high`, in the link as `form` has it, usually with two decimals."""
    return _field(lambda: default, link, lambda value: number(value, 0, high, what), float, f"{{:{form}}}".format)


def vector(link: str, default: tuple[float, ...], reach: float, what: str) -> Any:
    """As many numbers from -reach to reach as the default has, with two decimals in the link."""
    return _field(
        lambda: default,
        link,
        lambda values: numbers(values, len(default), reach, what),
        read_numbers,
        write_numbers,
    )


def points(link: str, reach: float, most: int, what: str) -> Any:
    """One to `most` points of two numbers from -reach to reach, at first a single one in the middle."""

    def check(values: Any) -> tuple[tuple[float, ...], ...]:
        if not isinstance(values, list) or not 1 <= len(values) <= most:
            raise BadInput(_NONE.format(what))
        return tuple(numbers(point, 2, reach, what) for point in values)

    return _field(
        lambda: ((0.0, 0.0),),
        link,
        check,
        lambda text: [read_numbers(part) for part in text.split(";")],
        lambda held: ";".join(map(write_numbers, held)),
    )


def read_numbers(text: str) -> list[float]:
    """Numbers with commas between them. Raises ValueError."""
    return [float(part) for part in text.split(",")]


def write_numbers(values: Sequence[float]) -> str:
    """Numbers as a link has them."""
    return ",".join(f"{value:.2f}" for value in values)


def option(link: str, default: str, options: Sequence[str], what: str) -> Any:
    """One of the options."""

    def check(value: Any) -> str:
        if value not in tuple(options):
            raise BadInput(f"The page sent a {what} that does not exist. Reload it to start again.")
        return value

    return _field(lambda: default, link, check, str, str)


def places(link: str, high: int, what: str) -> Any:
    """Whole numbers from 0 to `high`, each at most once, in their order; none at first."""

    def check(values: Any) -> tuple[int, ...]:
        if not isinstance(values, list) or len(values) > high + 1:
            raise BadInput(_NONE.format(what))
        checked = tuple(int(number(value, 0, high, what)) for value in values)
        if len(set(checked)) != len(checked):
            raise BadInput(f"The page sent a {what} twice. Reload it to start again.")
        return checked

    return _field(
        tuple,
        link,
        check,
        lambda text: [int(part) for part in text.split(".")],
        lambda values: ".".join(map(str, values)),
    )


def bits(link: str, default: Callable[[], str], count: int, what: str) -> Any:
    """A text of `count` characters, each 0 or 1; hexadecimal in the link, the first one highest."""
    digits = -(-count // 4)

    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) != count or set(value) - {"0", "1"}:
            raise BadInput(_NONE.format(what))
        return value

    def read(text: str) -> str:
        if len(text) != digits or set(text) - set("0123456789abcdef"):
            raise ValueError(text)
        return f"{int(text, 16):0{count}b}"

    return _field(default, link, check, read, lambda value: f"{int(value, 2):0{digits}x}")


def amounts(link: str, usual: Mapping[str, float], highest: Mapping[str, float], what: str) -> Any:
    """An amount for each kind; the link has those that are not as usual, as kind:amount."""

    def check(value: Any) -> dict[str, float]:
        if not isinstance(value, dict):
            raise BadInput(_NONE.format(what))
        return {kind: number(value.get(kind), 0, high, what) for kind, high in highest.items()}

    def read(text: str) -> dict[str, float]:
        named = dict(part.split(":") for part in text.split(","))
        if not set(named) <= set(usual):
            raise ValueError(text)
        return dict(usual) | {kind: float(amount) for kind, amount in named.items()}

    def write(value: dict[str, float]) -> str:
        return ",".join(f"{kind}:{value[kind]:.2f}" for kind in usual if value[kind] != usual[kind])

    return _field(lambda: dict(usual), link, check, read, write)
