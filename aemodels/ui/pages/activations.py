"""See which units of which layers answer, and what a sparsity penalty makes of them."""

from functools import partial

import streamlit as st

from aemodels import drawing, strokes
from aemodels.ui import inputs, runtime, state, unit_story, units
from aemodels.ui.components.by_digit import by_digit
from aemodels.ui.components.canvas import canvas
from aemodels.ui.components.gallery import gallery
from aemodels.ui.components.histograms import histograms
from aemodels.ui.components.penalty import penalty
from aemodels.ui.components.story import story
from aemodels.ui.components.units_live import units_live
from aemodels.ui.components.wall import wall
from aemodels.ui.figures import DIGIT_COLOURS
from aemodels.units import FINE_WIDTH


def compared(loaded: list[runtime.Loaded]) -> list[runtime.Loaded]:
    """The models that are compared, in the order in which they were chosen."""
    by_name = {one.card.name: one for one in loaded}
    return [by_name[name] for name in state.comparison().models if name in by_name]


def tell(key: str, loaded: list[runtime.Loaded]) -> None:
    """Let every component of the page know what the drawing does to the units."""
    x = state.current().on_canvas().model_input()
    own = x is not None
    shown = x if own else drawing.from_strokes(strokes.digit(3, 1))
    units_live(key, unit_story.live(compared(loaded), shown, own, state.comparison()))


@st.fragment
def drawing_side(loaded: list[runtime.Loaded]) -> None:
    """The canvas and the examples; runs at every message of the canvas."""
    with st.container(key="units-canvas"):
        notice = inputs.bring_in(state.take_link, state.take_message)
        slot = st.container()
        with st.container():
            if notice:
                st.warning(notice, icon=":material/info:")
    with st.container(key="units-extras"):
        gallery()
    with slot:
        canvas()
        tell("drawing-news", loaded)


@st.fragment
def comparison(loaded: list[runtime.Loaded]) -> None:
    """Which models and which layer, then histograms, then one view of the single units."""
    layers = units.layers_of(loaded)
    takers = [partial(state.take_comparison_link, layers), partial(state.take_unit, state.WALL, layers)]
    notice = inputs.bring_in(*takers, partial(state.take_unit, state.BY_DIGIT, layers), state.take_level)
    choose_layer(loaded, layers)
    here = [one for one in compared(loaded) if state.comparison().layer in layers[one.card.name]]
    with st.container():
        for sentence in filter(None, [notice, units.without_layer(compared(loaded), layers, state.comparison().layer)]):
            st.warning(sentence, icon=":material/info:")
    tell("comparison-news", loaded)
    layer = state.comparison().layer
    st.markdown(units.verdict(here, layer))
    histograms(layer, [units.panel(one, layer) for one in here], FINE_WIDTH)
    choose_view()
    VIEWS[state.comparison().view](here, layer)


def choose_layer(loaded: list[runtime.Loaded], layers: dict[str, dict[str, int]]) -> None:
    """The models and the layer, as far as there are any."""
    state.begin_with(units.default_models(loaded))
    titles = {one.card.name: one.card.title for one in loaded}
    key = state.kept("units-models", list(state.comparison().models))
    chosen = st.pills("Models", list(titles), format_func=titles.get, selection_mode="multi", key=key)
    if chosen and tuple(chosen) != state.comparison().models:
        state.compare(models=tuple(name for name in titles if name in chosen))
    names = list(dict.fromkeys(layer for name in state.comparison().models for layer in layers[name]))
    if names and state.comparison().layer not in names:
        state.compare(layer=names[0], unit=None, level=None)
    key = state.kept("units-layer", state.comparison().layer, names)
    layer = st.segmented_control("Layer", names, format_func=str.capitalize, key=key)
    if layer and layer != state.comparison().layer:
        state.compare(layer=layer, unit=None, level=None)


def choose_view() -> None:
    """One view of the single units at a time."""
    key = state.kept("units-view", state.comparison().view)
    chosen = st.segmented_control("Look at", list(state.VIEWS), format_func=state.VIEWS.get, key=key)
    if chosen and chosen != state.comparison().view:
        state.compare(view=chosen)


def show_wall(here: list[runtime.Loaded], layer: str) -> None:
    """Every unit as a tile, and the story of the one that was clicked."""
    st.markdown(
        "Each tile is one unit: what it looks for in the picture, **red** where ink wakes it, **blue** where ink "
        "quiets it. It lights up as it answers your drawing. Click one."
    )
    wall(layer, [units.wall(one, layer) for one in here])
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
    penalty(layer, [units.penalty(one, layer) for one in here], units.rho_of(here))


def show_story(here: list[runtime.Loaded], layer: str) -> None:
    """The story of the unit that was clicked, if any."""
    name, unit = state.comparison().unit or (None, 0)
    one = next((one for one in here if one.card.name == name), None)
    if one is not None:
        story(unit_story.story(one, layer, unit), DIGIT_COLOURS)


VIEWS = {"wall": show_wall, "digits": show_digits, "penalty": show_penalty}

inputs.opening("activations")
models, problems = runtime.models()
inputs.show_problems(problems)
if models:
    with st.container(key="units"):
        side, content = st.container(key="units-side"), st.container(key="units-content")
    with content:
        comparison(models)
    with side:
        drawing_side(models)
inputs.explanations("activations", observed=units.observed_table(models))
