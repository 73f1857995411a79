"""Squared error against the number of parameters: a point for each model, a ring for what others have reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

import plotly.graph_objects as go

from .....evaluation.baselines import BASELINES
from .....store.cards import Card
from ....shared import charts
from ..view import MEASURES, count, value_of
from .labels import Place, placed

ABOUT = "Squared error on test digits against the number of parameters, a point for each network"
HEIGHT, ABOVE, BELOW = 500, 36, 56  # px: of the chart, of the room above its plot and of the axis below
ROOM = 1.25  # how many times further than the outermost points the axes go
NEAR = 1.03  # points whose figures differ by this factor at most cover each other
MOST_TICKS = 10  # beyond which only powers of ten have room
TICKS = [step * 10.0**power for power in range(-3, 10) for step in (1, 2, 5)]


@dataclass(frozen=True)
class Point:
    """A model, or where `name` is "" a network that others have reported; `source` says who."""

    name: str
    title: str
    parameters: int
    error: float
    source: str = ""

    @property
    def told(self) -> str:
        """What the pointer shows of it."""
        who = self.source or self.title
        return f"<b>{who}</b><br>squared error {self.error:.2f} with {count(self.parameters)} parameters"

    def covers(self, other: "Point") -> bool:
        """Whether both lie at the same place for the eye."""
        pairs = (self.parameters, other.parameters), (self.error, other.error)
        return all(max(pair) <= NEAR * min(pair) for pair in pairs)


def points(shown: Sequence[Card]) -> list[Point]:
    """The reported networks, each once, and then every model that has an error."""
    errors = [(card, value_of(card, MEASURES[0])) for card in shown]
    return _reported({card.name for card in shown}) + [
        Point(card.name, card.title, card.parameters, error)
        for card, error in errors
        if error and error > 0 and card.parameters
    ]


def _reported(names: set[str]) -> list[Point]:
    measure = MEASURES[0]
    found = {
        (one.parameters, one.figure): one.source
        for one in BASELINES
        if one.measure == measure.path and one.parameters and one.model in names and not isinstance(one.figure, tuple)
    }
    return [Point("", f"reported {measure.reported(told)}", size, told, who) for (size, told), who in found.items()]


def figure(shown: Sequence[Card], ink: str, paper: str) -> go.Figure | None:
    """The chart, whose names cover nothing at any width; None where no model has an error.

    Both axes are logarithmic. `ink`: the colour of words, `paper`: that behind them.
    """
    found = points(shown)
    if not found:
        return None
    chart = go.Figure()
    for rings in (True, False):
        part = [point for point in found if rings == (not point.name)]
        chart.add_scatter(
            x=[point.parameters for point in part],
            y=[point.error for point in part],
            customdata=[point.name for point in part],
            text=["<br>".join(other.told for other in found if other.covers(point)) for point in part],
            name="Reported by others" if rings else "Networks",
            mode="markers",
            marker=_marks([_colour(point, ink, paper) for point in part], rings, paper),
            hovertemplate="%{text}<extra></extra>",
        )
    x, y = _reach([point.parameters for point in found]), _reach([point.error for point in found])
    at = [(_share(point.parameters, x), 1 - _share(point.error, y)) for point in found]
    places = placed(at, [point.title for point in found], HEIGHT - ABOVE - BELOW)
    chart.update_layout(
        xaxis=_axis("Parameters", x),
        yaxis=_axis("Squared error", y),
        annotations=[_name(point, place, ink, paper) for point, place in zip(found, places, strict=True) if place],
        showlegend=False,
    )
    return chart


def _marks(colours: list[str], rings: bool, paper: str) -> dict[str, Any]:
    if rings:
        return {"symbol": "circle-open", "size": 16, "color": colours, "line": {"width": 2}}
    return {"size": 13, "color": colours, "line": {"color": paper, "width": 1.5}, "opacity": 1}


def _colour(point: Point, ink: str, paper: str) -> str:
    return charts.written(point.name, ink) if point.name else charts.quiet(ink, paper)


def _reach(values: list[float]) -> tuple[float, float]:
    """The ends of an axis, as logarithms."""
    return log10(min(values) / ROOM), log10(max(values) * ROOM)


def _share(value: float, reach: tuple[float, float]) -> float:
    return (log10(value) - reach[0]) / (reach[1] - reach[0])


def _axis(title: str, reach: tuple[float, float]) -> dict[str, Any]:
    ticks = [tick for tick in TICKS if reach[0] <= log10(tick) <= reach[1]]
    ticks = ticks if len(ticks) < MOST_TICKS else [tick for tick in ticks if log10(tick).is_integer()]
    words = {"tickvals": ticks, "ticktext": [count(tick) for tick in ticks]}
    return charts.axis(title, type="log", range=reach, fixedrange=True, showgrid=True, **words)


def _name(point: Point, place: Place, ink: str, paper: str) -> dict[str, Any]:
    """A name at its place; far from its point with a line that leads there."""
    colour = _colour(point, ink, paper)
    near = {"showarrow": False, "xshift": place.x, "yshift": -place.y}
    line = {"arrowhead": 0, "arrowwidth": 1, "arrowcolor": colour, "standoff": 8, "ax": place.x, "ay": place.y}
    words = {"text": f"<b>{point.title}</b>" if point.name else f"<i>{point.title}</i>", "bgcolor": paper}
    at = {"x": log10(point.parameters), "y": log10(point.error), "xanchor": place.side, "yanchor": place.edge}
    return at | words | {"font": {"color": colour, "size": 13}, "borderpad": 0} | (line if place.far else near)
