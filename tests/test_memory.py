"""Freed memory goes back to the system where it would stay with the process."""

import subprocess
import sys

import pytest
from app_server import ROOT

from aemodels.support import memory

SCATTERED = """
import psutil
from aemodels.support.memory import give_back

held = [bytearray(50_000) for _ in range(2_000)]
kept = held[::50] + [bytearray(1000)]
del held
before = psutil.Process().memory_info().rss
assert give_back()
assert before - psutil.Process().memory_info().rss > 50e6, before
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc keeps what was freed")
def test_what_lies_free_between_what_is_needed_is_given_back():
    done = subprocess.run([sys.executable, "-c", SCATTERED], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_where_there_is_no_way_nothing_happens(monkeypatch):
    monkeypatch.setattr(sys, "platform", "plan9")
    memory._trim.cache_clear()
    assert memory.give_back() is False
    memory._trim.cache_clear()
