"""What the door answers about a digit that is revealed patch by patch: without a browser and without a session."""

import base64

import pytest
import torch
from page_data import THREE, at_the_door

from aemodels import load
from aemodels.evaluation import metrics
from aemodels.live import riddle
from aemodels.live.door import Unanswerable
from aemodels.live.messages import Guess
from aemodels.live.pictures import image, picture, still
from aemodels.models.patches import pixels_of
from aemodels.store import pretrained

MASKED = next(card.name for card in pretrained.available() if card.code_kind == "tokens")


def ask(**changes):
    return at_the_door(Guess, riddle.guess, **{"number": 4, "revealed": [24, 10, 31], "network": MASKED} | changes)


def hidden_but(*revealed):
    hidden = torch.ones(1, 49, dtype=torch.bool)
    hidden[0, list(revealed)] = False
    return hidden


def test_only_what_was_revealed_is_seen_completed_and_voted_on():
    found, (x, _) = ask(), riddle.riddle(4)
    hidden = hidden_but(24, 10, 31)
    assert found["picture"] == picture(torch.where(pixels_of(hidden), 0, x))
    assert [step["patches"] for step in found["steps"]] == [0, 1, 2, 3]
    assert found["words"] == ""
    model, held = load(MASKED, "cpu"), pretrained.load_statistics(MASKED)
    expected = model.predict(x, hidden)
    assert found["steps"][-1]["picture"] == picture(expected)
    near = (held["codes"].float() - model.features(expected)).norm(dim=1).argsort()[:10]
    votes = torch.bincount(held["labels"][near].long(), minlength=10).tolist()
    assert found["steps"][-1]["votes"] == votes
    assert found["steps"][-1]["vote"] == votes.index(max(votes))


def test_a_page_that_knows_the_first_steps_is_told_the_others_alone():
    whole = ask(guess=3)
    votes = [step["vote"] for step in whole["steps"]]
    for known in range(5):
        found = ask(guess=3, votes=votes[:known])
        assert found["steps"] == whole["steps"][known:]
        assert found["words"] == whole["words"]


def test_patches_are_revealed_by_chance_in_an_order_of_the_riddles_own():
    assert sorted(ask()["order"]) == list(range(49))
    assert ask(number=5)["order"] != ask()["order"] == riddle.order(4)


def test_a_guess_is_answered_and_the_digit_shown():
    x, label = riddle.riddle(4)
    found = ask(guess=label)
    assert found["words"].startswith(f"Right: it is a {label}, and you saw 3 patches.")
    assert found["picture"] == picture(x)
    wrong = (label + 1) % 10
    assert ask(guess=wrong)["words"].startswith(f"Not a {wrong}: it is a {label}, and")


def test_the_own_digit_is_revealed_and_its_neighbours_heard():
    found = ask(drawing=still(THREE), revealed=list(range(49)), guess=5)
    assert found["picture"] == picture(THREE)  # all revealed; the guess of a riddle is none about the own digit
    assert found["words"].startswith("The whole digit's neighbours say 3. ")
    redrawn = image(base64.b64decode(found["steps"][-1]["picture"]))
    assert float(metrics.squared_error(redrawn, THREE)) < 0.01
    covered = ask(drawing=still(THREE), revealed=[])
    assert covered["picture"] == picture(torch.zeros(1, 1, 28, 28))
    assert covered["words"].startswith("The whole digit's neighbours say 3. ")


@pytest.mark.parametrize(
    ("voted", "since"), [([3], 0), ([3, 3], 0), ([1, 3, 3], 1), ([3, 1, 3], 2), ([3, 1], None), ([1], None)]
)
def test_the_vote_has_settled_where_it_stays(voted, since):
    assert riddle.settled(voted, 3) == since


@pytest.mark.parametrize("changes", [{"revealed": [1, 2, 1]}, {"votes": [0] * 5}])
def test_steps_that_do_not_follow_each_other_are_refused_with_a_sentence(changes):
    with pytest.raises(Unanswerable, match=r"^The page revealed a patch twice, or none\. Reload it to start again\.$"):
        ask(**changes)


@pytest.mark.parametrize("changes", [{"network": "ae"}, {"network": "nobody"}, {"drawing": {}}])
def test_what_cannot_be_completed_is_refused_with_a_sentence(changes):
    with pytest.raises(Unanswerable, match=r"^There is no .*\.$"):
        ask(**changes)
