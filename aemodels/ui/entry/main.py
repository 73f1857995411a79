"""Page set-up and navigation; app.py serves it, beside the door."""

import streamlit as st

from aemodels.ui import runtime, session
from aemodels.ui.session import trainings
from aemodels.ui.shared import pickers
from aemodels.ui.shared.line import line
from aemodels.ui.shared.navigation import ICONS
from aemodels.ui.shared.toolbar import toolbar

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
session.end_page()
line()
runtime.get_ready(pickers.redraws)
