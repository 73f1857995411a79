"""Parts of a page that Streamlit does not have: a folder each, with what mounts it, its script and its style."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from ...store import cards
from . import modules

_STRICT = json.JSONEncoder(allow_nan=False)

# All that Streamlit carries of a script. The app is where Streamlit's own scripts come from; what a script imports is
# asked for at once, and not each when the one before has come.
_LOADER = """const { src } = [...document.scripts].find(({ src }) => src.includes("/static/js/"));
const folder = `${src.slice(0, src.indexOf("/static/js/"))}/%s/`;
const [part] = await Promise.all(%s.map((name) => import(`${folder}${name}.js`)));
export default part.default;
"""


def component(beside: str, name: str = "") -> Any:
    """Register a component; returns what mounts it. What it is mounted with goes out as `finite` has it.

    `beside`: a file of its folder, as __file__ has it. NAME.js, NAME.css and NAME.html lie there as far as there are
    such, NAME being the folder's own unless told. The styles of the scripts that it imports come before its own.
    """
    folder = Path(beside).resolve().parent
    name = name or folder.name
    parts = modules.needed((folder / name).relative_to(modules.UI).as_posix())
    mount = st.components.v2.component(
        f"aemodels_{name}",
        html=modules.read(f"{parts[-1]}.html") or None,
        css="".join(modules.read(f"{part}.css") for part in ("shared/js/tools", *parts)),
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
