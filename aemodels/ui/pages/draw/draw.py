"""Draw a digit and watch every model redraw it."""

import streamlit as st

from aemodels.live import shelf
from aemodels.live.answers import resting
from aemodels.ui import bottleneck, frame, inputs, runtime
from aemodels.ui.components.answers import answers, row, tile
from aemodels.ui.components.ladder import ladder


@st.fragment
def bench() -> None:
    """Canvas and examples to the left, answers to the right, which follow the canvas; runs again when the pen rests."""
    with frame.bench(
        lambda: inputs.take_networks(runtime.every),
        lambda: inputs.take_choices({"answers": (list(VIEWS), "view")}),
    ):
        view = inputs.pick("View", "answers", list(VIEWS), "networks", VIEWS.get)
        SHOW[view]()


def show_bottlenecks() -> None:
    """The drawing through codes of growing length, beside as many principal components."""
    loaded, problems = runtime.models(bottleneck.laddered)
    if loaded:
        st.markdown(bottleneck.verdict(loaded[0].card))
        ladder(bottleneck.shown(loaded[0]))
    frame.say(*problems)


def show_answers() -> None:
    """The chosen models' answers to the drawing, and a sentence for each model that could not be loaded."""
    loaded, problems = inputs.pick_networks(runtime.every, inputs.redraws)
    answers(
        [tile("Model input", "What the networks see")],
        ("Encoder, code, decoder", "Redrawn", "How far off"),
        [row(one.card, resting(one)) for one in loaded],
        ask={
            "path": "live/redraw",
            "networks": {one.card.name: shelf.lend(one) for one in loaded},
            "nothing": "What the networks see: nothing yet",
        },
    )
    frame.say(*problems)


VIEWS = {"networks": "Networks", "bottleneck": "Bottleneck"}
SHOW = {"networks": show_answers, "bottleneck": show_bottlenecks}

frame.opening("draw")
bench()
frame.explanations("draw")
