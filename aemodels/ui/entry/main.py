"""Page set-up and navigation; app.py serves it, beside the door."""

import streamlit as st

from aemodels.ui import runtime, session
from aemodels.ui.session import trainings
from aemodels.ui.shared import pickers
from aemodels.ui.shared.line import line
from aemodels.ui.shared.toolbar import toolbar

# Icons are given to the links alone: an icon of a page would be fetched from elsewhere as its browser icon.
ICONS = {
    "draw": ":material/draw:",
    "noise": ":material/grain:",
    "latent": ":material/explore:",
    "activations": ":material/equalizer:",
    "masking": ":material/grid_on:",
    "pretraining": ":material/layers:",
    "search": ":material/search:",
    "train": ":material/model_training:",
    "models": ":material/table_chart:",
}
PAGES = {name: st.Page(runtime.page(name), title=name.capitalize(), default=name == "draw") for name in ICONS}

page = st.navigation(list(PAGES.values()), position="hidden")
st.set_page_config(page_title=f"{page.title} · Autoencoder Lab", page_icon=runtime.ICON, layout="wide")
session.open_page(page.title)
runtime.start()
trainings.adopt()
with st.container(key="top"):
    with st.container(key="navigation", horizontal=True, gap="small"):
        for name, choice in PAGES.items():
            with st.container(key="navigation-here" if choice is page else None, width="content"):
                st.page_link(choice, icon=ICONS[name])
    toolbar()
page.run()
line()
runtime.get_ready(pickers.redraws)
