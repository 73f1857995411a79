"""Hide parts of a digit: who fills them in, who looks where, and how few patches suffice."""

import streamlit as st

from aemodels.live.masking import completes
from aemodels.live.pictures import still
from aemodels.ui import runtime, session
from aemodels.ui.pages.masking import view as masking
from aemodels.ui.pages.masking.filled import filled
from aemodels.ui.pages.masking.gaze import gaze
from aemodels.ui.pages.masking.patches import patches
from aemodels.ui.pages.masking.riddle import riddle, steps
from aemodels.ui.shared import frame, pickers
from aemodels.ui.shared.curves import curves

FILL, FEW = "fill", "few"
VIEWS = {FILL: "Hide and fill", FEW: "How few patches suffice?"}
MYSTERY, OWN = "mystery", "own"
RIDDLES = {MYSTERY: "A digit to guess", OWN: "Your digit"}


@st.fragment
def fill_view(masked: runtime.Loaded) -> None:
    """The board to the left, everybody's answer to the right, attention and curves below; runs when the hand rests."""
    board_place, answers_place, extras_place = frame.layout("bench", "canvas", "answers", "extras")
    notice = pickers.apply_messages(session.take_drawing, session.MASK.take)
    with extras_place:
        frame.your_digit()
    x, is_own = session.current().or_example()
    with board_place:
        patches(x)
        if not is_own:
            st.caption(session.UNTIL_DRAWN)
        frame.show_notices(notice)
    models = [masked, *runtime.models(lambda card: pickers.redraws(card) and card.code_kind == "vector")[0]]
    with answers_place:
        filled(masking.fillers(models), still(x))
        st.header("The more is hidden")
        curves({"holes": masking.chart(models)}, "holes")
        st.caption("Lines: 1,000 test digits with patches hidden by chance. Dots: this digit with this mask.")
    st.header("Attention maps")
    with st.container(key="gaze-row"):
        with st.container():
            gaze(masked, still(x))
        st.markdown(masking.about_looks(session.MASK.now()))


@st.fragment
def few_view(masked: runtime.Loaded) -> None:
    """A covered digit to the left, what is expected of it to the right; runs when the hand rests."""
    with st.container(key="choices"):
        source = pickers.pick("Digit", "riddle", list(RIDDLES), MYSTERY, RIDDLES.__getitem__)
    board_place, answers_place, extras_place = frame.layout("bench", "canvas", "answers", "extras")
    notice = pickers.apply_messages(session.take_drawing, session.RIDDLE.take)
    if source == OWN:
        with extras_place:
            frame.your_digit()
    with board_place:
        riddle(source == MYSTERY)
        frame.show_notices(notice)
    with answers_place:
        steps(masked, None if source == MYSTERY else still(session.current().or_example()[0]))


notice = pickers.take_choices({"masking": (list(VIEWS), "question"), "riddle": (list(RIDDLES), "digit")})
view = pickers.pick("Question", "masking", list(VIEWS), FILL, VIEWS.__getitem__)
frame.opening(f"masking_{view}")
able, problems = runtime.models(completes)
frame.show_notices(notice, *problems)
masked = next((one for one in able if "mean_image" in one.statistics), None)
if masked is None:
    st.info("There is no masked network in pretrained/ that could be asked.", icon=":material/info:")
else:
    {FILL: fill_view, FEW: few_view}[view](masked)
frame.explanations(f"masking_{view}")
