"""A stack of autoencoders trained level by level, and what that was worth."""

import streamlit as st

from aemodels.ui import runtime, session
from aemodels.ui.pages.pretraining import view
from aemodels.ui.pages.pretraining.stages import rows, stages, strip
from aemodels.ui.shared import charts, frame, pickers
from aemodels.ui.shared.figures import model_hue


@st.fragment
def own_digit(stack: runtime.Loaded) -> None:
    """The visitor's digit through ever more levels and back; runs again when another is chosen."""
    extras_place, shown_place = frame.layout("pretraining-own", "extras", "shown")
    notice = pickers.apply_messages(session.take_drawing)
    with extras_place:
        frame.your_digit()
    with shown_place:
        shown = view.through(stack, session.current().or_example()[0])
        strip(shown, model_hue(stack.card.name), session.current().sent)
        st.markdown(
            "This is the fine-tuned stack, turned back after each level. Fine-tuning cared for the whole way alone, so "
            "a shorter way may come out worse than a longer one."
        )
        frame.show_notices(notice)


def worth(stack: runtime.Loaded) -> None:
    """Errors by number of labels, what they allow to say, and what others have reported."""
    st.header("What was it worth?")
    with st.container(key="pretraining-worth"):
        with st.container():
            charts.show(
                view.label_figure(stack.card),
                "labels",
                "Share of wrong test digits by number of labels, pretrained and from a random start",
            )
        with st.container():
            st.markdown(view.conclusion(stack.card))
            reported = "\n".join(f"- {value:.2f} %: {source}" for value, source in view.REPORTED)
            st.markdown(f"Reported by others with all 60,000 labels, the rings from the top:\n\n{reported}")


frame.opening("pretraining")
found, problems = runtime.models(view.was_stacked)
damage = view.damage(found[0]) if found else None
frame.show_notices(*problems, damage)
if found:
    stack = found[0]
    if not damage:
        stages(view.film(stack))
    st.header("Your digit, level by level")
    own_digit(stack)
    worth(stack)
    if not damage:
        st.header("Or all at once")
        st.markdown("The same network, trained as a whole from random weights, with the same ten digits:")
        rows(view.beginnings(stack))
else:
    st.info("There is no network in pretrained/ that was trained level by level.", icon=":material/info:")
frame.explanations("pretraining")
