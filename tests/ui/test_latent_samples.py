"""Samples on the latent page, run without a browser."""

import pytest
from page_data import at_the_door, component, in_link, loaded, send, visit

from aemodels import load
from aemodels.live import samples as live_samples
from aemodels.live.messages import Sample
from aemodels.live.pictures import picture
from aemodels.ui.pages.latent.samples import view


def asked(data, seed, temperature):
    """What the door gives to sheets that were mounted with `data`."""
    about = {"sources": data["ask"]["sources"], "seed": seed, "temperature": temperature}
    return at_the_door(Sample, live_samples.sample, **about)["sheets"]


def test_each_sheet_is_titled_by_its_law_and_asks_for_it():
    data = component(visit("latent", view="sample"), "sheets")
    assert [sheet["title"].partition(": ")[2] for sheet in data["sheets"]] == [
        "from its prior",
        "one Gaussian, fitted",
        "10 Gaussians, fitted",
    ]
    assert [(one["network"], one["parts"]) for one in data["ask"]["sources"]] == [("vae", 0), ("ae", 1), ("ae", 10)]
    assert [len(one["pictures"]) for one in asked(data, 1, 1)] == [data["count"]] * 3


def test_the_link_says_how_samples_are_drawn_at_first():
    data = component(visit("latent", view="sample", seed="5", temperature="0.5"), "sheets")
    assert (data["seed"], data["temperature"]) == (5, 0.5)


def test_a_temperature_at_rest_is_in_the_link_and_changes_nothing_that_is_shown():
    page = visit("latent", view="sample")
    before = component(page, "sheets")
    page = send(page, "sheets", {"draw": {"seed": 1, "temperature": 1.4, "sent": 8, "done": True}})
    assert component(page, "sheets") == before  # the hand knows better
    assert in_link(page, "temperature") == "1.40"


@pytest.mark.parametrize(
    "forged",
    [{"draw": []}, {"draw": {"seed": 1}}, {"draw": {"seed": 1, "temperature": 99, "sent": 1}}, {"draw": 5}],
    ids=str,
)
def test_forged_controls_get_a_sentence(forged):
    page = send(visit("latent", view="sample"), "sheets", forged)
    assert not page.exception
    assert len(page.warning) == 1


@pytest.mark.parametrize(
    "said", [None, 5, {}, {"sheet": 9, "digit": 0, "to": "canvas"}, {"sheet": 0, "digit": "x", "to": "canvas"}]
)
def test_nonsense_is_not_carried(said):
    assert view.picked(view.sources(loaded("vae"), loaded("ae")), said, view.Draw()) is None


def test_a_picked_sample_is_the_one_on_the_sheet():
    distributions, draw = view.sources(loaded("vae"), loaded("ae")), view.Draw(seed=3, temperature=0.8)
    distribution, code, to = view.picked(distributions, {"sheet": 1, "digit": 7, "to": "sliders"}, draw)
    shown = asked(view.board(distributions), 3, 0.8)[1]["pictures"]
    assert (distribution, to) == (distributions[1], "sliders")
    assert shown[7] == picture(load("ae", "cpu").decode(code[None]))
