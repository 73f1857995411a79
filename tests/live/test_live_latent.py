"""What the door answers to those who walk through codes: equality with the library, refusals, strange networks."""

import gc

import pytest
import torch
from page_data import THREE, at_the_door, loaded, tile

from aemodels import create, load
from aemodels.evaluation import metrics
from aemodels.live import decoders, latent, shelf, sliders
from aemodels.live.door import Unanswerable
from aemodels.live.latent import test_codes as codes_of
from aemodels.live.messages import Decode, Slide, Strips
from aemodels.live.pictures import picture
from aemodels.store import pretrained

MAPPED = [card.name for card in pretrained.available() if card.code_size == 2]
SLID = [card.name for card in pretrained.available() if card.code_kind == "vector" and card.code_size <= 32]


def decode(*parts):
    asked = [{"network": network, "codes": codes} for network, codes in parts]
    return at_the_door(Decode, latent.decoded, parts=asked)["pictures"]


def slide(network, code, start):
    return at_the_door(Slide, sliders.slide, network=network, code=code, start=start)


def strips(network, values, low, high, basis="dimensions"):
    return at_the_door(Strips, sliders.strips, network=network, basis=basis, values=values, low=low, high=high)


def test_every_code_is_decoded_as_the_library_does():
    points = [[0.5, -1.25], [5.5, -5.5]]
    found = decode(*((name, points) for name in MAPPED))
    assert len(found) >= 2
    for name, pictures in zip(MAPPED, found, strict=True):
        assert pictures == [picture(x) for x in load(name, "cpu").decode(torch.tensor(points)).split(1)]


@pytest.mark.parametrize("name", SLID)
def test_the_digit_at_the_sliders_is_measured_against_the_start_and_its_neighbour_named(name):
    one, start = loaded(name), load(name, "cpu").encode(THREE)[0]
    code = start + 0.5
    found = slide(name, code.tolist(), start.tolist())
    pixels = load(name, "cpu").decode(torch.stack([code, start]))
    assert [digit["picture"] for digit in found["digits"]] == [picture(x) for x in pixels.split(1)]
    off = torch.cdist(torch.stack([code, start]), codes_of(one), compute_mode="donot_use_mm_for_euclid_dist")
    assert [digit["label"] for digit in found["digits"]] == one.statistics["labels"][off.argmin(1)].tolist()
    assert found["error"] == pytest.approx(float(metrics.squared_error(*pixels.split(1))), rel=1e-4)


@pytest.mark.parametrize("basis", ["dimensions", "principal"])
def test_a_strip_goes_from_a_slider_s_low_end_to_its_high_one_while_the_others_stay(basis):
    along, code = sliders.axes(loaded("vae"), basis), load("vae", "cpu").encode(THREE)[0]
    values = along.values(code)
    found = strips("vae", values.tolist(), along.low.tolist(), along.high.tolist(), basis)["strips"]
    for row, end in ((0, "low"), (7, "high")):
        moved = values.clone()
        moved[row] = getattr(along, end)[row]
        want = load("vae", "cpu").decode(along.code(moved)[None])[0, 0]
        assert (tile(found, 0 if end == "low" else sliders.STRIP - 1, row) - want).abs().max() < 0.02


@pytest.mark.parametrize(
    "ask",
    [
        lambda: decode(("ae-2d", [[0.0, 0.0]]), ("nobody", [[0.0, 0.0]])),
        lambda: decode(("ae-2d", [[0.0]])),
        lambda: decode(("ae-2d", [[0.0, 0.0], [1.0]])),
        lambda: decode(("masked", [[0.0] * 784])),
        lambda: decode(("masked", [[]])),
        lambda: slide("vae", [0.0] * 20, [0.0] * 19),
        lambda: slide("nested", [0.0] * 32, [0.0] * 32),
        lambda: strips("vae", [0.0] * 20, [0.0] * 20, [0.0] * 3),
        lambda: strips("masked", [0.0], [0.0], [0.0]),
        lambda: strips("nobody", [0.0], [0.0], [0.0]),
    ],
)
def test_what_has_no_answer_is_refused_in_a_sentence(ask):
    with pytest.raises(Unanswerable, match=r"^[A-Z].*\.$"):
        ask()


def strange(result, weight):
    """A visitor's network, all of whose weights are `weight`."""
    model = create(result.card.variant, **result.card.config).eval().requires_grad_(False)
    for parameter in model.parameters():
        parameter.fill_(weight)
    return shelf.ready(result.card, model, result.statistics)


@pytest.mark.parametrize("weight", [torch.nan, torch.inf, 3e38, 0.0])
def test_networks_that_have_gone_astray_are_answered(result, weight):
    own = strange(result, weight)
    name, code = shelf.lend(own), [0.5, -0.5]
    assert len(decode((name, [code]))[0]) == 1
    assert len(slide(name, code, code)["digits"]) == 2
    for basis in ("dimensions", "principal"):
        assert strips(name, code, [-1000.0] * 2, [1000.0] * 2, basis)["strips"]
    assert decoders.addresses(own)["decoder"].startswith("live/decoder?network=own+")


def test_a_visitor_s_network_answers_as_long_as_it_is_here(result):
    own = strange(result, 0.0)
    name = shelf.lend(own)
    assert decode((name, [[0.0, 0.0]]))
    del own
    gc.collect()
    with pytest.raises(Unanswerable, match="not here any more"):
        decode((name, [[0.0, 0.0]]))
