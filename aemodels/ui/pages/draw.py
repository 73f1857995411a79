"""Draw a digit and watch every model redraw it."""

import streamlit as st

from aemodels.drawing import BadDrawing
from aemodels.ui import inputs, runtime, state
from aemodels.ui.answers import answer, describe, picture
from aemodels.ui.components.answers import answers
from aemodels.ui.components.canvas import canvas
from aemodels.ui.components.gallery import gallery


@st.fragment
def bench() -> None:
    """Canvas and examples to the left, answers to the right; runs again at every message of the canvas."""
    with st.container(key="bench"):
        canvas_place, answers_place, extras_place = (
            st.container(key=f"bench-{part}") for part in ("canvas", "answers", "extras")
        )
    notice = take_drawing()
    with extras_place:
        gallery()
        notice = inputs.upload() or notice
    with canvas_place:
        canvas()
        # Always there, below the canvas: a message that comes and goes must not move what is drawn on.
        with st.container():
            if notice:
                st.warning(notice, icon=":material/info:")
    with answers_place:
        show_answers()


def take_drawing() -> str | None:
    """Bring in what the link or the canvas says; returns a sentence when it cannot be used."""
    try:
        notice = state.take_link()
        state.take_message()
    except BadDrawing as error:
        return str(error)
    return notice


def show_answers() -> None:
    """Every model's answer to the drawing, and a sentence for each model that could not be loaded."""
    loaded, problems = runtime.models()
    x = state.current().model_input()
    answers(
        seen=None if x is None else picture(x),
        models=[describe(one) if x is None else answer(one, x) for one in loaded],
        sent=state.current().sent,
    )
    for problem in problems:
        st.warning(problem, icon=":material/warning:")


inputs.opening("draw")
bench()
inputs.explanations("draw")
