"""What follows the hand: questions in, answers out, without a session, a run of a script, or Streamlit."""

from .door import route
from .messages import Narrow, Redraw

ROUTES = [
    route("live/redraw", Redraw, "answers.redraw_all", together=True),
    route("live/narrow", Narrow, "bottleneck.narrow"),
]
