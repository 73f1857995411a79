"""What the door answers about holes in a digit: without a browser and without a session."""

import base64
from dataclasses import replace

import pytest
import torch
from page_data import THREE, at_the_door

from aemodels import lab, load
from aemodels.evaluation import inpainting
from aemodels.live import masking, shelf
from aemodels.live.door import Unanswerable
from aemodels.live.messages import Fill, Gaze
from aemodels.live.pictures import image, picture, still
from aemodels.models.patches import pixels_of
from aemodels.store import pretrained

MASKED = next(card.name for card in pretrained.available() if card.code_kind == "tokens")
OTHERS = ["ae", "dae", "vae-2d"]
LEFT = "1110000" * 7  # the left three columns hidden
X = image(base64.b64decode(picture(THREE)))


def fill(**changes):
    usual = {"drawing": still(THREE), "mask": LEFT, "masked": MASKED, "networks": OTHERS}
    return at_the_door(Fill, masking.fill, **usual | changes)


def gaze(**changes):
    usual = {"drawing": still(THREE), "mask": LEFT, "asked": 24, "network": MASKED}
    return at_the_door(Gaze, masking.gaze, **usual | changes)


def hidden_in(text):
    return torch.tensor([[bit == "1" for bit in text]])


def test_everybody_fills_the_same_hole_as_the_library_does():
    found, hidden = fill(), hidden_in(LEFT)
    assert found["hidden"] == LEFT
    assert list(found["answers"]) == [MASKED, *OTHERS]
    mean = torch.where(pixels_of(hidden), pretrained.load_statistics(MASKED)["mean_image"].float(), X)
    filled = {name: load(name, "cpu").fill(X, hidden) for name in found["answers"]}
    told = [*((found["answers"][name], y) for name, y in filled.items()), (found["mean"], mean)]
    for answer, y in told:
        assert answer["picture"] == picture(y)
        assert answer["error"] == pytest.approx(float(inpainting.error_in_hole(y, X, hidden)), abs=1e-4)


def test_chance_hides_what_its_seed_says_and_the_answer_says_what_it_hid():
    expected = inpainting.random_masks(1, 12, torch.Generator().manual_seed(5))
    for found in (fill(mask={"count": 12, "seed": 5}), gaze(mask={"count": 12, "seed": 5})):
        assert torch.equal(hidden_in(found["hidden"]), expected)
    assert fill(mask={"count": 12, "seed": 6})["hidden"] != fill(mask={"count": 12, "seed": 5})["hidden"]


def test_the_words_name_who_comes_closest():
    found = fill()
    assert found["words"].startswith(f"{pretrained.card(MASKED).title} saw 28 of 49 patches. Here it comes closest")
    assert "Nothing is hidden" in fill(mask="0" * 49)["words"]


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        ([("M", 0.1), ("A", 0.3), ("B", 0.2)], "the next best error, of B, is 2.0 times as large."),
        ([("M", 0.3), ("A", 0.2), ("B", 0.25)], "Here A comes closer."),
        ([("M", 0.0), ("A", 0.2)], "Here it comes closest."),
        ([("M", None), ("A", None), ("B", 0.2)], "Here B comes closer."),
        ([("M", 0.1), ("A", None), ("B", 0.2)], "of B, is 2.0 times as large."),
    ],
)
def test_the_words_follow_the_errors(errors, said):
    assert masking._words(errors, 10) == f"M saw 39 of 49 patches. {said}" or masking._words(errors, 10).endswith(said)
    assert masking._words(errors, 10).startswith("M saw 39 of 49 patches.")


@pytest.mark.parametrize("bit", "01")
def test_nothing_and_everything_can_be_hidden(bit):
    found = fill(mask=bit * 49)
    everybody = [*found["answers"].values(), found["mean"]]
    assert {answer["error"] is None for answer in everybody} == {bit == "0"}
    maps = gaze(mask=bit * 49)["maps"]
    assert (torch.tensor(maps).sum() == 0) == (bit == "1")


@pytest.mark.parametrize(("asked", "part"), [(0, "decoder"), (24, "encoder")])
def test_a_patch_looks_where_the_model_says(asked, part):
    found, hidden = gaze(asked=asked), hidden_in(LEFT)
    model, visible = load(MASKED, "cpu"), [place for place in range(49) if LEFT[place] == "0"]
    assert (found["part"], found["asked"]) == (part, asked)
    assert found["picture"] == picture(torch.where(pixels_of(hidden), 0, X))
    if part == "decoder":
        expected = [block[0, :, asked][:, visible] for block in model.decoder_attention(X, hidden)]
    else:
        expected = [block[0, :, visible.index(asked)] for block in model.attention(X, hidden)]
    for shown, rows in zip(found["maps"], expected, strict=True):
        assert (torch.tensor(shown)[:, visible] - rows).abs().max() < 1e-3
        assert torch.tensor(shown)[:, [place for place in range(49) if LEFT[place] == "1"]].max() == 0


NOBODY = r"^There is no network here that could fill in what is hidden\.$"
EMPTY = r"^There is no digit here of which something could be hidden\.$"


@pytest.mark.parametrize("name", ["ae", "nobody", "../masked"])
def test_who_does_not_complete_is_refused_with_a_sentence(name):
    for ask, role in ((fill, "masked"), (gaze, "network")):
        with pytest.raises(Unanswerable, match=NOBODY):
            ask(**{role: name})


@pytest.mark.parametrize("ask", [fill, gaze])
def test_an_empty_drawing_is_refused_with_a_sentence(ask):
    with pytest.raises(Unanswerable, match=EMPTY):
        ask(drawing={"strokes": []})


def test_others_that_are_not_here_keep_nobody_from_answering():
    assert list(fill(networks=["nobody", "ae", "vae.json"])["answers"]) == [MASKED, "ae"]


@pytest.mark.parametrize("factor", [1e6, float("nan")])
def test_models_that_have_gone_astray_answer_without_what_is_no_number(result, factor):
    def astray(name, **statistics):
        model = lab.build(name, {})
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.mul_(factor)
        card = replace(result.card, code_kind=model.code_kind)
        return shelf.ready(card, model.eval(), result.statistics | statistics)

    masked = astray("masked", mean_image=torch.full((28, 28), 0.1))
    other, name = astray("linear"), shelf.lend(masked)
    for mask in (LEFT, "1" * 49, "0" * 49):
        found = fill(mask=mask, masked=name, networks=[shelf.lend(other), "ae"])
        assert len(found["answers"]) == 3
        assert "nan" not in found["words"]
        maps = gaze(mask=mask, network=name)["maps"]
        assert all(isinstance(value, float) for block in maps for head in block for value in head)


def test_a_network_of_vectors_with_a_mean_image_is_no_masked_one(result):
    pretender = shelf.ready(result.card, result.model, result.statistics | {"mean_image": torch.zeros(28, 28)})
    with pytest.raises(Unanswerable, match=NOBODY):
        fill(masked=shelf.lend(pretender))
