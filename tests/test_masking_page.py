"""The masking page, run without a browser."""

import base64

import pytest
import torch
from page_data import component, in_link, send, visit

from aemodels import completion, drawing, load, metrics, pretrained, strokes
from aemodels.live.pictures import picture
from aemodels.ui import state
from aemodels.variants.masked import pixels_of

MASKED = next(card.name for card in pretrained.available() if card.code_kind == "tokens")


def mask(**changes) -> dict:
    """What the board sends, with some entries changed: the left three columns hidden."""
    return {
        "mask": {"hidden": "1110000" * 7, "count": None, "asked": 24, "seed": 1, "sent": 31, "done": True} | changes
    }


def hidden_in(text: str) -> torch.Tensor:
    return torch.tensor([[bit == "1" for bit in text]])


def test_everybody_fills_the_same_hole():
    page = send(visit("masking"), "patches", mask())
    assert not page.exception
    x, hidden = drawing.from_strokes(strokes.digit(3)), hidden_in("1110000" * 7)
    data = component(page, "filled")
    assert data["sent"] == 31
    names = [one["name"] for one in data["answers"]]
    assert names[0] == MASKED
    assert {"ae", "dae", "mean"} <= set(names)
    mean = pretrained.load_statistics(MASKED)["mean_image"].float()
    for answer in data["answers"]:
        if answer["name"] == "mean":
            y = torch.where(pixels_of(hidden), mean, x)
        else:
            y = completion.fill(load(answer["name"], "cpu"), x, hidden)
        assert answer["picture"] == picture(y)
        assert answer["error"] == pytest.approx(float(completion.error_in_hole(y, x, hidden)), abs=1e-4)


def test_chance_hides_three_quarters_from_its_seed():
    hidden = component(visit("masking"), "patches")["mask"]["hidden"]
    assert hidden.count("1") == 37
    page = send(visit("masking"), "patches", mask(count=12, seed=5, hidden="0" * 49))
    expected = completion.random_masks(1, 12, torch.Generator().manual_seed(5))
    assert torch.equal(hidden_in(component(page, "patches")["mask"]["hidden"]), expected)


@pytest.mark.parametrize(("asked", "part"), [(0, "decoder"), (24, "encoder")])
def test_a_patch_looks_where_the_model_says(asked, part):
    page = send(visit("masking"), "patches", mask(asked=asked))
    data, hidden = component(page, "gaze"), hidden_in("1110000" * 7)
    model, x = load(MASKED, "cpu"), drawing.from_strokes(strokes.digit(3))
    visible = [place for place in range(49) if not hidden[0, place]]
    assert data["part"] == part
    if part == "decoder":
        expected = [block[0, :, asked][:, visible] for block in model.decoder_attention(x, hidden)]
    else:
        expected = [block[0, :, visible.index(asked)] for block in model.attention(x, hidden)]
    for shown, rows in zip(data["maps"], expected, strict=True):
        assert (torch.tensor(shown)[:, visible] - rows).abs().max() < 1e-3
        assert torch.tensor(shown)[:, [place for place in range(49) if hidden[0, place]]].max() == 0


@pytest.mark.parametrize("hidden", ["0" * 49, "1" * 49])
def test_nothing_and_everything_can_be_hidden(hidden):
    page = send(visit("masking"), "patches", mask(hidden=hidden))
    assert not page.exception
    errors = [one["error"] for one in component(page, "filled")["answers"]]
    assert (errors[0] is None) == (hidden[0] == "0")


def test_the_curve_marks_the_share_and_shows_what_the_statistics_hold():
    data = component(send(visit("masking"), "patches", mask()), "curves")
    assert data["now"]["x"] == pytest.approx(21 / 49)
    lines = {line["name"]: line for line in data["chart"]["lines"]}
    held = pretrained.load_statistics(MASKED)
    assert lines[MASKED]["y"] == pytest.approx(held["hole_error"].tolist(), abs=1e-4)
    assert lines["mean"]["y"] == pytest.approx(held["hole_error_of_mean"].tolist(), abs=1e-4)


def test_the_masked_model_beats_the_others_at_what_it_practised():
    at = completion.HIDDEN.index(35)
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
    [{"mask": 3}, mask(hidden="1"), mask(hidden=7), mask(count=50), mask(asked=49), mask(seed=-1), mask(sent="x")],
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


def test_a_riddle_shows_only_what_was_revealed():
    page = send(visit("masking", masking="few"), "riddle", riddle())
    assert not page.exception
    kept = state.Riddle(4, (24, 10, 31))
    x = drawing.from_strokes(kept.digit()[0])
    hidden = torch.ones(1, 49, dtype=torch.bool)
    hidden[0, [24, 10, 31]] = False
    assert component(page, "riddle")["picture"] == picture(torch.where(pixels_of(hidden), 0, x))
    steps = component(page, "steps")["steps"]
    assert [step["patches"] for step in steps] == [0, 1, 2, 3]
    pixels = x.mul(255).round() / 255
    model = load(MASKED, "cpu")
    expected = model.predict(pixels, hidden)
    assert steps[-1]["picture"] == picture(expected)
    found = pretrained.load_statistics(MASKED)
    near = (found["codes"].float() - model.features(expected)).norm(dim=1).argsort()[:10]
    assert steps[-1]["votes"] == torch.bincount(found["labels"][near].long(), minlength=10).tolist()


def test_a_guess_is_answered_and_the_digit_shown():
    label = state.Riddle(4).digit()[1]
    page = send(visit("masking", masking="few"), "riddle", riddle(guess=label))
    data = component(page, "riddle")
    assert data["verdict"].startswith(f"Right: it is a {label}, and you saw 3 patches.")
    assert data["picture"] == picture(drawing.from_strokes(state.Riddle(4).digit()[0]))
    wrong = (label + 1) % 10
    assert component(send(page, "riddle", riddle(guess=wrong)), "riddle")["verdict"].startswith(f"Not a {wrong}")


def test_the_own_digit_can_be_revealed():
    page = send(visit("masking", masking="few", riddle="own"), "riddle", riddle(revealed=list(range(49))))
    x = drawing.from_strokes(strokes.digit(3))
    assert component(page, "riddle")["picture"] == picture(x)
    assert any("whole digit's neighbours say **3**" in one.value for one in page.markdown)
    shown = base64.b64decode(component(page, "steps")["steps"][-1]["picture"])
    redrawn = torch.frombuffer(bytearray(shown), dtype=torch.uint8).reshape(1, 1, 28, 28) / 255
    assert float(metrics.squared_error(redrawn, x)) < 0.01


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
