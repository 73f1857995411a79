"""Parts of a page that Streamlit does not have, each with its script and style beside it."""

from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent


def _read(file: str) -> str:
    path = _HERE / file
    return path.read_text(encoding="utf-8") if path.exists() else ""


def component(name: str, *shared: str) -> Any:
    """Register the component `name` (NAME.js, NAME.css and, where there is one, NAME.html); returns what mounts it.

    `shared` names scripts, with or without a style, that several components use; there is no build step, so they are
    put before the own ones.
    """
    return st.components.v2.component(
        f"aemodels_{name}",
        html=_read(f"{name}.html") or None,
        css="".join(_read(f"{part}.css") for part in ("tools", *shared, name)),
        js="\n".join(_read(f"{part}.js") for part in ("mounting", *shared, name)),
    )
