"""Words that others have written, and where on this computer something lies: what of both reaches a page."""

import random
import string
from pathlib import Path

import pytest
from lab_data import SMALL
from page_data import visit

from aemodels import lab
from aemodels.data import mnist
from aemodels.lab.limits import InvalidPlan, check_values
from aemodels.support.words import MOST, plain, sentence
from aemodels.training.config import TrainConfig


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("![p](http://a.b/c)", "p(http: a.b c)"),
        ("<img src=x onerror=alert(1)>", "img srcx onerroralert(1)"),
        ("$\\frac12$ `x` **y** ~z~ | # {w}", "frac12 x y z w"),
        (":material/home: :smile: :red[hot] a:b", "material home: smile: redhot ab"),
        ("www.a.org and WWW.B.org", "wwwa.org and WWWB.org"),
        ("w:ww.a.org", "wwwa.org"),
        ("to_code.weight __a__ _b", "to_code.weight a b"),
        ("Yours: Plain, 30 (2), +1 - 2.5", "Yours: Plain, 30 (2), +1 - 2.5"),
        ("one\n\n# two\t three", "one two three"),
        ("\u202eright\u200b\ud800", "right"),
        (10**40, "1" + "0" * 40),
        ("x" * 9_000, "x" * MOST),
    ],
)
def test_only_words_are_left(given, kept):
    assert plain(given) == kept


def test_plain_words_stay_as_they_are(fuzz):
    chance = random.Random(7)
    letters = "_:./w" * 4 + string.printable + "Größe日本\u202e\u0301\ud800"
    for _ in range(3000 * fuzz):
        said = plain("".join(chance.choices(letters, k=chance.randrange(140))))
        assert plain(said) == said
        assert len(said) <= MOST
        assert said.isprintable()
        assert "www." not in said.lower()
        assert not set("![]<>$`*#\\{}|~@=/&\"'") & set(said)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("/srv/my data/MNIST/raw/x-ubyte is damaged", "My data/MNIST/raw/x-ubyte is damaged."),
        ("there is no '/etc/some/passwd' (/var/lib/x).", "There is no 'passwd' (x)."),
        ("cannot write C:\\Users\\me\\a.txt", "Cannot write a.txt."),
        ("see https://a.org/b/c, data/x and 3/4", "See https://a.org/b/c, data/x and 3/4."),
    ],
)
def test_of_a_path_only_the_end_is_told(given, told):
    assert sentence(OSError(given), Path("/srv/my data")) == told


def test_a_choice_that_there_is_not_is_told_in_plain_words():
    with pytest.raises(InvalidPlan) as caught:
        check_values(TrainConfig, {"![p](http://127.0.0.1:9/x)" + "y" * 999: 1})
    assert "](" not in str(caught.value)
    assert len(str(caught.value)) < MOST


@pytest.fixture
def far_away(monkeypatch, tmp_path):
    """A folder for MNIST, with a space in its absolute path, which holds none."""
    folder = tmp_path / "far away"
    folder.mkdir()
    monkeypatch.setenv("AEMODELS_DATA", str(folder))
    return folder


def test_a_training_that_fails_does_not_tell_where_data_lie(queue, far_away):
    run = queue.start(lab.Plan(SMALL.variant, SMALL.config, SMALL.training, "mnist", 250))
    assert run.wait(60)
    message = run.status().message
    assert "MNIST" in message
    assert str(far_away) not in message
    assert "/tmp" not in message


@pytest.mark.usefixtures("far_away")
def test_a_download_that_fails_does_not_tell_where_data_lie(monkeypatch):
    def refused(folder, _report, _name):
        raise mnist.DataMissing(f"MNIST could not be downloaded ({folder}/MNIST/raw/x is read-only).")

    monkeypatch.setattr(mnist, "download", refused)
    download = lab.Download()
    download._work()
    assert download.problem.startswith("MNIST could not be downloaded. Check")
    assert "/" not in download.problem
    assert download.share is None


def test_the_train_page_does_not_tell_where_data_lie(far_away):
    raw = far_away / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name in mnist.MD5:
        (raw / name).write_bytes(b"damaged")
    page = visit("train", drawn=False)
    assert not page.exception
    said = [one.value for kind in (page.warning, page.markdown, page.info) for one in kind]
    assert any("damaged" in one for one in said)
    assert not [one for one in said if str(far_away.parent) in one]
