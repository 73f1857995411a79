"""The app: its pages, and the door that answers what follows the hand. Run with: streamlit run app.py"""

import streamlit as st

from aemodels import live

app = st.App("aemodels/ui/entry/main.py", routes=live.ROUTES)
