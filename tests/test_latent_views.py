"""Sliders, road and samples of the latent page, run without a browser."""

import base64
import json
from io import BytesIO

import numpy
import pytest
import torch
from page_data import FEATURED, app, component, in_link, message, send
from PIL import Image
from streamlit.testing.v1 import AppTest

from aemodels import codes, drawing, load, pretrained, strokes
from aemodels.ui import runtime
from aemodels.ui.answers import picture
from aemodels.ui.latent import places, roads, samples
from aemodels.ui.latent import sliders as racks

SHORT = [card for card in FEATURED if card.code_kind == "vector" and card.code_size <= 32]
GENERATIVE = [card.name for card in SHORT if card.generative]


def open_view(**link: str) -> AppTest:
    """The latent page as a visitor reaches it after drawing a 3, by a link."""
    page = send(app().run(), "canvas", message())
    page.switch_page("aemodels/ui/pages/latent.py")
    for parameter, value in link.items():
        page.query_params[parameter] = value
    return page.run()


def loaded(name: str) -> runtime.Loaded:
    return runtime.models(lambda card: card.name == name)[0][0]


def tile(sheet: str, column: int, row: int = 0) -> torch.Tensor:
    """One picture of a sheet, 28 x 28 in [0, 1], without the tint of its darkest ink."""
    pixels = numpy.asarray(Image.open(BytesIO(base64.b64decode(sheet))).convert("RGB"))[..., 0].astype("float32")
    part = pixels[28 * row : 28 * row + 28, 28 * column : 28 * column + 28]
    return torch.tensor((part - 11) / 244)


def drawn() -> torch.Tensor:
    return drawing.from_strokes(strokes.digit(3))


def slid(page: AppTest, **changes) -> AppTest:
    rack = component(page, "sliders")
    values = list(rack["values"])
    values[0] += 0.5
    said = {"values": values, "revision": rack["revision"], "sent": 41, "done": False} | changes
    return send(page, "sliders", {"slid": said})


# ---- sliders


@pytest.mark.parametrize("name", [card.name for card in SHORT])
@pytest.mark.parametrize("basis", racks.BASES)
def test_every_number_has_a_slider_and_the_first_matters_most(name, basis):
    rack = component(open_view(view="sliders", model=name, basis=basis), "sliders")
    assert len(rack["rows"]) == pretrained.card(name).code_size
    weights = [row["weight"] for row in rack["rows"]]
    assert weights[0] == 1
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("name", [card.name for card in SHORT])
@pytest.mark.parametrize("basis", racks.BASES)
def test_values_and_codes_are_the_same_thing(name, basis):
    along, known = racks.axes(loaded(name), basis), places.test_codes(loaded(name))[:50]
    assert torch.allclose(along.code(along.values(known)), known, atol=1e-4)
    inside = ((along.values(known) >= along.low) & (along.values(known) <= along.high)).float().mean()
    assert inside > 0.95


@pytest.mark.parametrize("name", GENERATIVE)
def test_collapsed_dimensions_are_those_that_carry_nothing_and_are_counted(name):
    rack = component(open_view(view="sliders", model=name), "sliders")
    kl = pretrained.load_statistics(name)["kl"]
    assert sum(row["collapsed"] for row in rack["rows"]) == int((kl < racks.COLLAPSED).sum())
    assert rack["rows"][0]["name"] == f"z {int(kl.argmax()) + 1}"


def test_a_collapsed_dimension_moves_nothing():
    along = racks.axes(loaded("vae"), "dimensions")
    model, code = load("vae", "cpu"), along.code(along.values(places.test_codes(loaded("vae"))[0]))
    for i in along.collapsed.nonzero()[:, 0]:
        moved = code + (along.high[i] - along.low[i]) * along.directions[i]
        assert (model.decode(moved[None]) - model.decode(code[None])).abs().max() < 0.05


def test_sliders_start_at_the_drawing_and_their_strips_pass_through_it():
    page = open_view(view="sliders", model="vae")
    rack = component(page, "sliders")
    along, code = racks.axes(loaded("vae"), "dimensions"), load("vae", "cpu").encode(drawn())[0]
    assert rack["values"] == pytest.approx(along.values(code).tolist(), abs=1e-3)
    lowest = along.values(code)
    lowest[0] = rack["rows"][0]["low"]
    want = load("vae", "cpu").decode(along.code(lowest)[None])[0, 0]
    assert (tile(rack["strips"], 0) - want).abs().max() < 0.02


@pytest.mark.parametrize("basis", racks.BASES)
def test_the_digit_follows_the_sliders_while_the_rack_stays_as_it_is(basis):
    page = open_view(view="sliders", model="vae", basis=basis)
    before = component(page, "sliders")
    page = slid(page)
    assert component(page, "sliders") == before
    shown = component(page, "decoded")
    along = racks.axes(loaded("vae"), basis)
    values = torch.tensor(before["values"])
    values[0] += 0.5
    now = load("vae", "cpu").decode(along.code(values)[None])
    assert shown["sent"] == 41
    assert shown["digits"][0]["picture"] == picture(now)
    assert float(shown["digits"][0]["main"]) > 0


def test_letting_go_renews_the_strips_and_the_link():
    page = slid(open_view(view="sliders", model="vae"), done=True)
    code = in_link(page, "code")
    assert len(code.split(",")) == 20
    again = open_view(view="sliders", model="vae", code=code)
    assert component(again, "sliders")["values"] == pytest.approx(component(page, "sliders")["values"], abs=0.02)


def test_another_start_sets_the_sliders_anew_and_old_messages_are_not_heard():
    page = slid(open_view(view="sliders", model="vae"), done=True)
    old = component(page, "sliders")["revision"]
    page.session_state["choices"] = page.session_state["choices"] | {"start": "mean-8"}
    page.run()
    rack = component(page, "sliders")
    assert rack["revision"] > old
    labels = pretrained.load_statistics("vae")["labels"].long()
    middle = places.test_codes(loaded("vae"))[labels == 8].mean(0)
    assert rack["values"] == pytest.approx(racks.axes(loaded("vae"), "dimensions").values(middle).tolist(), abs=1e-3)


@pytest.mark.parametrize(
    "changes",
    [
        {"values": "all"},
        {"values": [1.0]},
        {"values": [float("nan")] * 20},
        {"values": [1e9] * 20},
        {"values": [None] * 20},
        {"sent": "now"},
    ],
    ids=str,
)
def test_forged_sliders_get_a_sentence_and_the_old_code_stays(changes):
    page = open_view(view="sliders", model="vae")
    before = component(page, "decoded")
    page = slid(page, **changes)
    assert not page.exception
    assert len(page.warning) == 1
    assert component(page, "decoded") == before


@pytest.mark.parametrize("code", ["", "1,2", "a" * 5000, ",".join(["9e99"] * 20), ",".join(["nan"] * 20)])
def test_a_wild_code_in_the_link_gets_a_sentence(code):
    page = open_view(view="sliders", model="vae", code=code)
    assert not page.exception
    assert len(page.warning) == 1
    rack = component(page, "sliders")
    assert rack["values"] == [row["start"] for row in rack["rows"]]


@pytest.mark.parametrize(
    "link",
    [
        {"view": "moon"},
        {"model": "<b>", "view": "sliders"},
        {"models": "vae,<b>", "view": "road"},
        {"from": "example-77", "view": "road"},
        {"path": "", "view": "road"},
        {"at": "2", "view": "road"},
        {"at": "x", "view": "road"},
        {"seed": "-1", "view": "sample"},
        {"temperature": "hot", "view": "sample"},
        {"seed": "1e3", "view": "sample"},
    ],
    ids=json.dumps,
)
def test_a_wild_link_gets_one_sentence_once_and_a_default(link):
    page = open_view(**link)
    assert not page.exception
    assert len(page.warning) == 1
    assert not page.run().warning


# ---- road


def test_a_road_starts_at_one_digit_and_ends_at_the_other():
    page = open_view(view="road", models="ae,vae", to="mean-8")
    rows = component(page, "road")["rows"]
    assert [row["name"] for row in rows] == ["ae", "vae", "fade"]
    for row in rows[:2]:
        model, one = load(row["name"], "cpu"), loaded(row["name"])
        assert (tile(row["sheet"], 0) - model(drawn())[0, 0]).abs().max() < 0.02
        labels = one.statistics["labels"].long()
        middle = places.test_codes(one)[labels == 8].mean(0)
        assert (tile(row["sheet"], roads.STEPS) - model.decode(middle[None])[0, 0]).abs().max() < 0.02
        ends = torch.stack([model.encode(drawn())[0], middle])
        distances = torch.cdist(ends, places.test_codes(one)).amin(1) / places.usual_distance(one)
        assert [row["distances"][0], row["distances"][-1]] == pytest.approx(distances.tolist(), abs=2e-3)


def test_the_fade_mixes_the_pictures_themselves():
    x = drawn()
    seven = drawing.from_strokes(strokes.digit(7))
    travelled = [roads.road(loaded("ae"), "own", "example-7", "linear", x)]
    mixed = roads.fade(travelled, "own", "example-7", x).images
    assert torch.equal(mixed[0], x[0])
    assert torch.allclose(mixed[roads.STEPS // 2], (x + seven)[0] / 2, atol=1e-6)


def test_straight_and_spherical_roads_differ_between_their_ends_only():
    straight, round_about = (roads.road(loaded("vae"), "example-3", "example-8", path, None) for path in roads.PATHS)
    assert torch.allclose(straight.images[0], round_about.images[0], atol=1e-4)
    assert torch.allclose(straight.images[-1], round_about.images[-1], atol=1e-4)
    assert (straight.images[25] - round_about.images[25]).abs().max() > 0.01


def test_the_exports_open_with_pillow():
    travelled = [roads.road(loaded(name), "example-3", "example-8", "linear", None) for name in ("ae", "vae")]
    travelled.append(roads.fade(travelled, "example-3", "example-8", None))
    film = Image.open(BytesIO(roads.as_gif(travelled)))
    assert film.n_frames == 2 * roads.STEPS
    assert film.size == (3 * 28 * 6, 28 * 6)
    strip = Image.open(BytesIO(roads.as_png(travelled)))
    assert strip.format == "PNG"
    assert strip.width == 11 * 28 * 3 + 16


def test_the_place_on_the_road_goes_into_the_link():
    page = send(open_view(view="road"), "road", {"stop": {"at": 0.24, "sent": 3}})
    assert in_link(page, "at") == "0.24"
    assert component(open_view(view="road", at="0.24"), "road")["at"] == 0.24


@pytest.mark.parametrize("forged", [{"stop": "half"}, {"stop": {"at": 7}}, {"stop": {"at": None}}], ids=str)
def test_a_forged_place_gets_a_sentence(forged):
    page = send(open_view(view="road"), "road", forged)
    assert not page.exception
    assert len(page.warning) == 1


# ---- samples


def test_samples_follow_the_seed_and_the_temperature():
    one, again = (component(open_view(view="sample", seed=seed), "sheets") for seed in ("5", "5"))
    other = component(open_view(view="sample", seed="6"), "sheets")
    assert one == again
    assert one["sheets"][0]["sheet"] != other["sheets"][0]["sheet"]
    cold = component(open_view(view="sample", temperature="0"), "sheets")["sheets"]
    middle = load("vae", "cpu").decode(torch.zeros(1, 20))[0, 0]
    assert (tile(cold[0]["sheet"], 3, 2) - middle).abs().max() < 0.02
    mean = places.test_codes(loaded("ae")).mean(0)
    assert (tile(cold[1]["sheet"], 0) - load("ae", "cpu").decode(mean[None])[0, 0]).abs().max() < 0.02


def test_what_is_far_from_all_digits_is_counted_as_the_page_says():
    law = samples.sources(loaded("vae"), loaded("ae"))[2]
    sheet = samples.shown(law, samples.Draw(seed=9, temperature=1.6))
    model, known = load("ae", "cpu"), places.test_codes(loaded("ae"))
    z = law.codes(samples.Draw(seed=9, temperature=1.6))
    off = torch.cdist(model.encode(model.decode(z)), known).amin(1)
    far = int((off > codes.usual_distance(known, 0.95)).sum())
    assert sheet["note"].startswith(f"{far} of {len(z)} ")


def test_moving_the_temperature_draws_again():
    page = open_view(view="sample")
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
    page = send(open_view(view="sample"), "sheets", forged)
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


def test_without_models_every_view_says_so_and_stands(monkeypatch, tmp_path):
    monkeypatch.setattr(pretrained, "FOLDER", tmp_path)
    for view in ("map", "sliders", "road", "sample"):
        page = open_view(view=view)
        assert not page.exception
        assert page.warning
