"""Draw a digit and watch every model redraw it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from aemodels.live.words import resting
from aemodels.ui import runtime
from aemodels.ui.pages.draw import view as bottleneck
from aemodels.ui.pages.draw.ladder import ladder
from aemodels.ui.shared import frame, pickers
from aemodels.ui.shared.answers import answers, row, tile


@st.fragment
def bench() -> None:
    """Canvas and examples to the left, answers to the right, which follow the canvas; runs again when the pen rests."""
    with frame.bench(
        lambda: pickers.take_networks(runtime.every),
        lambda: pickers.take_choices({"answers": (list(VIEWS), "view")}),
    ):
        choices_place, shown_place = frame.layout("result", "choices", "shown")
        with choices_place:
            view = pickers.pick("View", "answers", list(VIEWS), "networks", VIEWS.__getitem__)
        SHOW[view](choices_place, shown_place)


def show_bottlenecks(_: DeltaGenerator, shown_place: DeltaGenerator) -> None:
    """The drawing through codes of growing length, beside as many principal components."""
    cards, problems = runtime.offered(bottleneck.laddered)
    with shown_place:
        if cards:
            st.markdown(bottleneck.verdict(cards[0]))
            ladder(bottleneck.shown(cards[0]))
        frame.show_notices(*problems)


def show_answers(choices_place: DeltaGenerator, shown_place: DeltaGenerator) -> None:
    """The chosen models' answers to the drawing, and a sentence for each model that could not be loaded."""
    with choices_place:
        cards, problems = pickers.pick_cards(runtime.every, pickers.redraws)
    with shown_place:
        answers(
            [tile("Model input", "What the networks see")],
            ("Encoder, code, decoder", "Reconstruction", "Error"),
            [row(card, resting(card, runtime.digits_of(card))) for card in cards],
            ask={
                "path": "live/redraw",
                "networks": {card.name: runtime.lent(card) for card in cards},
                "nothing": "What the networks see: nothing yet",
            },
        )
        frame.show_notices(*problems)


VIEWS = {"networks": "Networks", "bottleneck": "Bottleneck"}
SHOW = {"networks": show_answers, "bottleneck": show_bottlenecks}

frame.opening("draw")
bench()
frame.explanations("draw")
