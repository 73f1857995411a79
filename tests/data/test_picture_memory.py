"""drawing: no picture takes more than 300 MB beyond its own size, or 2 s, whatever its mode, its size and its ink."""

import ctypes
import json
import os
import subprocess
import sys

import numpy as np
import pytest
import torch
from app_server import ROOT
from built_pictures import shape
from PIL import Image
from torch.nn.functional import conv2d

from aemodels.data import colours
from aemodels.data import picture as _picture

MEGABYTES, SECONDS = 300, 2.0

measured = pytest.mark.skipif(
    not os.access("/proc/self/clear_refs", os.W_OK) or not hasattr(ctypes.CDLL(None), "malloc_trim"),
    reason="only Linux with glibc tells how much memory a call took at its height",
)


def costs(count, *files):
    """What built pictures and files cost, measured in a process of their own: (name, MB, seconds) of each."""
    command = [sys.executable, str(ROOT / "tests" / "built_pictures.py"), str(count), *map(str, files)]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=surroundings)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == count + len(files)
    return rows


def too_dear(rows):
    return [row for row in rows if row[1] > MEGABYTES or row[2] > SECONDS]


@measured
def test_built_pictures_cost_little(fuzz):
    assert too_dear(costs(200 * fuzz)) == []


@measured
def test_a_small_file_with_bold_ink_costs_little(tmp_path):
    page = Image.new("L", (300, 300), 255)
    page.paste(0, (50, 50, 250, 250))
    page.save(tmp_path / "square.png")
    assert (tmp_path / "square.png").stat().st_size < 1000
    assert too_dear(costs(0, tmp_path / "square.png")) == []


@measured
def test_the_largest_files_cost_little(tmp_path):
    page = Image.new("L", (5477, 5477), 255)
    page.paste(0, (1500, 1500, 4000, 4000))
    notes = Image.Exif()
    notes[0x0112] = 6
    page.convert("CMYK").save(tmp_path / "scans.jpeg", progressive=True, exif=notes)
    page.convert("RGBA").save(tmp_path / "alpha.png", compress_level=1, exif=notes)
    page.convert("I;16").save(tmp_path / "deep.tiff", compression="tiff_lzw")
    page.crop((1000, 1000, 5472, 5472)).save(tmp_path / "page.webp", lossless=True, method=0, quality=0, exif=notes)
    rows = costs(0, *sorted(tmp_path.iterdir()))
    assert len(rows) == 4
    assert too_dear(rows) == []


@pytest.mark.parametrize("radius", [-6.4, -3.0, -0.7, 0.4, 2.0, 5.5])
@pytest.mark.parametrize("kind", ["square", "disc", "filled digit", "spiral", "grain"])
def test_lines_are_widened_by_a_disc(kind, radius):
    ink = 1 - np.asarray(shape(kind, (70, 50), np.random.default_rng(0))) / 255
    reach = int(np.ceil(abs(radius)))
    across = torch.arange(-reach, reach + 1.0)
    disc = (torch.hypot(across, across[:, None]) <= abs(radius)).float()
    firm = torch.from_numpy(np.pad(ink > 0.5, reach))
    touched = conv2d((firm if radius > 0 else ~firm).float()[None, None], disc[None, None], padding=reach)[0, 0] > 0.5
    assert np.array_equal(_picture._widened(ink, radius), (touched if radius > 0 else ~touched).numpy())


def winding():
    """One line to and fro over the whole raster."""
    firm = np.zeros((141, 140), bool)
    firm[::2] = True
    firm[1::4, -1] = firm[3::4, 0] = True
    return firm


def parts_by_spreading(firm):
    """The highest number of each connected part, by letting the numbers spread one pixel at a time."""
    parts = np.arange(1.0, firm.size + 1).reshape(firm.shape) * firm
    while True:
        grown = _picture._spread(parts, 1) * firm
        if np.array_equal(grown, parts):
            return parts
        parts = grown


@pytest.mark.parametrize("share", [0.1, 0.3, 0.41, 0.5, 0.7])
def test_parts_are_the_connected_ones(share):
    generator = np.random.default_rng(0)
    for _ in range(10):
        firm = generator.random(generator.integers(1, 60, 2)) < share
        assert np.array_equal(_picture._parts(firm), parts_by_spreading(firm))


def test_winding_parts_take_few_steps(monkeypatch):
    steps, spread = [], _picture._spread
    monkeypatch.setattr(_picture, "_spread", lambda *given: steps.append(1) or spread(*given))
    for firm in (winding(), winding().T, winding()[::-1], winding()[:, ::-1]):
        assert len(np.unique(_picture._parts(firm))) == 2  # one part, and what is outside
    assert len(steps) < 80


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "I;16", "F"])
def test_bands_give_what_the_whole_picture_gives(mode, monkeypatch):
    picture = shape("grain", (1900, 2500), np.random.default_rng(0)).convert(mode)
    banded = colours.colours_of(picture)
    monkeypatch.setattr(colours, "BAND", 2 * 1900 * 2500)
    assert banded.shape == (834, 634, 3)
    assert np.array_equal(banded, colours.colours_of(picture))
