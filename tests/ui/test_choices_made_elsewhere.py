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


def arrives() -> None:
    """A page whose link names a choice as soon as one comes to it, where one was made before."""
    import streamlit as st

    from aemodels.ui import session
    from aemodels.ui.shared import pickers

    session.open_page(st.session_state.get("page", "one"))
    pickers.take_choices({"view": (["map", "sliders", "road"], "view")})
    st.text(pickers.pick("View", "view", ["map", "sliders", "road"], "map", str))
    session.end_page()


def at_another_page() -> AppTest:
    """The page, which the visitor reaches from another one, after a choice of the sliders."""
    app = AppTest.from_function(arrives).run()
    app.button_group(key="pick_view").set_value("sliders").run()
    app.query_params.clear()
    app.session_state["page"] = "two"
    app.run()
    assert dict(app.query_params) == {"view": "sliders"}
    return app


def test_a_message_that_left_before_the_page_had_its_link_changes_nothing():
    app = at_another_page()
    app.query_params.clear()
    app.run()
    assert app.text[0].value == "sliders"
    assert dict(app.query_params) == {"view": "sliders"}


def test_who_goes_back_among_the_choices_of_the_page_gets_the_one_before():
    app = at_another_page()
    app.button_group(key="pick_view").set_value("road").run()
    app.query_params["view"] = "sliders"
    assert app.run().text[0].value == "sliders"


def test_who_goes_back_to_a_link_that_says_nothing_gets_what_a_page_begins_with():
    app = AppTest.from_function(arrives).run()
    app.button_group(key="pick_view").set_value("road").run()
    app.query_params.clear()
    assert app.run().text[0].value == "map"
