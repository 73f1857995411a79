"""What the app does once for its process."""

import os
import socket
from pathlib import Path

import pytest
from streamlit import config
from streamlit.runtime.scriptrunner import script_runner

from aemodels.live import shelf, sockets
from aemodels.store import pretrained
from aemodels.training.recipes import RECIPES
from aemodels.ui import runtime

needs_list = pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="this system does not list open files")


@needs_list
def test_sockets_send_without_delay_and_those_accepted_later_too():
    with socket.socket(socket.AF_INET) as server, socket.socket(socket.AF_INET) as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        sockets.send_without_delay()
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
        sockets.send_without_delay()
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
        shelf, "load", lambda name: asked.append(name) or pretrained.PretrainedError(name, "Restore it.")
    )
    assert [card.name for card in runtime.cards()] == pretrained.names()
    assert asked == []
    runtime.models(lambda card: card.generative and card.code_size == 2)
    assert asked == ["vae-2d"]


def test_the_app_does_not_collect_garbage_after_every_run():
    """A hidden option: were it renamed, nobody would be told, and messages would be slow again."""
    assert config.get_option("runner.postScriptGC") is False
    run = Path(script_runner.__file__).read_text(encoding="utf-8")
    assert 'if config.get_option("runner.postScriptGC"):' in run
