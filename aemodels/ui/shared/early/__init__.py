"""What the document shows until Streamlit has brought the page: its frame, and on the first page a canvas to draw on.

The canvas is the page's own (canvas.js), where that will be, and hands over what was drawn on it. Its scripts have 8 kB
to come, the page has more than a megabyte.
"""

import html
import re
from functools import cache

import streamlit as st

from ... import session
from .. import modules
from ..navigation import ICONS
from ..prose import prose

_NAMES = modules.needed("shared/early/early")
_COLOURS = ("primaryColor", "backgroundColor", "textColor", "borderColor")
_ROW = '<nav aria-label="Pages">{}</nav>'
_CANVAS = '<h1>{}</h1><p class="opening">{}</p><div class="parts">{}<div class="soon" role="status">{}</div></div>'
_SOON = "<p>The networks are on their way. You can draw already.</p>" + 4 * "<i></i>"
_PLAIN = '<div class="soon plain" role="status" aria-label="The page is on its way">' + 5 * "<i></i>" + "</div>"
_HOST = '<div id="early"{}><template shadowrootmode="open"><style>{}</style><main>{}</main></template></div>{}'
_PENS = f' data-pens="{session.Drawing.pen} {session.PENS[0]} {session.PENS[1]}"'
_PARTS = [f"./{modules.ADDRESS}/{name}.js" for name in _NAMES]
_SCRIPT = f'<script type="module" async src="{_PARTS[-1]}"></script>'
# At the beginning of the head, before all that Streamlit asks for there.
FIRST = "".join(f'<link rel="modulepreload" href="{part}" fetchpriority="high">' for part in _PARTS)


@cache
def early(page: str, canvas: bool) -> str:
    """HTML that covers `page` until that is there; `canvas`: whether one can draw meanwhile, as on the first page."""
    row = _ROW.format("".join(_link(name, name == page) for name in ICONS))
    if not canvas:
        return _HOST.format("", _style(), row + _PLAIN, "")
    title, opening, _ = prose(page)
    part = _CANVAS.format(title, _marked(opening), modules.read("shared/canvas/canvas.html"), _SOON)
    return _HOST.format(_PENS, _style(), row + part, _SCRIPT)


def _link(name: str, here: bool) -> str:
    return f'<a href="./{"" if name == "draw" else name}"{" aria-current=page" if here else ""}>{name.capitalize()}</a>'


def _marked(text: str) -> str:
    """The openings' Markdown, which knows two kinds of emphasis, as HTML."""
    return re.sub(r"\*(.+?)\*", r"<em>\1</em>", re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html.escape(text)))


def _style() -> str:
    """The parts' styles, and the names by which Streamlit will give them the theme's colours."""
    colours = "".join(
        f"--st-{re.sub('[A-Z]', lambda found: '-' + found[0].lower(), name)}: light-dark("
        f"{st.get_option(f'theme.light.{name}')}, {st.get_option(f'theme.dark.{name}')});"
        for name in _COLOURS
    )
    styles = [modules.read(f"{name}.css") for name in ("shared/js/tools", *_NAMES)]
    return f":host {{ {colours} --st-font: {st.get_option('theme.font')}; }}" + "".join(styles)
