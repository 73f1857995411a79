"""Spoil a digit and see which model can mend it."""

import streamlit as st
from torch import Tensor

from aemodels.live.answers import NO_DIFFERENCE, answer, figure, mended
from aemodels.live.pictures import picture
from aemodels.metrics import psnr, squared_error
from aemodels.noise import NOISES
from aemodels.ui import frame, inputs, mending, runtime, state
from aemodels.ui.components.answers import answers, row, tile
from aemodels.ui.components.curves import curves
from aemodels.ui.components.film import film
from aemodels.ui.components.spoiler import spoiler


@st.fragment
def bench() -> None:
    """The spoiled digit to the left, the answers to the right, what they mean below; runs at every message."""
    spoiler_place, answers_place, extras_place = frame.layout("bench", "canvas", "answers", "extras")
    notice = inputs.bring_in(
        state.take_link, state.take_message, state.take_noise, lambda: inputs.take_networks(runtime.every)
    )
    with extras_place:
        frame.your_digit()
    with answers_place:
        loaded, problems = inputs.pick_networks(runtime.every, inputs.redraws)
    clean, is_own = state.current().or_example(style=1)
    spoiled = state.noise().spoil(clean)
    with spoiler_place:
        spoiler(spoiled, mending.kinds(loaded))
        frame.say(notice)
    with answers_place:
        points = show_answers(loaded, clean, spoiled, "Your digit" if is_own else "An example, until you draw")
        frame.say(*problems)
        st.header("Mend it again, and again")
        st.markdown(
            "Each answer goes back in as the next input, eight times (PSNR in dB below). "
            "Does it walk to a digit? To yours?"
        )
        film(mending.strips(loaded, clean, spoiled))
    if loaded:
        show_curves(loaded, points)


def show_answers(loaded: list[runtime.Loaded], clean: Tensor, spoiled: Tensor, whose: str) -> dict[str, float]:
    """Every model's answer beside the clean and the spoiled digit; returns the answers' PSNR (dB) by model."""
    before = float(psnr(spoiled, clean))
    given = [answer(one, spoiled, clean) for one in loaded]
    best = max((one.psnr for one in given), default=0)
    wrong = f"Spoiled: {before:.1f} dB, squared error {figure(float(squared_error(spoiled, clean)))}"
    answers(
        [
            tile("Clean digit", whose, picture(clean)),
            tile("Model input", wrong if before < NO_DIFFERENCE else "Not spoiled yet", picture(spoiled)),
        ],
        ("Encoder, code, decoder", "Mended", "Won over the spoiled digit"),
        [row(one.loaded.card, mended(one, before, best=one.psnr == best)) for one in given],
        state.noise().sent,
    )
    points = {one.loaded.card.name: one.psnr for one in given}
    return points | {"nothing": before} if before < NO_DIFFERENCE else points


def show_curves(loaded: list[runtime.Loaded], points: dict[str, float]) -> None:
    """The test set's curves for the chosen noise, with this digit on them, and what they say."""
    choice = state.noise()
    with st.container(key="curves-row"):
        with st.container():
            st.header("Where it pays")
            if choice.kind not in NOISES:
                st.markdown("Choose a kind of noise to see how all test digits fare. Marks by hand have no amount.")
                return
            st.markdown(mending.verdict(loaded, choice.kind, choice.amounts[choice.kind]))
            st.markdown(
                "Lines: all 10,000 test digits together. Dots: this digit. Shaded: what the denoiser practised on."
            )
        curves(mending.chart(loaded, choice.kind), choice.amounts[choice.kind], points)


frame.opening("noise")
bench()
frame.explanations("noise")
