"""Page set-up and navigation. Run with: streamlit run app.py"""

import streamlit as st

from aemodels.ui import runtime

st.set_page_config(page_title="Autoencoder Lab", page_icon=runtime.ICON, layout="wide")
runtime.start()
runtime.style()

PAGES = (("draw", "Draw", ":material/draw:"),)

st.navigation(
    [
        st.Page(f"aemodels/ui/pages/{name}.py", title=title, icon=icon, default=name == "draw")
        for name, title, icon in PAGES
    ],
    position="top",
).run()
