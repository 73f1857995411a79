"""Parts of a page that Streamlit does not have, each with its script and style beside it."""

from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent


def component(name: str) -> Any:
    """Register the component `name` from NAME.js, NAME.css and, where there is one, NAME.html; returns what mounts it."""
    html = _HERE / f"{name}.html"
    return st.components.v2.component(
        f"aemodels_{name}",
        html=html.read_text(encoding="utf-8") if html.exists() else None,
        css=(_HERE / f"{name}.css").read_text(encoding="utf-8"),
        js=(_HERE / f"{name}.js").read_text(encoding="utf-8"),
    )
