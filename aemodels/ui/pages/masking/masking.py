"""Hide parts of a digit: who fills them in, who looks where, and how few patches suffice."""

import streamlit as st
import torch

from aemodels import drawing
from aemodels.ui import frame, inputs, masking, runtime, state
from aemodels.ui.components.curves import curves
from aemodels.ui.components.filled import filled
from aemodels.ui.components.gaze import gaze
from aemodels.ui.components.patches import patches
from aemodels.ui.components.riddle import riddle, steps
from aemodels.ui.figures import model_hue
from aemodels.variants.masked import PATCHES, pixels_of

FILL, FEW = "fill", "few"
VIEWS = {FILL: "Hide and fill", FEW: "How few patches suffice?"}
MYSTERY, OWN = "mystery", "own"
RIDDLES = {MYSTERY: "A digit to guess", OWN: "Your digit"}


@st.fragment
def fill_view(masked: runtime.Loaded) -> None:
    """The board to the left, everybody's answer to the right, attention and curves below; runs at every message."""
    board_place, answers_place, extras_place = frame.layout("bench", "canvas", "answers", "extras")
    notice = inputs.bring_in(state.take_link, state.take_message, state.take_mask_link, state.take_mask)
    with extras_place:
        frame.your_digit()
    x, is_own = state.current().or_example()
    mask = state.mask()
    with board_place:
        patches(x)
        if not is_own:
            st.caption(state.UNTIL_DRAWN)
        frame.say(notice)
    models = [masked, *runtime.models(lambda card: inputs.redraws(card) and card.code_kind == "vector")[0]]
    answers = masking.filled(models, x, mask)
    with answers_place:
        filled(answers, masking.words(answers, mask), mask.sent)
        st.header("The more is hidden")
        curves(
            masking.chart(models),
            mask.hidden.count("1") / PATCHES,
            {one["name"]: one["error"] for one in answers if one["error"] is not None},
        )
        st.caption("Lines: 1,000 test digits with patches hidden by chance. Dots: this digit with this mask.")
    shown = masking.looks(masked, x, mask)
    st.header("Who looks where?")
    with st.container(key="gaze-row"):
        with st.container():
            gaze(shown)
        st.markdown(about_looks(shown))


def about_looks(shown: dict) -> str:
    """What the attention maps show, in words."""
    if shown["part"] == "encoder":
        what = "It is visible, so these are its looks in the **encoder**, which knows the visible patches alone."
    else:
        what = "It is hidden, so these are its looks in the **decoder**, where a mask token stands at its place."
    return (
        f"The patch with the frame is asked: *where do you look?* {what} The brighter the yellow, the more it takes in "
        "from there.\n\nChoose **Ask a patch** below the board and move over the digit. Does a head look at "
        "neighbours, along strokes, or at one place whatever is asked? Nobody told it where to look."
    )


@st.fragment
def few_view(masked: runtime.Loaded) -> None:
    """A covered digit to the left, what is expected of it to the right; runs at every reveal and guess."""
    with st.container(key="choices"):
        source = inputs.pick("Digit", "riddle", list(RIDDLES), MYSTERY, RIDDLES.get)
    board_place, answers_place, extras_place = frame.layout("bench", "canvas", "answers", "extras")
    notice = inputs.bring_in(state.take_link, state.take_message, state.take_riddle)
    if source == OWN:
        with extras_place:
            frame.your_digit()
    kept = state.riddle()
    written, label = kept.digit()
    x = drawing.from_strokes(written) if source == MYSTERY else state.current().or_example()[0]
    found = masking.steps(masked, x, kept.revealed)
    hidden = torch.ones(1, PATCHES, dtype=torch.bool)
    hidden[0, list(kept.revealed)] = False
    guessed = source == MYSTERY and kept.guess is not None
    with board_place:
        visible = x if guessed else torch.where(pixels_of(hidden), 0, x)
        riddle(visible, source == MYSTERY, verdict(kept, label, found) if guessed else "")
        frame.say(notice)
    with answers_place:
        steps(found, masked.card.title, model_hue(masked.card.name), kept.sent)
        if source == OWN:
            counts = masking.votes(masked, x)
            whole = counts.index(max(counts))
            st.markdown(f"The whole digit's neighbours say **{whole}**. " + network_words(found, whole))


def verdict(kept: state.Riddle, label: int, found: list[dict]) -> str:
    """What is said of a guess."""
    right = "Right" if kept.guess == label else f"Not a {kept.guess}"
    return f"{right}: it is a {label}, and you saw {len(kept.revealed)} patches. {network_words(found, label)}"


def network_words(found: list[dict], label: int) -> str:
    """Since when the network's neighbours vote for `label`, in a sentence."""
    since = masking.settled(found, label)
    if since is None:
        return "The network's neighbours do not say so yet."
    return (
        f"The network's neighbours say so since patch {since}." if since else "Its neighbours said so from the start."
    )


notice = inputs.take_choices({"masking": (list(VIEWS), "question"), "riddle": (list(RIDDLES), "digit")})
view = inputs.pick("Question", "masking", list(VIEWS), FILL, VIEWS.get)
frame.opening(f"masking_{view}")
able, problems = runtime.models(masking.completes)
frame.say(notice, *problems)
masked = next((one for one in able if "mean_image" in one.statistics), None)
if masked is None:
    st.info("There is no masked network in pretrained/ that could be asked.", icon=":material/info:")
else:
    {FILL: fill_view, FEW: few_view}[view](masked)
frame.explanations(f"masking_{view}")
