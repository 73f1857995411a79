"""See which units of which layers answer, and what a sparsity penalty makes of them."""

from functools import partial

import streamlit as st

from aemodels.evaluation.units import FINE_WIDTH
from aemodels.live import shelf
from aemodels.live.pictures import picture
from aemodels.ui import runtime, session
from aemodels.ui.pages.activations import view as units
from aemodels.ui.pages.activations.by_digit import by_digit
from aemodels.ui.pages.activations.histograms import histograms
from aemodels.ui.pages.activations.journey import journey
from aemodels.ui.pages.activations.journey import view as travelled
from aemodels.ui.pages.activations.penalty import penalty
from aemodels.ui.pages.activations.story import story
from aemodels.ui.pages.activations.unit_news import unit_news
from aemodels.ui.pages.activations.wall import wall
from aemodels.ui.shared import frame, pickers
from aemodels.ui.shared.canvas import canvas
from aemodels.ui.shared.figures import DIGIT_COLOURS, named
from aemodels.ui.shared.gallery import gallery

VIEWS = {
    "wall": "Wall of units",
    "digits": "Per digit",
    "penalty": "Sparsity penalty",
    "journey": "One number's journey",
}


@st.fragment
def drawing_side() -> None:
    """The canvas and the examples; runs when the pen rests."""
    with st.container(key="units-canvas"):
        notice = pickers.apply_messages(session.take_drawing)
        slot = st.container()
        frame.show_notices(notice)
    with st.container(key="units-extras"):
        gallery()
    with slot:
        canvas()


@st.fragment
def looks(loaded: list[runtime.Loaded]) -> None:
    """One view of what the units do; runs when the hand rests."""
    view = pickers.pick("Look at", "show", list(VIEWS), "wall", VIEWS.__getitem__)
    if view == "journey":
        show_journey(loaded)
    else:
        comparison(loaded, view)


def show_journey(loaded: list[runtime.Loaded]) -> None:
    """Which network, and one number's way through it."""
    titles = {one.card.name: one.card.title for one in travelled.followed(loaded)}
    if not titles:
        frame.show_notices("There is no network here whose numbers can be followed.")
        return
    name = pickers.pick_network("journey", list(titles), travelled.default(titles), titles.__getitem__)
    frame.show_notices(pickers.apply_messages(session.JOURNEY.take))
    one = next(one for one in loaded if one.card.name == name)
    journey(travelled.plan(one))
    st.caption(travelled.not_followed(loaded))


def comparison(loaded: list[runtime.Loaded], view: str) -> None:
    """Which models and which layer, then histograms, then a view of the single units."""
    layers = units.layers_of(loaded)
    with st.container(key="units-choices"):
        titles = {one.card.name: one.card.title for one in loaded}
        models = pickers.pick_quietly("compare", list(layers), units.default_models(loaded), titles.__getitem__)
        names = units.layer_names(layers, models)
        layer = pickers.pick("Layer", "layer", names, names[0], str.capitalize)
    here = [one for one in loaded if one.card.name in models and layer in layers[one.card.name]]
    sizes = {one.card.name: layers[one.card.name][layer] for one in here}
    notice = pickers.apply_messages(
        partial(session.take_unit_link, layer, sizes), partial(session.take_look, layer, sizes)
    )
    frame.show_notices(notice, units.without_layer([one for one in loaded if one.card.name in models], here, layer))
    news = st.container()
    st.markdown(units.verdict(here, layer))
    histograms(layer, [units.panel(one, layer) for one in here], FINE_WIDTH)
    with news:
        networks = {one.card.name: shelf.lend(one) for one in here}
        unit_news(layer, networks, picture(session.example(3, style=1)), session.look(layer), story=view != "penalty")
    SHOW[view](here, layer)


def show_wall(here: list[runtime.Loaded], layer: str) -> None:
    """Every unit as a tile, and the story of the one that was clicked."""
    walls = [units.wall(one, layer) for one in here]
    st.markdown(
        "Each tile is one unit: what it looks for in the picture, **red** where ink wakes it, **blue** where ink "
        "quiets it. It lights up as it answers your drawing. Click one."
        if any(one["tiles"] for one in walls)
        else "Each tile is one unit. It lights up as it answers your drawing. Click one."
    )
    wall(layer, walls)
    show_story(here, layer)


def show_digits(here: list[runtime.Loaded], layer: str) -> None:
    """How strongly each unit answers each digit."""
    st.markdown(units.digits_verdict(here, layer))
    by_digit(layer, [units.by_digit(one, layer) for one in here], DIGIT_COLOURS)
    show_story(here, layer)


def show_penalty(here: list[runtime.Loaded], layer: str) -> None:
    """What the loss pushes on."""
    st.markdown(
        "Each dot is one unit. Its height is what the penalty charges for it, and what training pushes down. Move rho."
    )
    frame.show_notices(pickers.apply_messages(session.PENALTY.take))
    penalty(layer, [units.penalty(one, layer) for one in here], units.rho_of(here))


def show_story(here: list[runtime.Loaded], layer: str) -> None:
    """The story of the unit that is looked at, if any."""
    story(layer, [named(one.card) for one in here], session.look(layer), DIGIT_COLOURS)


SHOW = {"wall": show_wall, "digits": show_digits, "penalty": show_penalty}


def take_choices(loaded: list[runtime.Loaded]) -> str | None:
    """Start with what the link chooses. Returns a sentence when some of it does not exist."""
    layers = units.layers_of(loaded)
    return pickers.take_choices(
        {
            "compare": (list(layers), "model", True),
            "layer": (units.layer_names(layers, layers), "layer"),
            "show": (list(VIEWS), "view"),
            "journey": ([one.card.name for one in travelled.followed(loaded)], "network"),
        }
    )


frame.opening("activations")
models, problems = runtime.models(runtime.every)
models, silent = units.with_units(models)
frame.show_notices(*problems, *silent, take_choices(models) if models else None)
if models:
    side, content = frame.layout("units", "side", "content")
    with content:
        looks(models)
    with side:
        drawing_side()
frame.explanations("activations", observed=units.observed_table(models))
