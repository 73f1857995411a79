"""The masking page, run without a browser."""

import pytest
import torch
from page_data import component, in_link, send, visit

from aemodels import drawing
from aemodels.data import strokes
from aemodels.evaluation import inpainting
from aemodels.live.pictures import picture
from aemodels.store import pretrained

MASKED = next(card.name for card in pretrained.available() if card.code_kind == "tokens")


def mask(**changes) -> dict:
    """What the board sends, with some entries changed: the left three columns hidden."""
    return {"mask": {"hidden": "1110000" * 7, "count": None, "asked": 24, "seed": 1, "sent": 31} | changes}


def hidden_in(text: str) -> torch.Tensor:
    return torch.tensor([[bit == "1" for bit in text]])


def test_everybody_is_asked_about_the_drawing_the_masked_network_first():
    page = send(visit("masking"), "patches", mask())
    assert not page.exception
    data = component(page, "filled")
    names = [one["name"] for one in data["fillers"]]
    assert names[0] == MASKED == data["ask"]["about"]["masked"]
    assert names[-1] == "mean"
    assert {"ae", "dae"} <= set(names)
    assert data["ask"]["about"]["networks"] == names[1:-1]
    x = picture(drawing.from_strokes(strokes.digit(3)))
    for name in ("filled", "gaze"):
        assert component(page, name)["ask"]["about"]["drawing"] == {"picture": x}
    config = pretrained.card(MASKED).config
    gaze = component(page, "gaze")
    assert gaze["blocks"] == {"encoder": config["depth"], "decoder": config["decoder_depth"]}
    assert gaze["heads"] == config["heads"]


def test_chance_hides_three_quarters_from_its_seed():
    hidden = component(visit("masking"), "patches")["mask"]["hidden"]
    assert hidden.count("1") == 37
    page = send(visit("masking"), "patches", mask(count=12, seed=5, hidden="0" * 49))
    expected = inpainting.random_masks(1, 12, torch.Generator().manual_seed(5))
    assert torch.equal(hidden_in(component(page, "patches")["mask"]["hidden"]), expected)


@pytest.mark.parametrize(("asked", "part"), [(0, "decoder"), (24, "encoder")])
def test_the_words_say_in_which_part_the_asked_patch_looks(asked, part):
    page = send(visit("masking"), "patches", mask(asked=asked))
    assert any(f"its looks in the **{part}**" in one.value for one in page.markdown)


def test_a_message_changes_nothing_that_the_parts_would_ask_for():
    page = visit("masking")
    before = {name: component(page, name) for name in ("filled", "gaze", "curves")}
    page = send(page, "patches", mask())
    assert {name: component(page, name) for name in before} == before


def test_the_curve_shows_what_the_statistics_hold():
    data = component(visit("masking"), "curves")
    lines = {line["name"]: line for line in data["charts"][data["first"]]["lines"]}
    held = pretrained.load_statistics(MASKED)
    assert lines[MASKED]["y"] == pytest.approx(held["hole_error"].tolist(), abs=1e-4)
    assert lines["mean"]["y"] == pytest.approx(held["hole_error_of_mean"].tolist(), abs=1e-4)


def test_the_masked_model_beats_the_others_at_what_it_practised():
    at = inpainting.HIDDEN.index(35)
    errors = {
        card.name: float(pretrained.load_statistics(card.name)["hole_error"][at]) for card in pretrained.available()
    }
    assert min(errors, key=errors.get) == MASKED
    assert errors[MASKED] < 0.5 * float(pretrained.load_statistics(MASKED)["hole_error_of_mean"][at])


def test_a_mask_goes_into_the_link_and_comes_out_of_it():
    page = send(visit("masking"), "patches", mask())
    text = in_link(page, "hidden")
    assert component(visit("masking", hidden=text), "patches")["mask"]["hidden"] == "1110000" * 7


@pytest.mark.parametrize("wild", ["", "x", "f" * 13, "1" * 12, "-" * 13])
def test_a_wild_mask_in_the_link_gets_a_sentence(wild):
    page = visit("masking", hidden=wild)
    assert not page.exception
    assert "link names no mask" in page.warning[0].value


@pytest.mark.parametrize(
    "forged",
    [{"mask": 3}, mask(hidden="1"), mask(hidden=7), mask(count=50), mask(asked=49), mask(seed=-1)],
    ids=str,
)
def test_a_forged_mask_gets_a_sentence_and_the_old_one_stays(forged):
    page = send(visit("masking"), "patches", mask())
    page = send(page, "patches", forged)
    assert not page.exception
    assert len(page.warning) == 1
    assert component(page, "patches")["mask"]["hidden"] == "1110000" * 7


def riddle(**changes) -> dict:
    """What the riddle's board sends, with some entries changed."""
    return {"riddle": {"number": 4, "revealed": [24, 10, 31], "guess": None, "sent": 9} | changes}


def test_a_riddle_is_asked_about_by_its_number_and_stays_as_it_was_left():
    page = send(visit("masking", masking="few"), "riddle", riddle(guess=3))
    assert not page.exception
    data = component(page, "riddle")
    assert (data["number"], data["revealed"], data["guess"], data["mystery"]) == (4, [24, 10, 31], 3, True)
    assert component(page, "steps")["ask"]["about"] == {"drawing": None, "network": MASKED}


def test_the_own_digit_can_be_revealed():
    page = visit("masking", masking="few", riddle="own")
    x = picture(drawing.from_strokes(strokes.digit(3)))
    assert component(page, "steps")["ask"]["about"]["drawing"] == {"picture": x}
    assert not component(page, "riddle")["mystery"]


@pytest.mark.parametrize(
    "forged",
    [{"riddle": "x"}, riddle(revealed="all"), riddle(revealed=[1, 1]), riddle(revealed=[49]), riddle(guess=10)],
    ids=str,
)
def test_a_forged_riddle_gets_a_sentence(forged):
    page = send(visit("masking", masking="few"), "riddle", forged)
    assert not page.exception
    assert len(page.warning) == 1
    assert component(page, "riddle")["revealed"] == []
