"""Corrupt a digit and see which model can denoise it."""

import streamlit as st

from aemodels.live import shelf
from aemodels.live.pictures import picture, still
from aemodels.live.words import before_denoising
from aemodels.noise import NOISES
from aemodels.ui import runtime, session
from aemodels.ui.pages.noise import view
from aemodels.ui.pages.noise.corrupter import corrupter
from aemodels.ui.pages.noise.film import film
from aemodels.ui.shared import frame, pickers
from aemodels.ui.shared.answers import answers, row, tile
from aemodels.ui.shared.curves import curves


@st.fragment
def bench() -> None:
    """The corrupted digit to the left, the answers to the right, which follow it; runs again when the hand rests."""
    corrupter_place, answers_place, extras_place, film_place = frame.layout(
        "bench", "canvas", "answers", "extras", "film"
    )
    with film_place:  # first: the style sheet knows by this place how the bench is laid out
        st.header("Denoise it again, and again")
        st.markdown(
            "Each answer goes back in as the next input, eight times (PSNR in dB below). "
            "Does it walk to a digit? To yours?"
        )
    notice = pickers.apply_messages(
        session.take_drawing, session.NOISE.take, lambda: pickers.take_networks(runtime.every)
    )
    with extras_place:
        frame.your_digit()
    with answers_place:
        choices_place, shown_place = frame.layout("result", "choices", "shown")
    with choices_place:
        loaded, problems = pickers.pick_networks(runtime.every, pickers.redraws)
    with corrupter_place:
        corrupter(view.kinds(loaded))
        frame.show_notices(notice)
    with shown_place:
        show_answers(loaded)
        frame.show_notices(*problems)
    with film_place:
        film(loaded)
    if loaded:
        show_curves(loaded)


def show_answers(loaded: list[runtime.Loaded]) -> None:
    """Every model's answer beside the clean and the corrupted digit."""
    clean, is_own = session.current().or_example(style=1)
    answers(
        [
            tile("Clean digit", "Your digit" if is_own else "An example, until you draw", picture(clean)),
            tile("Model input", "Not corrupted yet"),
        ],
        ("Encoder, code, decoder", "Denoised", "PSNR gain"),
        [row(one.card, before_denoising()) for one in loaded],
        ask={
            "path": "live/denoise",
            "drawing": still(clean),
            "networks": {one.card.name: shelf.lend(one) for one in loaded},
            "nothing": "",
        },
    )


def show_curves(loaded: list[runtime.Loaded]) -> None:
    """The test set's curves for the chosen noise, with this digit on them, and what they say."""
    choice = session.NOISE.now()
    with st.container(key="curves-row"):
        with st.container():
            st.header("Where it pays")
            if choice.kind not in NOISES:
                st.markdown("Choose a kind of noise to see how all test digits fare. Marks by hand have no amount.")
                return
            known = view.measured(loaded, choice.kind)
            if not known:
                st.markdown("Nobody has measured on the test digits yet how these networks take this kind of noise.")
                return
            st.markdown(view.verdict(known, choice.kind, choice.amounts[choice.kind]))
            st.markdown(
                "Lines: all 10,000 test digits together. Dots: this digit. Shaded: what the denoiser practised on."
            )
        curves(view.charts(loaded), choice.kind)
    with st.container(key="curves-numbers"), st.expander("The curves in numbers, to read and to copy"):
        st.markdown(f"{NOISES[choice.kind].title} noise: PSNR in dB on all 10,000 test digits.")
        st.markdown(frame.as_table(view.numbers(known, choice.kind), figures=True))


frame.opening("noise")
bench()
frame.explanations("noise")
