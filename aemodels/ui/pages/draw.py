"""Draw a digit and watch every model redraw it."""

import streamlit as st

from aemodels.ui import bottleneck, frame, inputs, runtime, state
from aemodels.ui.answers import answer, picture, redrawn_row, resting_row
from aemodels.ui.components.answers import answers, tile
from aemodels.ui.components.ladder import ladder


@st.fragment
def bench() -> None:
    """Canvas and examples to the left, answers to the right; runs again at every message of the canvas."""
    with frame.bench(
        lambda: inputs.take_networks(runtime.every),
        lambda: inputs.take_choices({"answers": (list(VIEWS), "view")}),
    ):
        view = inputs.pick("View", "answers", list(VIEWS), "networks", VIEWS.get)
        SHOW[view]()


def show_bottlenecks() -> None:
    """The drawing through codes of growing length, beside as many principal components."""
    loaded, problems = runtime.models(bottleneck.laddered)
    x = state.current().on_canvas().model_input()
    if loaded:
        st.markdown(bottleneck.verdict(loaded[0].card))
        ladder(bottleneck.shown(loaded[0], x), state.current().sent)
    frame.say(*problems)


def show_answers() -> None:
    """The chosen models' answers to the drawing, and a sentence for each model that could not be loaded."""
    loaded, problems = inputs.pick_networks(runtime.every, inputs.redraws)
    x = state.current().on_canvas().model_input()
    seen = tile("Model input", "What the networks see" if x is not None else "What the networks see: nothing yet", None)
    answers(
        [seen if x is None else seen | {"picture": picture(x)}],
        ("Encoder, code, decoder", "Redrawn", "How far off"),
        [resting_row(one) if x is None else redrawn_row(answer(one, x)) for one in loaded],
        state.current().sent,
    )
    frame.say(*problems)


VIEWS = {"networks": "Networks", "bottleneck": "Bottleneck"}
SHOW = {"networks": show_answers, "bottleneck": show_bottlenecks}

frame.opening("draw")
bench()
frame.explanations("draw")
