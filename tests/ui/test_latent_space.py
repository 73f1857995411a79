"""The view of a network's whole latent space along three principal directions."""

import base64

import numpy
import pytest
import torch
from page_data import THREE, chart, loaded, values, visit

from aemodels.store import pretrained
from aemodels.ui.pages.latent.space import view


def test_the_cloud_is_the_codes_of_the_test_digits_along_their_principal_components():
    one = loaded("vae")
    codes = one.statistics["codes"].double()
    centred = codes - codes.mean(0)
    _, singular, directions = torch.linalg.svd(centred, full_matrices=False)
    found = view.space_of(one)
    expected = (centred @ directions[:3].T)[: view.DIGITS]
    signs = torch.sign((expected * found.points).sum(0))
    assert (found.points - expected * signs).abs().max() < 1e-3
    shares = 100 * singular.square() / singular.square().sum()
    assert found.shares == pytest.approx(shares[:3].tolist(), rel=1e-3)


def test_each_digit_is_a_trace_of_its_own_and_the_drawing_lies_where_it_is_encoded():
    page = visit("latent", view="space", model="ae")
    assert not page.exception
    shown = {trace.get("name"): trace for trace in chart(page)["data"]}
    labels = pretrained.load_statistics("ae")["labels"][: view.DIGITS].long()
    counts = [len(values(shown[str(digit)]["x"])) for digit in range(10)]
    assert counts == torch.bincount(labels, minlength=10).tolist()
    own = shown["Your drawing"]
    place = view.place_of(loaded("ae"), THREE)
    assert [values(own[axis])[0] for axis in "xyz"] == pytest.approx(place, abs=1e-4)
    assert "three directions show" in " ".join(text.value for text in page.markdown)


def test_before_anybody_draws_an_example_stands_there():
    page = visit("latent", drawn=False, view="space")
    assert any("until you draw" in trace.get("name", "") for trace in chart(page)["data"])


@pytest.mark.parametrize("name", [card.name for card in pretrained.available() if view.has_space(card)])
def test_every_network_with_three_numbers_has_a_space(name):
    one = loaded(name)
    found = view.space_of(one)
    assert found.points.shape == (view.DIGITS, 3)
    assert found.points.isfinite().all()
    assert sum(found.shares) <= 100 + 1e-3
    figure = view.figure(found, view.place_of(one, THREE), "mine", "#000000", (1.0, 0.5, 0.2)).to_plotly_json()
    assert len(figure["data"]) == 12


def test_what_goes_to_the_browser_is_small():
    page = visit("latent", view="space", model="vae")
    (sent,) = [one.proto.spec for one in page.get("plotly_chart")]
    assert len(sent) < 100_000
    packed = next(trace["x"] for trace in chart(page)["data"] if trace.get("name") == "1")
    assert numpy.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"]).dtype == numpy.float32
