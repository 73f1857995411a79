"""What a code is good for when digits are searched: those alike, and whether a picture is a digit at all."""

from functools import partial

import streamlit as st
from torch import Tensor

from aemodels import oddities
from aemodels.ui import frame, inputs, judging, runtime, search, state
from aemodels.ui.components.heat import heat
from aemodels.ui.components.hits import hits
from aemodels.ui.components.judge import judge
from aemodels.ui.components.oddities import oddities as wall
from aemodels.ui.latent import places

ALIKE, ODD = "alike", "odd"
VIEWS = {ALIKE: "Digits like mine", ODD: "Is this a digit at all?"}


def pick_model(usable: dict[str, runtime.Loaded]) -> runtime.Loaded:
    """The model to search with."""
    redrawing = (name for name, one in usable.items() if runtime.featured(one.card) and one.card.code_size > 2)
    best = next(redrawing, next(iter(usable)))
    return usable[inputs.pick("Network", "network", list(usable), best, lambda name: usable[name].card.title)]


def visible() -> tuple[Tensor, str]:
    """The drawing (1, 1, 28, 28) as it stands, and whose it is; an empty picture counts, an untouched canvas not."""
    drawn = state.current().on_canvas()
    x = drawn.model_input()
    if x is None and drawn.picture is not None and not drawn.strokes:
        x = drawn.picture
    return (state.example(3), state.UNTIL_DRAWN) if x is None else (x, "Your picture")


@st.fragment
def find_alike(model: runtime.Loaded, distance: str) -> None:
    """Canvas at the left, what is found at the right; runs at every message."""
    with frame.bench(partial(take_further, model)):
        x, whose = visible()
        st.caption(f"Compared with 10,000 test digits: {whose[0].lower()}{whose[1:]}")
        ways = ["latent"] if places.has_sliders(model.card) else []
        hits(search.alike(model, x, distance), [*ways, "canvas"], state.current().sent)
        st.caption(search.about_pictures())


def alike_view(usable: dict[str, runtime.Loaded]) -> None:
    """What to search with, the search, and how far to trust it."""
    with st.container(key="choices"):
        model = pick_model(usable)
        distance = inputs.pick("Distance", "distance", list(search.DISTANCES), "euclidean", search.DISTANCES.get)
    find_alike(model, distance)
    st.header("How often are such neighbours right?")
    st.markdown(search.precision_words(model, distance))
    heat("precision", search.precision_table(model, distance))


def take_further(model: runtime.Loaded) -> None:
    """Put a test digit on the canvas, or let the sliders of the latent page start from its code, when wished."""
    wish = state.wish(state.HITS)
    if wish is None:
        return
    number = int(state.number(wish.get("number"), 0, len(places.test_codes(model)) - 1, "number of a test digit"))
    if wish.get("to") == "canvas":
        state.change(strokes=[], picture=search.pictures()[0][number : number + 1])
    elif wish.get("to") == "latent":
        state.carry(model.card.name, places.test_codes(model)[number].tolist())
        st.switch_page(runtime.page("latent"))


@st.fragment
def judge_drawing(model: runtime.Loaded) -> None:
    """Canvas at the left, the verdict at the right; runs at every message."""
    with frame.bench(take_oddity):
        x, whose = visible()
        judge(judging.judged(model, x), whose, state.current().sent, state.current().revision)


def odd_view(usable: dict[str, runtime.Loaded]) -> None:
    """Who judges, the verdict, oddities to try and a contest of the models."""
    with st.container(key="choices"):
        model = pick_model(usable)
    judge_drawing(model)
    st.header("A wall of oddities")
    st.markdown("Each over what the network makes of it. **Click one to try it.**")
    wall(judging.shown_wall(model), judging.EACH)
    st.header("Who notices what?")
    st.markdown(judging.contest_words(list(usable.values()), model))
    score = inputs.pick("Score", "score", list(judging.SCORES), "error", judging.SCORES.get)
    heat("contest", judging.contest(list(usable.values()), score, model))


def take_oddity() -> None:
    """Put an oddity of the wall on the canvas when that is wished."""
    wish = state.wish(state.ODDITIES)
    if wish is not None:
        kind = state.number(wish.get("kind"), 0, len(oddities.KINDS) - 1, "kind of oddity")
        number = state.number(wish.get("number"), 0, judging.EACH - 1, "number of an oddity")
        written, x = judging.wall()[oddities.KINDS[int(kind)]][int(number)]
        state.change(strokes=written, picture=None if written else x, animate=False)


usable = {one.card.name: one for one in search.searchers()}
known = {
    "ask": (list(VIEWS), "question"),
    "network": (list(usable), "network"),
    "distance": (list(search.DISTANCES), "distance"),
    "score": (list(judging.SCORES), "score"),
}
notice = inputs.take_choices(known)
view = inputs.pick("Question", "ask", list(VIEWS), ALIKE, VIEWS.get)
frame.opening(f"search_{view}")
frame.say(notice, *runtime.models(search.measured)[1])
if usable:
    {ALIKE: alike_view, ODD: odd_view}[view](usable)
frame.explanations(f"search_{view}")
