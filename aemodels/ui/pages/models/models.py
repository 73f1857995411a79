"""All models side by side, and beside what others have reported."""

from dataclasses import asdict

import streamlit as st

from aemodels.evaluation.baselines import PAR
from aemodels.store.cards import Card
from aemodels.ui import runtime, session
from aemodels.ui.pages.models import view
from aemodels.ui.pages.models.contact import contact
from aemodels.ui.pages.models.contact.view import contact as contact_sheet
from aemodels.ui.pages.models.ledger import ledger
from aemodels.ui.pages.models.size import view as size
from aemodels.ui.shared import charts, frame, pickers

CARD = "card"  # query parameter: the model whose card is shown


def show_table(cards: list[Card]) -> None:
    """Every card as a row; a press on a title chooses the card shown below."""
    pressed = ledger(view.table(cards))
    own = "" if all(map(view.comparable, cards)) else "; your own networks on fewer, so nothing is compared there"
    st.caption(
        f"Measured on 10,000 test digits{own}. The framed words compare with a figure in the same unit that others "
        "have reported, or that was measured here without a network; *on par with* means within "
        f"{100 * PAR:g} %. A blank is a figure that this kind of network does "
        "not have. Press a heading to sort, again to turn the order round; a title for the whole card."
    )
    if pressed in [card.name for card in cards]:
        session.choose_instead(CARD, pressed)


def show_chart(cards: list[Card]) -> None:
    """Error against size, where there are errors."""
    figure = size.figure(cards, charts.ink(), charts.paper())
    if figure is None:
        return
    st.header("Error against size")
    st.markdown(
        "Further left is smaller, further down is closer to the digit. Both axes count in multiples. "
        "Hollow rings are figures that others have reported. Point at one, or touch it, for its figures."
    )
    charts.show(figure, "size", size.ABOUT, size.HEIGHT, above=size.ABOVE)


@st.fragment
def show_card(cards: dict[str, Card]) -> None:
    """One model's card: its loss, its training, its figures beside the reported ones."""
    st.header("One network, the whole card")
    name = pickers.pick_network(CARD, list(cards), next(iter(cards)), lambda name: cards[name].title)
    card = cards[name]
    st.markdown(f"**{card.title}**: {card.summary}. It was trained to make this number small for every picture:")
    if view.objective(card):
        st.markdown(rf"$\displaystyle {view.objective(card)}$")
    facts, figures = st.columns([2, 3], gap="medium")
    with facts:
        st.markdown(frame.as_table([("Trained", "with"), *view.training(card)]))
    with figures:
        if card.command.startswith("python "):
            st.markdown("To train it again, with MNIST in the folder `DIR` (`--download` fetches it first):")
            st.code(card.command, language="bash", wrap_lines=True)
        else:
            st.page_link(runtime.page("train"), label="Train one like it", icon=":material/model_training:")
        beside = view.comparisons(card)
        st.markdown(
            "\n".join(f"- {sentence}" for sentence in beside) or "Nobody has reported a figure to compare with."
        )
    with st.container(key="breakdowns"):
        for title, rows in view.breakdowns(card):
            with st.expander(title):
                st.markdown(frame.as_table(rows))
    with st.expander("The card, entry by entry"):
        st.json(asdict(card), expanded=1)


def show_losses(cards: list[Card]) -> None:
    """Every model's loss in a line."""
    with st.expander("Every loss in a line"):
        st.markdown("\n".join(f"- **{card.title}** ${view.objective(card)}$" for card in cards))


def show_sources(cards: list[Card]) -> None:
    """Where the figures beside the models' own come from."""
    with st.expander("Where the figures to compare with come from"):
        st.markdown("\n".join(f"- {line}" for line in view.sources(cards)))


frame.opening("models")
loaded, problems = runtime.models(runtime.every)
cards = runtime.cards()
links = {CARD: ([card.name for card in cards], "network")}
frame.show_notices(pickers.apply_messages(session.take_drawing, lambda: pickers.take_choices(links)), *problems)
if cards:
    show_table(cards)
    show_chart(cards)
    st.header("The same ten digits")
    st.markdown(
        "Each row is one network's own drawing of the digits in the first row, and its mean squared error on them."
    )
    contact(contact_sheet(loaded))
    with st.container(key=CARD):
        show_card({card.name: card for card in cards})
        show_losses(cards)
        show_sources(cards)
frame.explanations("models")
