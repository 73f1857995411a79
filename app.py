"""Page set-up and navigation. Run with: streamlit run app.py"""

import streamlit as st

from aemodels.ui import runtime

st.set_page_config(page_title="Autoencoder Lab", page_icon=runtime.ICON, layout="wide")
runtime.start()
runtime.style()

PAGES = [
    st.Page(f"aemodels/ui/pages/{name}.py", title=title, icon=icon, default=name == "draw")
    for name, title, icon in (
        ("draw", "Draw", ":material/draw:"),
        ("noise", "Noise", ":material/grain:"),
    )
]

page = st.navigation(PAGES, position="hidden")
with st.container(key="navigation", horizontal=True, gap="small"):
    for choice in PAGES:
        st.page_link(choice)
page.run()
