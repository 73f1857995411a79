"""A small table of percentages, shaded by their value, as a Plotly figure."""

from typing import Any

import plotly.graph_objects as go

from ...shared import charts

ROW, AROUND = 30, 100  # px: the height of a row, and of what stands above and below
LOW, HIGH = 50, 100  # %: the values of no and of full shade; 50 is what guessing gives
SHADES = [[0, "rgba(11, 107, 117, 0.04)"], [1, "rgba(11, 133, 145, 0.75)"]]


def figure(heads: list[str], rows: list[dict[str, Any]], what: str, ink: str) -> go.Figure:
    """The table; `rows`: from the top, each {"title", "cells"}, maybe "marked"; `what`: what all cells say.

    Cells are numbers in %, or None where there is none. `ink`: the colour of words.
    """
    titles = [f"<b>{row['title']}</b>" if row.get("marked") else row["title"] for row in rows]
    shown = go.Figure(
        go.Heatmap(
            z=[row["cells"] for row in rows],
            x=heads,
            y=titles,
            zmin=LOW,
            zmax=HIGH,
            colorscale=SHADES,
            showscale=False,
            xgap=2,
            ygap=2,
            texttemplate="%{z:.0f}",
            textfont={"color": ink},
            hoverongaps=False,
            hovertemplate=f"%{{y}}, %{{x}}: <b>%{{z:.1f}} %</b><br>{what}<extra></extra>",
        )
    )
    plain = {"showgrid": False, "zeroline": False, "fixedrange": True}
    shown.update_layout(
        xaxis=plain | {"side": "top", "type": "category"}, yaxis=plain | {"autorange": "reversed", "type": "category"}
    )
    return shown


def show(key: str, heads: list[str], rows: list[dict[str, Any]], what: str) -> None:
    """Put it on the page; `what` is also its name for those who cannot see it."""
    charts.show(figure(heads, rows, what, charts.ink()), key, what, ROW * len(rows) + AROUND, above=64)
