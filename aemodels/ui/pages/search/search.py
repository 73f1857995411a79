"""What a code is good for when digits are searched: those alike, and whether a picture is a digit at all."""

from functools import partial

import streamlit as st

from aemodels.data import ood_samples
from aemodels.live import alike
from aemodels.live.latent import test_codes
from aemodels.live.pictures import picture
from aemodels.ui import runtime, session
from aemodels.ui.pages.search import heat, novelty
from aemodels.ui.pages.search import view as search
from aemodels.ui.pages.search.hits import hits
from aemodels.ui.pages.search.judge import judge
from aemodels.ui.pages.search.oddities import oddities as wall
from aemodels.ui.shared import frame, pickers, places

ALIKE, ODD = "alike", "odd"
VIEWS = {ALIKE: "Retrieval: digits like mine", ODD: "Out-of-distribution: is it a digit?"}


def pick_model(usable: dict[str, runtime.Loaded]) -> runtime.Loaded:
    """The model to search with."""
    redrawing = (name for name, one in usable.items() if runtime.featured(one.card) and one.card.code_size > 2)
    best = next(redrawing, next(iter(usable)))
    return usable[pickers.pick_network("network", list(usable), best, lambda name: usable[name].card.title)]


def asked(path: str, model: runtime.Loaded) -> dict[str, str]:
    """What the parts of this page ask the door, beside what is drawn."""
    return {"path": path, "network": model.card.name, "instead": picture(session.example(3))}


@st.fragment
def find_alike(model: runtime.Loaded, distance: str) -> None:
    """Canvas at the left, what is found at the right, which follows the canvas; runs when the pen rests."""
    with frame.bench(partial(take_further, model)):
        ways = ["latent"] if places.has_sliders(model.card) else []
        until = f"{session.UNTIL_DRAWN[0].lower()}{session.UNTIL_DRAWN[1:]}"
        hits(search.panels(model), [*ways, "canvas"], asked("live/alike", model) | {"distance": distance}, until)
        st.caption(search.about_pictures())


def alike_view(usable: dict[str, runtime.Loaded]) -> None:
    """What to search with, the search, and how far to trust it."""
    with st.container(key="choices"):
        model = pick_model(usable)
        distance = pickers.pick(
            "Distance", "distance", list(search.DISTANCES), "euclidean", search.DISTANCES.__getitem__
        )
    find_alike(model, distance)
    st.header("How often are such neighbours right?")
    st.markdown(search.precision_words(model, distance))
    heat.show("precision", *search.precision_table(model, distance))


def take_further(model: runtime.Loaded) -> None:
    """Put a test digit on the canvas, or let the sliders of the latent page start from its code, when wished."""
    event = session.event(session.HITS)
    if event is None:
        return
    number = int(session.number(event.get("number"), 0, len(test_codes(model)) - 1, "number of a test digit"))
    if event.get("to") == "canvas":
        session.change(strokes=[], picture=alike.pictures()[0][number : number + 1])
    elif event.get("to") == "latent":
        session.carry(model.card.name, test_codes(model)[number].tolist())
        st.switch_page(runtime.page("latent"))


@st.fragment
def judge_drawing(model: runtime.Loaded) -> None:
    """Canvas at the left, the verdict at the right, which follows the canvas; runs when the pen rests."""
    with frame.bench(take_oddity):
        judge(novelty.judge_of(model), asked("live/odd", model), session.UNTIL_DRAWN)


def odd_view(usable: dict[str, runtime.Loaded]) -> None:
    """Who judges, the verdict, oddities to try and a contest of the models."""
    with st.container(key="choices"):
        model = pick_model(usable)
    judge_drawing(model)
    st.header("Out-of-distribution samples to try")
    st.markdown("Each over what the network makes of it. **Click one to try it.**")
    wall(novelty.shown_wall(model), novelty.EACH)
    st.header("Who detects what? AUROC of each network")
    st.markdown(novelty.contest_words(list(usable.values()), model))
    score = pickers.pick("Score", "score", list(novelty.SCORES), "error", novelty.SCORES.__getitem__)
    heat.show("contest", *novelty.contest(list(usable.values()), score, model))


def take_oddity() -> None:
    """Put an oddity of the wall on the canvas when that is wished."""
    event = session.event(session.ODDITIES)
    if event is not None:
        kind = session.number(event.get("kind"), 0, len(ood_samples.KINDS) - 1, "kind of oddity")
        number = session.number(event.get("number"), 0, novelty.EACH - 1, "number of an oddity")
        written, x = novelty.wall()[ood_samples.KINDS[int(kind)]][int(number)]
        session.change(strokes=written, picture=None if written else x, animate=False)


usable = {one.card.name: one for one in search.searchers()}
known = {
    "ask": (list(VIEWS), "question"),
    "network": (list(usable), "network"),
    "distance": (list(search.DISTANCES), "distance"),
    "score": (list(novelty.SCORES), "score"),
}
notice = pickers.take_choices(known)
view = pickers.pick("Question", "ask", list(VIEWS), ALIKE, VIEWS.__getitem__)
frame.opening(f"search_{view}")
frame.show_notices(notice, *runtime.models(search.measured)[1])
if usable:
    {ALIKE: alike_view, ODD: odd_view}[view](usable)
frame.explanations(f"search_{view}")
