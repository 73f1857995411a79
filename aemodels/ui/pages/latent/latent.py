"""Latent space: 2-D maps, the whole cloud in 3-D, traversals, interpolation, samples, and a beta-VAE."""

from typing import Any

import streamlit as st

from aemodels.live import latent
from aemodels.ui import runtime, session
from aemodels.ui.pages.latent.beta import betas as beta_sweep
from aemodels.ui.pages.latent.beta import view as betas
from aemodels.ui.pages.latent.camera import camera
from aemodels.ui.pages.latent.decoded import decoded
from aemodels.ui.pages.latent.interpolation import road
from aemodels.ui.pages.latent.interpolation import view as roads
from aemodels.ui.pages.latent.map import latent_map
from aemodels.ui.pages.latent.map import view as maps
from aemodels.ui.pages.latent.samples import sheets
from aemodels.ui.pages.latent.samples import view as samples
from aemodels.ui.pages.latent.slid import slid
from aemodels.ui.pages.latent.sliders import sliders
from aemodels.ui.pages.latent.sliders import view as traversals
from aemodels.ui.pages.latent.space import view as space
from aemodels.ui.shared import charts, frame, pickers, places
from aemodels.ui.shared.figures import DIGIT_COLOURS, model_hue, named

MAP, SPACE, SLIDERS, ROAD, SAMPLE, BETA = "map", "space", "sliders", "road", "sample", "beta"
VIEWS = {MAP: "2-D map", SPACE: "3-D", SLIDERS: "Traversals", ROAD: "Interpolate", SAMPLE: "Sample", BETA: "Beta-VAE"}


@st.fragment
def map_view() -> None:
    """The maps to the left, the digits at the point to the right, which follow it; runs again when the point rests."""
    map_place, digits_place = frame.layout("atlas", "map", "digits")
    notice = pickers.apply_messages(session.take_drawing, session.POINTS.take)
    with digits_place:
        digits_slot = st.container(key="atlas-point")
        frame.your_digit()
    mapped = runtime.models(places.on_a_map)[0]
    with map_place:
        if mapped:
            x = session.current().model_input()
            shown = [maps.map_of(one, x) for one in mapped]
            latent_map(shown, maps.labels_of(mapped[0]), DIGIT_COLOURS, session.POINTS.begun().z)
        frame.show_notices(notice)
    with digits_slot:
        if mapped:
            decoded([named(one.card) for one in mapped])


@st.fragment
def space_view() -> None:
    """One network's cloud of codes, to be turned; runs again when another network or drawing is chosen."""
    cards = {card.name: card for card in runtime.cards(space.has_space)}
    if not cards:
        return
    best = next((name for name, card in cards.items() if card.generative), next(iter(cards)))
    model = pickers.pick_network("model", list(cards), best, lambda name: cards[name].title)
    notice = pickers.apply_messages(session.take_drawing, session.CAMERA.take)
    found, problems = runtime.models(lambda card: card.name == model)
    x, is_own = session.current().or_example(style=1)
    cloud_place, digit_place = frame.layout("atlas", "cloud", "digit")
    with cloud_place:
        for loaded in found:
            cloud, title = space.space_of(loaded), cards[model].title
            described = f"Codes of 2,000 test digits by the network {title}, along three principal directions"
            name = "Your drawing" if is_own else session.UNTIL_DRAWN
            figure = space.figure(cloud, space.place_of(loaded, x), name, charts.ink(), session.CAMERA.begun().eye)
            charts.show(figure, "codes", described, height=620)
        frame.show_notices(notice, *problems)
    with digit_place:
        for loaded in found:
            st.markdown(space.told(space.space_of(loaded)))
            camera("chart-codes")
        frame.your_digit()


@st.fragment
def sliders_view() -> None:
    """Model and start above, sliders to the left, the digits to the right; runs again when the sliders rest."""
    cards = {card.name: card for card in runtime.cards(places.has_sliders)}
    if not cards:
        return
    with st.container(key="choices"):
        best = next((name for name, card in cards.items() if card.generative), next(iter(cards)))
        model = pickers.pick_network("model", list(cards), best, lambda name: cards[name].title)
        basis = pickers.pick("Sliders", "basis", list(traversals.BASES), "dimensions", traversals.BASES.__getitem__)
    found, problems = runtime.models(lambda card: card.name == model)
    if not found:
        frame.show_notices(*problems)
        return
    loaded = found[0]
    rack_place, digits_place = frame.layout("atlas", "rack", "slid")
    with digits_place:
        digits_slot = st.container(key="atlas-hero")
        carried = session.carried()
        start = pickers.pick_place("Start at", "start", "own", picked=carried is not None and carried[0] == model)
        frame.your_digit()
    x = session.current().model_input()
    begun = traversals.begin(loaded, start, x, carried)
    notice = pickers.apply_messages(
        session.take_drawing,
        lambda: session.take_code_link(model, start, basis, loaded.card.code_size),
        lambda: traversals.take(loaded, start, basis),
    )
    standing = session.stand(model, start, basis)
    with rack_place:
        st.markdown(traversals.about(loaded, basis))
        sliders(traversals.panel(loaded, basis, begun, standing.shown), standing.revision)
        frame.show_notices(notice)
    with digits_slot:
        slid(places.title(start, x is not None), model_hue(model))


@st.fragment
def road_view() -> None:
    """Two ends above, a road for each chosen network below."""
    if not runtime.cards(places.has_vectors):
        return
    with st.container(key="ends"):
        with st.container():
            a = pickers.pick_place("From", "from", "own")
        with st.container():
            b = pickers.pick_place("To", "to", "example-8")
    with st.container(key="choices"):
        loaded, problems = pickers.pick_networks(places.has_vectors, pickers.redraws)
        path = pickers.pick("Path", "path", list(roads.PATHS), "linear", roads.PATHS.__getitem__)
    notice = pickers.apply_messages(session.take_drawing, session.STOP.take)
    x = session.current().model_input()
    if not loaded:
        frame.show_notices(notice, *problems)
        return
    travelled = [roads.road(one, a, b, path, x) for one in loaded]
    travelled.append(roads.fade(travelled, a, b, x))
    road(roads.shown(travelled, session.STOP.begun().at))
    frame.show_notices(notice, *problems)
    with st.container(key="downloads", horizontal=True):
        name = f"{a}-to-{b}"
        save: dict[str, Any] = {"icon": ":material/download:", "on_click": "ignore"}
        st.download_button("Animation (GIF)", lambda: roads.as_gif(travelled), f"{name}.gif", "image/gif", **save)
        st.download_button("Film strips (PNG)", lambda: roads.as_png(travelled), f"{name}.png", "image/png", **save)


@st.fragment
def sample_view() -> None:
    """Sheets of new digits side by side; runs again when the seed and the temperature rest."""
    usable, problems = runtime.models(lambda card: pickers.redraws(card) and places.has_vectors(card))
    generative = [one for one in usable if one.card.generative]
    plain = [one for one in usable if not one.card.generative and samples.has_distributions(one)]
    if not generative or not plain:
        return
    notice = pickers.apply_messages(session.take_drawing, session.DRAW.take)
    distributions = samples.sources(generative[0], plain[0])
    carry = sheets(samples.board(distributions))
    frame.show_notices(notice, *problems)
    if carry:
        take_further(distributions, carry)


def take_further(distributions: list[samples.Source], carry: object) -> None:
    """Put a picked sample on the canvas, or let the sliders start from it."""
    picked = samples.picked(distributions, carry, session.DRAW.now())
    if picked is None:
        return
    distribution, code, to = picked
    if to == "canvas":
        session.change(strokes=[], picture=latent.decode(distribution.loaded, code[None]))
        st.switch_page(runtime.page("draw"))
    session.carry(distribution.loaded.card.name, code.tolist())
    st.rerun()


@st.fragment
def beta_view() -> None:
    """One network at every beta: the drawing redrawn, its traversals, rate against distortion."""
    notice = pickers.apply_messages(session.take_drawing, session.BETA.take)
    found, problems = runtime.models(betas.swept)
    models = betas.checkpoints(found[0]) if found else {}
    if isinstance(models, dict) and models:
        beta_sweep(betas.shown(found[0], models, session.current().model_input()), betas.nearest(models))
    frame.show_notices(notice, *problems, None if isinstance(models, dict) else str(models))
    with st.container(key="beta-digit"):
        frame.your_digit()


SHOW = {MAP: map_view, SPACE: space_view, SLIDERS: sliders_view, ROAD: road_view, SAMPLE: sample_view, BETA: beta_view}


def take_choices() -> str | None:
    """Start with what the link chooses. Returns a sentence when some of it does not exist."""
    names = [card.name for card in runtime.cards(places.has_vectors)]
    known = {
        "view": (list(VIEWS), "view"),
        "model": (names, "network"),
        "models": (names, "network", True),
        "basis": (list(traversals.BASES), "set of sliders"),
        "path": (list(roads.PATHS), "path"),
        **dict.fromkeys(("start", "from", "to"), (places.PLACES, "place")),
    }
    return pickers.take_choices(known)


notice = pickers.apply_messages(take_choices)
view = pickers.pick("View", "view", list(VIEWS), MAP, VIEWS.__getitem__)
frame.opening(f"latent_{view}")
frame.show_notices(notice, *runtime.models(places.on_a_map)[1])
SHOW[view]()
frame.explanations(f"latent_{view}")
