"""What .github/CONTRIBUTING.md promises: a new kind of noise is one entry, a new variant one file and one line.

Each is added here, in a process of its own, and everything that was there goes on.
"""

import subprocess
import sys

import pytest
from app_server import ROOT

from aemodels.ui.shared.navigation import ICONS

NOISE = """
from aemodels import noise

def dimmed(x, amount, generator):
    return x * (1 - amount)

noise.NOISES["dim"] = noise.Noise("Dimmed", "share of the light", 0.9, (0.2, 0.4, 0.8), dimmed)

from page_data import answered, component, send, visit
from aemodels import available
from aemodels.store import pretrained

assert all(pretrained.load_statistics(card.name) for card in available())
page = visit("noise")
assert list(component(page, "corrupter")["kinds"])[:-1] == list(noise.NOISES)
amounts = component(page, "corrupter")["choice"]["amounts"]
assert amounts["dim"] == 0.4
page = send(page, "corrupter", {"choice": {"kind": "dim", "amounts": amounts, "seed": 1, "marks": [], "sent": 9}})
assert not page.exception and not page.warning
assert any("Nobody has measured" in text.value for text in page.markdown)
assert answered(page)["tiles"][1]["note"].startswith("Corrupted")

from page_data import THREE, at_the_door
from aemodels.live import door, messages, noise as corrupting
from aemodels.live.pictures import still

def ask(kind, amount):
    question = {"drawing": still(THREE), "networks": [], "noise": kind, "amount": amount, "seed": 1}
    return at_the_door(messages.Corrupt, corrupting.denoise, **question)

assert ask("gaussian", 1.0)["before"] > 0
try:
    ask("dim", 1.0)
except door.Unanswerable as error:
    assert "not that much" in str(error)
else:
    raise AssertionError("more than there is was answered")
"""
VARIANT = """
from dataclasses import dataclass
from aemodels.models.autoencoder import DenseAutoencoder
from aemodels.models.registry import register
from aemodels.training.recipes import RECIPES, Recipe

@register("newcomer")
class Newcomer(DenseAutoencoder):
    pass

RECIPES["newcomer"] = Recipe("newcomer", "Newcomer", "a kind that nobody knew", "newcomer")

import aemodels
from aemodels import lab
from page_data import visit

assert aemodels.variant_names()[-1] == "newcomer"
page = visit("train", variant="newcomer")
assert not page.exception
kinds = next(one for one in page.selectbox if one.label == "Kind of autoencoder")
assert "Newcomer" in kinds.options
plan = lab.Plan("newcomer", {"hidden": (16,)}, aemodels.TrainConfig(epochs=1), "strokes", 250)
queue = lab.Queue(1)
run = queue.start(plan)
assert run.wait(120) and run.status().state == "done", run.status().message
assert lab.read(run.result.zip()).card.variant == "newcomer"
queue.close()
"""


@pytest.mark.parametrize("code", [NOISE, VARIANT], ids=["noise", "variant"])
def test_what_is_added_needs_nothing_else(code):
    beside = f"import sys; sys.path.insert(0, {str(ROOT / 'tests')!r})\n"
    done = subprocess.run([sys.executable, "-c", beside + code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_page_is_a_folder_and_a_line():
    folders = {path.name for path in (ROOT / "aemodels" / "ui" / "pages").iterdir() if path.is_dir()} - {"__pycache__"}
    assert set(ICONS) == folders
    assert all((ROOT / "aemodels" / "ui" / "pages" / name / f"{name}.py").is_file() for name in folders)
