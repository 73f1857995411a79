"""What a part of the page has chosen for the visitor is not undone by a message that was on its way meanwhile."""

import pytest
from streamlit.testing.v1 import AppTest


def page() -> None:
    """A page with a choice, and a button that makes it as well."""
    import streamlit as st

    from aemodels.ui import session
    from aemodels.ui.shared import pickers

    st.text(pickers.pick("View", "view", ["map", "sliders"], "map", str))
    if st.button("Take it to the sliders"):
        session.choose_instead("view", "sliders")
        st.rerun()


def test_the_widget_that_showed_the_choice_before_is_not_heard_any_more():
    app = AppTest.from_function(page).run()
    app = app.button[0].click().run()
    assert app.text[0].value == "sliders"
    with pytest.raises(KeyError):  # a browser that has not heard of it yet speaks of a widget that is no more
        app.button_group(key="pick_view")
    app = app.button_group(key="pick_view_1").set_value("map").run()
    assert app.text[0].value == "map"


def test_what_is_chosen_at_the_widget_leaves_it_where_it_is():
    app = AppTest.from_function(page).run()
    app = app.button_group(key="pick_view").set_value("sliders").run()
    assert app.text[0].value == "sliders"
    with pytest.raises(KeyError):
        app.button_group(key="pick_view_1")
