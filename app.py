"""The app: its pages, their scripts, and the door that answers what follows the hand. Run with: streamlit run app.py"""

import streamlit as st

from aemodels import live
from aemodels.ui.shared import compressed, document, modules

app = st.App(
    "aemodels/ui/entry/main.py",
    routes=[*live.ROUTES, modules.ROUTE],
    middleware=[document.MIDDLEWARE, compressed.MIDDLEWARE],
)
