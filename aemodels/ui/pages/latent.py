"""A map of codes to drag on."""

import streamlit as st

from aemodels.ui import inputs, latent, runtime, state
from aemodels.ui.components.decoded import decoded
from aemodels.ui.components.gallery import gallery
from aemodels.ui.components.latent_map import latent_map
from aemodels.ui.figures import DIGIT_COLOURS


@st.fragment
def atlas() -> None:
    """The maps to the left, the digits at the point to the right; runs again at every move of the point."""
    with st.container(key="atlas"):
        map_place, digits_place = (st.container(key=f"atlas-{part}") for part in ("map", "digits"))
    notice = inputs.bring_in(state.take_link, state.take_message, state.take_point_link, state.take_point)
    with digits_place:
        digits_slot = st.container()
        gallery()
        st.page_link("aemodels/ui/pages/draw.py", label="Draw your own", icon=":material/draw:", width="stretch")
    loaded, problems = runtime.models()
    mapped = latent.on_a_map(loaded)
    point = state.point()
    with map_place:
        if mapped:
            x = state.current().model_input()
            maps = [latent.map_of(one, x) for one in mapped]
            latent_map(maps, latent.labels_of(mapped[0]), DIGIT_COLOURS, state.first_point())
        with st.container():
            for sentence in filter(None, [notice, *problems]):
                st.warning(sentence, icon=":material/info:")
    with digits_slot:
        if mapped:
            decoded([latent.digit_at(one, point.z) for one in mapped], point.z, point.sent)


inputs.opening("latent")
atlas()
inputs.explanations("latent")
