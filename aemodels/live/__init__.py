"""What follows the hand: questions in, answers out, without a session, a run of a script, or Streamlit."""

from .door import route
from .messages import Judge, Narrow, Redraw, Resemble, Tell, Wake

ROUTES = [
    route("live/redraw", Redraw, "answers.redraw_all", together=True),
    route("live/narrow", Narrow, "bottleneck.narrow"),
    route("live/units", Wake, "units.wake"),
    route("live/story", Tell, "units.story"),
    route("live/alike", Resemble, "alike.alike"),
    route("live/odd", Judge, "odd.judged"),
]
