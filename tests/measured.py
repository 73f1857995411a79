"""tests/README.md, and what the benchmarks write into it."""

import re
from pathlib import Path

PAGE = Path(__file__).with_name("README.md")


def section(name: str) -> re.Pattern[str]:
    """Where the table of this name stands: the fence after its mark."""
    return re.compile(rf"(<!-- {name} -->\n```\n)(.*?)(\n```)", re.DOTALL)


def write(name: str, table: str) -> None:
    """Put a newer table in the place of the one of this name. Raises LookupError where there is no such place."""
    text = PAGE.read_text(encoding="utf-8")
    if not section(name).search(text):
        raise LookupError(f"{PAGE.name} has no table {name}")
    PAGE.write_text(section(name).sub(lambda found: f"{found[1]}{table}{found[3]}", text), encoding="utf-8")
