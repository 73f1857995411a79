"""The READMEs: written from what they describe, and short."""

import re
from pathlib import Path

import measured
import pytest
from app_server import ROOT

import aemodels
from aemodels.commands import report
from aemodels.training.recipes import RECIPES

GUIDE = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_networks_page_is_what_the_cards_say():
    assert (ROOT / "pretrained" / report.FILE).read_text(encoding="utf-8") == report.readme()
    assert all(f"\n{name} " in report.readme() for name in RECIPES)


def test_the_readme_is_short_and_its_links_lead_somewhere():
    assert len(README.splitlines()) <= 150
    for text in (README, GUIDE):
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / target).exists()


def test_the_guide_names_what_there_is():
    rooms = {path.name for path in (ROOT / "aemodels").iterdir() if path.is_dir()} - {"__pycache__"}
    assert all(f"  {room}/" in GUIDE for room in rooms)


@pytest.mark.parametrize("name", ["browser_bench", "load_bench", "bench"])
def test_the_measurements_have_a_table_of_each_benchmark(name):
    found = measured.section(name).search(measured.PAGE.read_text(encoding="utf-8"))
    assert len(found[2].splitlines()) > 3


def test_a_newer_table_takes_the_place_of_the_older(tmp_path, monkeypatch):
    page = tmp_path / "README.md"
    page.write_text("# x\n<!-- a -->\n```\nold\n```\nwords\n<!-- b -->\n```\nkept\n```\n")
    monkeypatch.setattr(measured, "PAGE", page)
    measured.write("a", "new \\1\nrow")
    assert page.read_text() == "# x\n<!-- a -->\n```\nnew \\1\nrow\n```\nwords\n<!-- b -->\n```\nkept\n```\n"
    with pytest.raises(LookupError, match="no table c"):
        measured.write("c", "")


def test_the_version_is_one():
    assert re.fullmatch(r"\d+\.\d+\.\d+", aemodels.__version__)
    assert Path(aemodels.__file__).read_text(encoding="utf-8").count(aemodels.__version__) == 1
