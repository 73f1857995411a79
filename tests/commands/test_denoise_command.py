"""The denoise command does what the noise page does."""

import pytest
import torch
from PIL import Image

from aemodels import drawing, load
from aemodels.__main__ import main
from aemodels.data import strokes
from aemodels.evaluation.metrics import psnr, squared_error
from aemodels.noise import corrupt
from aemodels.store import pretrained


def status(*arguments) -> int:
    """The exit status, whether main returns it or argparse raises it."""
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as end:
        return end.code


def test_it_corrupts_as_the_library_does_and_writes_the_pictures(tmp_path, capsys):
    out = tmp_path / "denoised.png"
    assert status("denoise", "--example", "7-2", "--noise", "masking", "--amount", 0.5, "--seed", 3, "--out", out) == 0
    x = drawing.from_strokes(strokes.digit(7, 1))
    corrupted = corrupt(x, "masking", 0.5, torch.Generator().manual_seed(3))
    printed = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines() if line}
    assert printed["(corrupted)"] == [f"{float(psnr(corrupted, x)):.2f}", f"{float(squared_error(corrupted, x)):.2f}"]
    for name in pretrained.names():
        assert printed[name][0] == f"{float(psnr(load(name, 'cpu')(corrupted), x)):.2f}"
    with Image.open(out) as strip:
        assert strip.size == (8 * 28 * (2 + len(pretrained.names())), 8 * 28)
        shown = torch.tensor(strip.resize((strip.width // 8, 28), Image.Resampling.NEAREST).get_flattened_data())
    assert torch.equal(shown.reshape(28, -1)[:, 28:56] / 255, corrupted[0, 0].mul(255).round() / 255)


@pytest.mark.parametrize(
    "wrong", [("--amount", "9"), ("--example", "77"), ("--example", "3-99"), ("no-such-file.png",)]
)
def test_it_refuses_what_it_cannot_do_with_a_sentence(wrong, capsys):
    assert status("denoise", *wrong) in (1, 2)
    assert "error:" in capsys.readouterr().err


def test_its_older_name_still_leads_to_it(capsys):
    assert status("mend", "--example", "3-2") == 0
    assert "PSNR dB" in capsys.readouterr().out
