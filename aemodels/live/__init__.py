"""What follows the hand: questions in, answers out, without a session, a run of a script, or Streamlit."""

from .door import asset, route
from .messages import Asset, Decode, Judge, Narrow, Redraw, Resemble, Slide, Strips, Tell, Wake

ROUTES = [
    route("live/redraw", Redraw, "answers.redraw_all", together=True),
    route("live/narrow", Narrow, "bottleneck.narrow"),
    route("live/decode", Decode, "latent.decoded"),
    route("live/slide", Slide, "sliders.slide"),
    route("live/strips", Strips, "sliders.strips"),
    route("live/units", Wake, "units.wake"),
    route("live/story", Tell, "units.story"),
    route("live/alike", Resemble, "alike.alike"),
    route("live/odd", Judge, "odd.judged"),
    asset("live/decoder", Asset, "decoders.give_decoder"),
    asset("live/known", Asset, "decoders.give_known"),
]
