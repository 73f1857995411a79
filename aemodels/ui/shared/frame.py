"""What every page is made of: its prose, its places, sentences for a person, and the ways to a drawing."""

from collections.abc import Callable, Iterable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ... import drawing
from .. import runtime, session
from . import pickers
from .canvas import canvas
from .gallery import gallery
from .prose import prose


def opening(page: str) -> None:
    """A page's title, its one sentence and its one thing to try."""
    title, text, _ = prose(page)
    with st.container(key="opening"):
        st.title(title)
        st.markdown(text)


def explanations(page: str, **tables: str) -> None:
    """What stands one click deeper, a section each; {name} in the text stands for the table of that name."""
    for heading, body in prose(page)[2]:
        for name, table in tables.items():
            body = body.replace(f"{{{name}}}", table)
        with st.expander(heading):
            st.markdown(body)


def as_table(rows: Iterable[Sequence[str]], figures: bool = False) -> str:
    """Rows of words, the header first, in Markdown; `figures`: all but the first column are numbers, to be aligned."""
    header, *others = rows
    rules = ["---", *["---:" if figures else "---"] * (len(header) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, rules, *others))


def layout(key: str, *names: str) -> list[DeltaGenerator]:
    """A container with this key, which the style sheet lays out, and in it KEY-NAME for each name; returns those."""
    with st.container(key=key):
        return [st.container(key=f"{key}-{name}") for name in names]


def show_notices(*sentences: str | None) -> None:
    """Sentences for a person, in a place that is always there, so that nothing below it is mounted anew."""
    with st.container():
        for sentence in filter(None, sentences):
            st.warning(sentence, icon=":material/info:")


def your_digit() -> None:
    """The ways to another drawing, where there is no canvas."""
    gallery()
    st.page_link(runtime.page("draw"), label="Draw your own", icon=":material/draw:", width="stretch")


def bench(*handlers: Callable[[], str | None]) -> DeltaGenerator:
    """The canvas and the ways to fill it, at the left; returns the place for what follows it through the door.

    Before, it takes in what the link and the canvas say, and what `handlers` bring in (see inputs.apply_messages).
    """
    canvas_place, answers_place, extras_place = layout("bench", "canvas", "answers", "extras")
    notice = pickers.apply_messages(session.take_drawing, *handlers)
    with extras_place:
        gallery()
        notice = upload() or notice
    with canvas_place:
        canvas()
        show_notices(notice)
    return answers_place


def upload() -> str | None:
    """A small door for pictures. Puts a new one on the canvas; returns a sentence when it cannot be read."""
    with st.popover("Upload a picture", icon=":material/image:", width="stretch"):
        file = st.file_uploader(
            "A digit on paper, a screenshot, a drawing from another app",
            type=["png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff"],
        )
    if file is None or st.session_state.get(session.UPLOAD) == file.file_id:
        return None
    st.session_state[session.UPLOAD] = file.file_id
    before = session.current()
    kept = " The canvas holds what it held before." if before.strokes or before.picture is not None else ""
    try:
        picture = drawing.from_image(drawing.open_picture(file))
    except drawing.EmptyDrawing:
        missing = (
            "There is no ink to be seen in that picture. Try one with a dark digit on light paper, or the reverse."
        )
        return missing + kept
    except drawing.BadDrawing as error:
        return str(error) + kept
    session.change(strokes=[], picture=picture)
    return None
