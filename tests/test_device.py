"""device: the environment and the command line choose, and nonsense is answered with a sentence."""

import pytest
import torch

from aemodels import best_device


def automatic():
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


@pytest.mark.parametrize("choice", [None, "auto", ""])
@pytest.mark.parametrize("environment", [None, "", "auto"])
def test_without_a_choice_the_best_device_is_taken(monkeypatch, choice, environment):
    monkeypatch.delenv("AEMODELS_DEVICE", raising=False)
    if environment is not None:
        monkeypatch.setenv("AEMODELS_DEVICE", environment)
    assert best_device(choice).type == automatic()


@pytest.mark.parametrize("choice", [None, "auto", ""])
def test_the_environment_overrides_automatic_choice(monkeypatch, choice):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setenv("AEMODELS_DEVICE", "cpu")
    assert best_device(choice) == torch.device("cpu")


def test_an_explicit_choice_overrides_the_environment(monkeypatch):
    monkeypatch.setenv("AEMODELS_DEVICE", "toaster")
    assert best_device("cpu") == torch.device("cpu")


@pytest.mark.parametrize(("cuda", "mps", "expected"), [(1, 1, "cuda"), (0, 1, "mps"), (0, 0, "cpu")])
def test_cuda_comes_before_mps_before_cpu(monkeypatch, cuda, mps, expected):
    monkeypatch.delenv("AEMODELS_DEVICE", raising=False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: bool(cuda))
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: bool(mps))
    assert best_device().type == expected


@pytest.mark.parametrize("nonsense", ["toaster", "cuda:99", "cpu:many", "xla"])
@pytest.mark.parametrize("through", ["argument", "environment"])
def test_nonsense_is_answered_with_a_sentence(monkeypatch, nonsense, through):
    if through == "environment":
        monkeypatch.setenv("AEMODELS_DEVICE", nonsense)
    with pytest.raises(ValueError, match="AEMODELS_DEVICE") as caught:
        best_device(nonsense if through == "argument" else None)
    text = str(caught.value)
    assert nonsense in text
    assert "Choose one of auto, cuda, mps, cpu." in text
    assert "\n" not in text
