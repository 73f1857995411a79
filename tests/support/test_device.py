"""device: the environment and the command line choose, and nonsense is answered with a sentence."""

import os
import sys
import threading

import pytest
import torch
from torch._subclasses.fake_tensor import FakeTensorMode

from aemodels import best_device
from aemodels.support.device import in_float64, multiplies_bfloat16
from aemodels.support.processor import BEHIND, step_back


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


@pytest.mark.parametrize(("device", "where"), [("cpu", "cpu"), ("cuda", "cuda"), ("mps", "cpu")])
def test_double_precision_is_sought_where_it_exists(device, where):
    with FakeTensorMode():
        found = in_float64(torch.empty(2, device=device))
    assert (found.device.type, found.dtype) == (where, torch.float64)


@pytest.mark.parametrize(
    ("capabilities", "native"),
    [
        ({"avx2": True, "avx512_f": True, "avx512_bf16": False, "amx_bf16": False}, False),
        ({"avx512_bf16": True, "amx_bf16": False}, True),
        ({"avx512_bf16": False, "amx_bf16": True}, True),
        ({"neon": True, "bf16": True}, True),
        ({"neon": True, "bf16": False}, False),
        ({}, False),
    ],
)
def test_a_cpu_multiplies_bfloat16_when_it_has_instructions_for_that(monkeypatch, capabilities, native):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities, raising=False)
    assert multiplies_bfloat16(torch.device("cpu")) == native


@pytest.mark.parametrize(("avx", "amx"), [(True, False), (False, True), (False, False)])
def test_versions_of_torch_that_tell_less_are_asked_for_what_they_know(monkeypatch, avx, amx):
    monkeypatch.delattr(torch.cpu, "get_capabilities", raising=False)
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: avx)
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: amx)
    assert multiplies_bfloat16(torch.device("cpu")) == (avx or amx)


@pytest.mark.parametrize("native", [True, False])
def test_a_gpu_is_asked_without_counting_what_it_only_imitates(monkeypatch, native):
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation=True: native or including_emulation)
    assert multiplies_bfloat16(torch.device("cuda")) == native
    assert not multiplies_bfloat16(torch.device("mps"))


def niceness(thread):
    return os.getpriority(os.PRIO_PROCESS, thread)


def in_a_thread(work):
    """What `work` gives in a thread of its own."""
    found = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found[0]


def stepped_back():
    step_back()
    return niceness(threading.get_native_id()), in_a_thread(lambda: niceness(threading.get_native_id()))


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a niceness of their own on Linux alone")
def test_a_thread_steps_back_with_those_it_starts_and_no_other_does():
    before = niceness(os.getpid()), niceness(threading.main_thread().native_id)
    assert in_a_thread(stepped_back) == (max(before[0], BEHIND),) * 2
    assert (niceness(os.getpid()), niceness(threading.main_thread().native_id)) == before
    assert in_a_thread(lambda: niceness(threading.get_native_id())) == before[0]


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a niceness of their own on Linux alone")
def test_a_thread_that_is_further_back_stays_there():
    def humble():
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)
        step_back()
        return niceness(threading.get_native_id())

    assert in_a_thread(humble) == 19


def test_elsewhere_nobody_steps_back(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(os, "setpriority", lambda *_: pytest.fail("the whole process would step back"), raising=False)
    step_back()
