"""Plotly charts, for what stands still: one look for all. Only a page that shows one makes its browser load Plotly.

What follows the hand is drawn by components of our own, in half the time.
"""

import math
from functools import cache
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from .figures import model_hue

_CONFIG = {
    "displaylogo": False,
    "displayModeBar": "hover",
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "resetCameraLastSave3d", "hoverClosest3d"],
}
ACCENT = "#1899a6"  # the app's own colour between its two themes
GRID = GREY = "#8d9499"  # seen on light and on dark ground
LEGEND = {"orientation": "h", "yanchor": "top", "y": -0.18}  # below the axis
FONT = "Inter, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"


def show(figure: go.Figure, key: str, alt: str, height: int = 440, above: int = 36) -> None:
    """Put a chart on the page, in the colours of its theme. `alt`: what it shows, for those who cannot see it.

    `height` and the room `above` the figure in px.
    """
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": above, "b": 8},
        font={"family": FONT, "size": 13},
        hoverlabel={"font": {"family": FONT, "size": 13}},
        dragmode=False,  # a finger that moves over a chart scrolls the page; a 3-D scene has its own
        uirevision=key,  # what a visitor has turned or hidden stays so when the data change
    )
    words = quiet(ink(), paper())
    figure.update_xaxes(tickfont_color=words, title_font_color=words)
    figure.update_yaxes(tickfont_color=words, title_font_color=words)
    image = {"toImageButtonOptions": {"format": "png", "scale": 2, "filename": f"autoencoder-lab-{key}"}}
    st.plotly_chart(figure, key=f"chart-{key}", config=_CONFIG | image, alt=alt)


def ink() -> str:
    """The colour of words in the visitor's theme."""
    return "#e8ecee" if st.context.theme.type == "dark" else "#15191c"


def paper() -> str:
    """The colour of the page in the visitor's theme."""
    return "#14181b" if st.context.theme.type == "dark" else "#ffffff"


@cache
def colour(name: str) -> str:
    """The colour of model `name` as #rrggbb, one that stands on light and on dark ground."""
    from coloraide import Color  # here: the first page has no chart

    return Color("oklch", [0.64, 0.15, model_hue(name)]).convert("srgb").fit().to_string(hex=True)


@cache
def written(name: str, ink: str) -> str:
    """The colour of model `name` as #rrggbb where words are written in `ink`: --model of tools.css."""
    from coloraide import Color

    grey = Color(ink).convert("oklch").set("hue", math.nan)  # the name's hue stays
    mixed = Color("oklch", [0.62, 0.15, model_hue(name)]).mix(grey, 0.28, space="oklch")
    return mixed.convert("srgb").fit().to_string(hex=True)


@cache
def quiet(ink: str, paper: str) -> str:
    """The colour as #rrggbb of words that matter less: --quiet of tools.css."""
    from coloraide import Color

    return Color(ink).mix(Color(paper), 0.28, space="srgb").to_string(hex=True)


def axis(title: str, **more: Any) -> dict[str, Any]:
    """An axis as all charts have it: its name, and quiet lines."""
    return {"title": {"text": title}, "zeroline": False, "gridcolor": "rgba(141, 148, 153, 0.3)"} | more
