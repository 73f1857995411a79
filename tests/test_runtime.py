"""What the app does once for its process."""

import gc
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from app_server import ROOT

from aemodels import pretrained
from aemodels.recipes import RECIPES
from aemodels.ui import runtime

needs_list = pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="this system does not list open files")


@needs_list
def test_sockets_send_without_delay_and_those_accepted_later_too():
    with socket.socket(socket.AF_INET) as server, socket.socket(socket.AF_INET) as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        runtime.send_without_delay()
        client.connect(server.getsockname())
        accepted, _ = server.accept()
        with accepted:
            assert server.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@needs_list
def test_no_file_stays_open_for_it(tmp_path):
    reading, writing = os.pipe()
    with (tmp_path / "file").open("w"):
        before = list(Path("/dev/fd").iterdir())
        runtime.send_without_delay()
        assert len(list(Path("/dev/fd").iterdir())) == len(before)
    os.close(writing)
    assert os.read(reading, 1) == b""  # a copy left open would keep this waiting
    os.close(reading)


def test_pages_begin_with_the_featured_models():
    loaded, problems = runtime.models()
    names = [one.card.name for one in loaded]
    assert problems == []
    assert names == [name for name in pretrained.names() if RECIPES[name].featured]
    assert {"ae", "vae", "vae-2d"} <= set(names) < set(pretrained.names())


def test_only_what_is_wanted_is_loaded(monkeypatch):
    asked = []
    monkeypatch.setattr(
        runtime, "_load", lambda name: asked.append(name) or pretrained.PretrainedError(name, "Restore it.")
    )
    assert [card.name for card in runtime.cards()] == pretrained.names()
    assert asked == []
    runtime.models(lambda card: card.generative and card.code_size == 2)
    assert asked == ["vae-2d"]


def test_what_the_first_run_of_a_page_brings_in_is_frozen_once():
    runtime.opened.clear()
    brought = [[] for _ in range(1000)]
    runtime.opened("Some page")
    frozen = gc.get_freeze_count()
    assert not any(one is brought for one in gc.get_objects())
    brought.append([])
    runtime.opened("Some page")
    assert gc.get_freeze_count() <= frozen


# In a process of its own: here an earlier test may have trained already.
TRAIN = """
import gc, logging
logging.disable()
import torch
from aemodels.lab import Plan, Queue
from aemodels.training import TrainConfig
from aemodels.ui import runtime, training
runtime.start()
training.prepare()
runtime.opened("Train")
run = Queue().start(Plan(config={"hidden": (8,), "code_size": 2}, training=TrainConfig(epochs=1), images=250))
assert run.wait(60) and run.result
print(len(gc.get_objects()))
"""


def test_a_training_leaves_little_to_walk_after_every_message():
    ran = subprocess.run([sys.executable, "-c", TRAIN], capture_output=True, text=True, timeout=120, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) < 20_000
    assert "leaked" not in ran.stderr  # what frozen C++ bindings would complain of
