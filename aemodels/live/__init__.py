"""What follows the hand: questions in, answers out, without a session, a run of a script, or Streamlit."""

from . import answers, bottleneck
from .door import route
from .messages import Narrow, Redraw

ROUTES = [
    route("live/redraw", Redraw, together=answers.redraw_all),
    route("live/narrow", Narrow, bottleneck.narrow),
]
