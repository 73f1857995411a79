"""Damaged files of shipped models: each is named with its remedy, and the others go on."""

import random

import pytest
import torch
from page_data import component, visit

from aemodels import PretrainedError
from aemodels.store import extras, pretrained, shipped
from aemodels.store.files import CARD, EXTRAS, STATISTICS, WEIGHTS, InMemory

PAGES = ("activations", "latent", "masking", "models", "noise", "pretraining", "train")
PLACES = 300
SHIPPED = {path.name: path.read_bytes() for path in sorted(shipped.FOLDER.iterdir()) if path.suffix != ".md"}


def pieces(file):
    """A file's model and ending."""
    name, _, ending = file.partition(".")
    return name, f".{ending}"


def read(name, ending, content):
    """What is read of `content` as the file of a model with this ending; its card is the shipped one."""
    files = InMemory(name, "pretrained/", "Restore it.", {CARD: SHIPPED[f"{name}.json"], ending: content})
    about = pretrained.read_card(files)
    return about if ending == CARD else pretrained.read_tensors(files, ending, about)


@pytest.mark.parametrize("file", SHIPPED)
def test_a_flipped_byte_is_refused_and_named_wherever_it_is(file, fuzz):
    name, ending = pieces(file)
    content, chance = bytearray(SHIPPED[file]), random.Random(file)
    # Of the long files each place takes a checksum over all of it: they come to 300 with --fuzz 30.
    places = min(PLACES, max(10, PLACES * 200_000 // len(content)))
    for _ in range(places * fuzz):
        at, flip = chance.randrange(len(content)), 1 << chance.randrange(8)
        content[at] ^= flip
        with pytest.raises(PretrainedError) as caught:
            read(name, ending, bytes(content))
        assert f"pretrained/{file} " in str(caught.value)
        assert "Restore it." in str(caught.value)
        content[at] ^= flip
    assert read(name, ending, bytes(content))


def test_a_file_of_another_model_is_refused():
    for ending in (CARD, STATISTICS, EXTRAS):
        with pytest.raises(PretrainedError, match=rf"pretrained/beta-vae\{ending} "):
            read("beta-vae", ending, SHIPPED[f"stacked{ending}"])


@pytest.fixture
def damaged(copied_models):
    """Damage a shipped file in the folder that library and app take for pretrained/."""

    def damage(file, content=None):
        path = copied_models / file
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
        return str(copied_models)

    return damage


def words(page):
    """All that a page says in its own elements."""
    kinds = (page.warning, page.info, page.error, page.markdown, page.caption)
    return [one.value for kind in kinds for one in kind]


DAMAGES = {
    "a flipped byte": lambda content: content[:-9] + bytes([content[-9] ^ 4]) + content[-8:],
    "cut short": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",  # noqa: ARG005 whatever it was
    "missing": lambda content: None,  # noqa: ARG005
}


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("ending", [CARD, WEIGHTS, STATISTICS])
def test_a_damaged_file_is_named_on_the_page_and_the_other_models_answer(damaged, ending, how):
    folder = damaged(f"sparse{ending}", DAMAGES[how](SHIPPED[f"sparse{ending}"]))
    page = visit("draw", models="ae,sparse,vae")
    assert not page.exception
    shown = [row["name"] for row in component(page, "answers")["models"]]
    assert {"ae", "vae"} <= set(shown)
    assert "sparse" not in shown
    if how == "missing" and ending == CARD:
        return  # then nobody knows that there was one
    told = next(one.value for one in page.warning if "pretrained/sparse" in one.value)
    assert f"pretrained/sparse{ending} " in told
    assert "python -m aemodels train sparse" in told
    assert not [said for said in words(page) if folder in said or "/tmp" in said]


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize(
    ("name", "path", "link"), [("stacked", "pretraining", {}), ("beta-vae", "latent", {"view": "beta"})]
)
def test_damaged_extras_are_named_on_their_page(damaged, name, path, link, how):
    folder = damaged(f"{name}{EXTRAS}", DAMAGES[how](SHIPPED[f"{name}{EXTRAS}"]))
    page = visit(path, **link)
    assert not page.exception
    assert [f"pretrained/{name}{EXTRAS} " in one.value for one in page.warning] == [True]
    assert f"python -m aemodels train {name}" in page.warning[0].value
    assert not [said for said in words(page) if folder in said or "/tmp" in said]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_with_a_damaged_file_of_each_kind(damaged, page):
    for file in ("sparse.json", "ae.stats.safetensors", "vae-2d.safetensors"):
        damaged(file, DAMAGES["a flipped byte"](SHIPPED[file]))
    folder = damaged("stacked.extras.safetensors", b"")
    found = visit(page)
    assert not found.exception
    assert not [said for said in words(found) if folder in said or "/tmp" in said]


def test_the_library_names_a_folder_that_is_not_its_own(tmp_path):
    for file in ("beta-vae.json", "beta-vae.safetensors", "beta-vae.extras.safetensors"):
        (tmp_path / file).write_bytes(SHIPPED[file])
    (tmp_path / "beta-vae.extras.safetensors").write_bytes(SHIPPED["stacked.extras.safetensors"])
    with pytest.raises(PretrainedError) as caught:
        extras.load_extras("beta-vae", tmp_path)
    assert f"{tmp_path}/beta-vae.extras.safetensors is damaged" in str(caught.value)
    with pytest.raises(PretrainedError, match=r"beta-vae\.stats\.safetensors does not exist"):
        pretrained.load_statistics("beta-vae", tmp_path)
    assert torch.is_tensor(next(iter(pretrained.load("beta-vae", "cpu", tmp_path).parameters())))
