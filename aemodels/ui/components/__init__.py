"""Parts of a page that Streamlit does not have, each with its script and style beside it."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from ... import cards
from . import modules

_HERE = Path(__file__).parent
_STRICT = json.JSONEncoder(allow_nan=False)

# All that Streamlit carries of a script. The app is where Streamlit's own scripts come from; what a script imports is
# asked for at once, and not each when the one before has come.
_LOADER = """const { src } = [...document.scripts].find(({ src }) => src.includes("/static/js/"));
const folder = `${src.slice(0, src.indexOf("/static/js/"))}/%s/`;
const [part] = await Promise.all(%s.map((name) => import(`${folder}${name}.js`)));
export default part.default;
"""


def _read(file: str) -> str:
    path = _HERE / file
    return path.read_text(encoding="utf-8") if path.exists() else ""


def component(name: str) -> Any:
    """Register the component `name` (NAME.js, NAME.css and, where there is one, NAME.html); returns what mounts it.

    The styles of the scripts that it imports come before its own. What it is mounted with goes out as `finite` has it.
    """
    parts = modules.needed(name)
    mount = st.components.v2.component(
        f"aemodels_{name}",
        html=_read(f"{name}.html") or None,
        css="".join(_read(f"{part}.css") for part in ("tools", *parts)),
        js=_LOADER % (modules.ADDRESS, json.dumps(parts[::-1])),
    )
    return partial(_mounted, mount)


def _mounted(mount: Callable[..., Any], *, data: Any = None, **rest: Any) -> Any:
    # In a list: Streamlit looks at each value of a dict for data frames, with pandas and pyarrow.
    return mount(data=[finite(data)], **rest)


def finite(data: Any) -> Any:
    """What cards.finite makes of it: mostly the data themselves, which writing them as JSON finds out quickly."""
    try:
        _STRICT.encode(data)
    except ValueError:
        return cards.finite(data)
    return data
