"""Samples on the latent page, run without a browser."""

import pytest
import torch
from page_data import component, in_link, loaded, send, tile, visit

from aemodels import codes, load, mixtures
from aemodels.live import latent
from aemodels.ui.latent import samples


def test_samples_follow_the_seed_and_the_temperature():
    one, again = (component(visit("latent", view="sample", seed=seed), "sheets") for seed in ("5", "5"))
    other = component(visit("latent", view="sample", seed="6"), "sheets")
    assert one == again
    assert one["sheets"][0]["sheet"] != other["sheets"][0]["sheet"]
    cold = component(visit("latent", view="sample", temperature="0"), "sheets")["sheets"]
    middle = load("vae", "cpu").decode(torch.zeros(1, 20))[0, 0]
    assert (tile(cold[0]["sheet"], 3, 2) - middle).abs().max() < 0.02
    middle = mixtures.kept(loaded("ae").statistics, 1).means
    assert (tile(cold[1]["sheet"], 0) - load("ae", "cpu").decode(middle)[0, 0]).abs().max() < 0.02


def test_what_is_far_from_all_digits_is_counted_as_the_page_says():
    law = samples.sources(loaded("vae"), loaded("ae"))[2]
    sheet = samples.shown(law, samples.Draw(seed=9, temperature=1.6))
    model, known = load("ae", "cpu"), latent.test_codes(loaded("ae"))
    z = law.codes(samples.Draw(seed=9, temperature=1.6))
    off = torch.cdist(model.encode(model.decode(z)), known).amin(1)
    far = int((off > codes.usual_distance(known, 0.95)).sum())
    assert sheet["note"].startswith(f"{far} of {len(z)} ")


def test_moving_the_temperature_draws_again():
    page = visit("latent", view="sample")
    before = component(page, "sheets")
    page = send(page, "sheets", {"draw": {"seed": 1, "temperature": 1.4, "sent": 8, "done": True}})
    after = component(page, "sheets")
    assert after["sent"] == 8
    assert after["temperature"] == before["temperature"]  # what the controls were told stays while the hand moves
    assert after["sheets"][0]["sheet"] != before["sheets"][0]["sheet"]
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
    assert samples.picked(samples.sources(loaded("vae"), loaded("ae")), said, samples.Draw()) is None


def test_a_picked_sample_is_the_one_on_the_sheet():
    laws, draw = samples.sources(loaded("vae"), loaded("ae")), samples.Draw(seed=3)
    law, code, to = samples.picked(laws, {"sheet": 1, "digit": 7, "to": "sliders"}, draw)
    sheet = samples.shown(laws[1], draw)["sheet"]
    assert (law, to) == (laws[1], "sliders")
    assert (
        tile(sheet, 7 % samples.COLUMNS, 7 // samples.COLUMNS) - load("ae", "cpu").decode(code[None])[0, 0]
    ).abs().max() < 0.02
