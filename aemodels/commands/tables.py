"""Plain-text tables for the command line."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows of strings under a header: the first column to the left, the others to the right."""
    lines = [list(header), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]

    def show(line: Sequence[str]) -> str:
        cells = [
            line[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)),
        ]
        return "  ".join(cells).rstrip()

    return "\n".join([show(lines[0]), "  ".join("-" * width for width in widths), *map(show, lines[1:])])


def metrics_tables(measured: list[tuple[str, dict[str, Any]]]) -> str:
    """One row per metric and one column per model; then a table of its own for each entry called by_SOMETHING."""
    flat = {name: dict(_figures(metrics)) for name, metrics in measured}
    keys = list(dict.fromkeys(key for metrics in flat.values() for key in metrics))
    rows = [[key, *(metrics.get(key, "") for metrics in flat.values())] for key in keys]
    apart = [_rows_table(name, *found) for name, metrics in measured for found in breakdowns(metrics)]
    return "\n\n".join([table(["metric", *flat], rows), *apart])


def _figures(metrics: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The single numbers among metrics, named by the keys that lead to them; lists are left to the card."""
    for key, value in metrics.items():
        if isinstance(value, Mapping) and not key.startswith("by_"):
            yield from _figures(value, f"{prefix}{key} ")
        elif isinstance(value, int | float):
            yield prefix + key, value_in_text(value)


def breakdowns(metrics: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The entries of metrics called by_SOMETHING, at any depth, as (SOMETHING, rows by their label)."""
    for key, value in metrics.items():
        if key.startswith("by_"):
            yield key.removeprefix("by_"), value
        elif isinstance(value, Mapping):
            yield from breakdowns(value)


def grid(what: str, entries: Mapping[str, Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """A breakdown by `what` as a header and rows of text, a column for each figure that any of its rows has."""
    columns = list(dict.fromkeys(key for row in entries.values() for key in row))
    return [what, *columns], [
        [label, *(value_in_text(row.get(key, "")) for key in columns)] for label, row in entries.items()
    ]


def _rows_table(name: str, what: str, entries: Mapping[str, Mapping[str, Any]]) -> str:
    return f"{name}, by {what}\n" + table(*grid(what, entries))


def value_in_text(value: Any) -> str:
    """A figure in four digits, a list in hundredths, a dash for what could not be measured."""
    if isinstance(value, list | tuple):
        return " ".join("–" if number is None else f"{number:.2f}" for number in value)
    if value is None:  # what could not be measured
        return "–"
    return f"{value:.4g}" if isinstance(value, int | float) else str(value)
