"""What follows the hand: questions in, answers out, without a session, a run of a script, or Streamlit."""

from . import messages as asked
from .door import asset, route, under

QUESTIONS = [
    route("live/redraw", asked.Redraw, "answers.redraw_all", together=True),
    route("live/narrow", asked.Narrow, "bottleneck.narrow"),
    route("live/denoise", asked.Corrupt, "noise.denoise"),
    route("live/again", asked.Corrupt, "noise.again"),
    route("live/decode", asked.Decode, "latent.decoded"),
    route("live/slide", asked.Slide, "sliders.slide"),
    route("live/strips", asked.Strips, "sliders.strips"),
    route("live/sample", asked.Sample, "samples.sample"),
    route("live/units", asked.Wake, "units.wake"),
    route("live/story", asked.Tell, "units.story"),
    route("live/follow", asked.Follow, "journey.follow"),
    route("live/fill", asked.Fill, "masking.fill"),
    route("live/gaze", asked.Gaze, "masking.gaze"),
    route("live/guess", asked.Guess, "riddle.guess"),
    route("live/alike", asked.Resemble, "alike.alike"),
    route("live/odd", asked.Judge, "odd.judged"),
    asset("live/decoder", asked.Asset, "decoders.give_decoder"),
    asset("live/known", asked.Asset, "decoders.give_known"),
]

ROUTES = [under("live/", QUESTIONS)]
