"""The road from one digit to another on the latent page, run without a browser."""

from io import BytesIO

import pytest
import torch
from page_data import THREE, component, in_link, loaded, send, tile, visit
from PIL import Image

from aemodels import drawing, load
from aemodels.data import strokes
from aemodels.live import latent
from aemodels.ui.pages.latent.interpolation import view


def test_a_road_starts_at_one_digit_and_ends_at_the_other():
    page = visit("latent", view="road", models="ae,vae", to="mean-8")
    rows = component(page, "road")["rows"]
    assert [row["name"] for row in rows] == ["ae", "vae", "fade"]
    for row in rows[:2]:
        model, one = load(row["name"], "cpu"), loaded(row["name"])
        assert (tile(row["sheet"], 0) - model(THREE)[0, 0]).abs().max() < 0.02
        labels = one.statistics["labels"].long()
        middle = latent.test_codes(one)[labels == 8].mean(0)
        assert (tile(row["sheet"], view.STEPS) - model.decode(middle[None])[0, 0]).abs().max() < 0.02
        ends = torch.stack([model.encode(THREE)[0], middle])
        distances = torch.cdist(ends, latent.test_codes(one)).amin(1) / latent.usual_distance(one)
        assert [row["distances"][0], row["distances"][-1]] == pytest.approx(distances.tolist(), abs=2e-3)


def test_the_fade_mixes_the_pictures_themselves():
    seven = drawing.from_strokes(strokes.digit(7))
    travelled = [view.road(loaded("ae"), "own", "example-7", "linear", THREE)]
    mixed = view.fade(travelled, "own", "example-7", THREE).images
    assert torch.equal(mixed[0], THREE[0])
    assert torch.allclose(mixed[view.STEPS // 2], (THREE + seven)[0] / 2, atol=1e-6)


def test_straight_and_spherical_roads_differ_between_their_ends_only():
    straight, round_about = (view.road(loaded("vae"), "example-3", "example-8", path, None) for path in view.PATHS)
    assert torch.allclose(straight.images[0], round_about.images[0], atol=1e-4)
    assert torch.allclose(straight.images[-1], round_about.images[-1], atol=1e-4)
    assert (straight.images[25] - round_about.images[25]).abs().max() > 0.01


def test_the_road_stays_as_it_is_when_its_slider_comes_to_rest():
    page = visit("latent", view="road", models="vae")
    before = component(page, "road")
    assert component(send(page, "road", {"stop": {"at": 0.24, "sent": 3}}), "road") == before


def test_the_exports_open_with_pillow():
    travelled = [view.road(loaded(name), "example-3", "example-8", "linear", None) for name in ("ae", "vae")]
    travelled.append(view.fade(travelled, "example-3", "example-8", None))
    film = Image.open(BytesIO(view.as_gif(travelled)))
    assert film.n_frames == 2 * view.STEPS
    assert film.size == (3 * 28 * 6, 28 * 6)
    strip = Image.open(BytesIO(view.as_png(travelled)))
    assert strip.format == "PNG"
    assert strip.width == 11 * 28 * 3 + 16


def test_the_place_on_the_road_goes_into_the_link():
    page = send(visit("latent", view="road"), "road", {"stop": {"at": 0.24, "sent": 3}})
    assert in_link(page, "at") == "0.24"
    assert component(visit("latent", view="road", at="0.24"), "road")["at"] == 0.24


@pytest.mark.parametrize("forged", [{"stop": "half"}, {"stop": {"at": 7}}, {"stop": {"at": None}}], ids=str)
def test_a_forged_place_gets_a_sentence(forged):
    page = send(visit("latent", view="road"), "road", forged)
    assert not page.exception
    assert len(page.warning) == 1
