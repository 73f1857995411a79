"""The text beside a page, which lies in its folder as Markdown."""

from functools import cache
from pathlib import Path

_PAGES = Path(__file__).parent.parent / "pages"


@cache
def prose(page: str) -> tuple[str, str, list[tuple[str, str]]]:
    """The text of NAME.md or NAME_VIEW.md: its title, its opening, and its sections as (heading, body)."""
    text = (_PAGES / page.partition("_")[0] / f"{page}.md").read_text(encoding="utf-8")
    first, *sections = text.split("\n## ")
    title, _, opening = first.partition("\n")
    parts = (section.partition("\n") for section in sections)
    return title.removeprefix("# "), opening.strip(), [(heading, body) for heading, _, body in parts]
