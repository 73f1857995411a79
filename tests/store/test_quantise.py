"""Codes as bytes on the disk."""

import pytest
import torch

from aemodels.store import pretrained, quantise

CODES = (3 * torch.randn(500, 30, generator=torch.Generator().manual_seed(0)) + 5).half()


def test_packed_codes_come_back_within_half_a_step():
    packed = quantise.pack({"codes": CODES, "labels": torch.zeros(500)})
    assert packed["codes"].dtype == torch.uint8
    back = quantise.unpack(packed)
    assert set(back) == {"codes", "labels"}
    assert back["codes"].dtype == torch.float16
    off = (back["codes"].float() - CODES.float()).abs()
    assert (off <= 0.51 * packed["codes/step"] + 2e-3 * CODES.float().abs()).all()


def test_short_codes_stay_as_they_are():
    short = {"codes": CODES[:, :2]}
    assert quantise.pack(short) == short
    assert quantise.unpack(short) == short


def test_a_dimension_that_never_changes_comes_back():
    codes = CODES.clone()
    codes[:, 3] = 1.5
    assert (quantise.unpack(quantise.pack({"codes": codes}))["codes"][:, 3] == 1.5).all()


@pytest.mark.parametrize(
    "changes",
    [
        {"codes": CODES},
        {"codes/low": torch.zeros(7)},
        {"codes/step": torch.zeros(7)},
        {"codes": torch.zeros(5, dtype=torch.uint8)},
    ],
    ids=str,
)
def test_codes_that_do_not_fit_together_are_refused(changes):
    with pytest.raises(ValueError, match="packed"):
        quantise.unpack(quantise.pack({"codes": CODES}) | changes)


def test_shipped_codes_are_float_again():
    assert all(pretrained.load_statistics(name)["codes"].dtype == torch.float16 for name in pretrained.names())
