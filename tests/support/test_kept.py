"""What the process keeps: made once, bounded, and out of reach of any visitor's message."""

import gc
import os
import re
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from weakref import ref

import pytest
from app_server import running_app
from page_data import loaded, message, visit
from streamlit.runtime.app_session import AppSession
from visitors import visitor

from aemodels import lab
from aemodels.data import mnist
from aemodels.live import alike, latent, shelf
from aemodels.support import kept
from aemodels.ui.pages.latent import placed
from aemodels.ui.pages.latent.sliders import view as sliders
from aemodels.ui.pages.search import view as search
from aemodels.ui.session import trainings


def clear_cache():
    """What Streamlit does when a browser sends its clear-cache message."""
    AppSession._handle_clear_cache_request(SimpleNamespace(_session_state={}))


def test_no_message_clears_what_the_process_keeps():
    def everything():
        return trainings.queue(), trainings.download(), shelf.shipped(), loaded("ae")

    before = everything()
    clear_cache()
    assert all(new is old for new, old in zip(everything(), before, strict=True))


# Says in the log when a model is read, and how the process can be found.
TELL = """
import os
from aemodels.store import pretrained
load = pretrained.load
pretrained.load = lambda name, *rest, **more: print("reads", name, flush=True) or load(name, *rest, **more)
print("process", os.getpid(), flush=True)
"""


def memory(process: str) -> float:
    """The memory that a process holds, in MB."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def wait_until_all_are_read(log: Path) -> None:
    """The networks of the first page come behind it: wait until there are some, and for two seconds no more."""
    seen, since = 0, time.monotonic()
    while not seen or time.monotonic() - since < 2:
        count = log.read_text().count("reads ")
        if count != seen:
            seen, since = count, time.monotonic()
        assert time.monotonic() - since < 60
        time.sleep(0.1)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not tell a process's memory")
def test_a_visitor_who_clears_the_cache_again_and_again_costs_nothing(tmp_path):
    log = tmp_path / "log"
    with running_app(log, first=TELL) as address, visitor(address) as somebody:
        somebody.run()
        process = re.search(r"process (\d+)", log.read_text()).group(1)
        somebody.run(canvas=message())
        wait_until_all_are_read(log)
        before = memory(process)
        for _ in range(6):
            somebody.clear_cache()
            somebody.run(canvas=message())
        assert not somebody.exceptions
        assert memory(process) < before + 20
    read = re.findall(r"reads (\S+)", log.read_text())
    assert read
    assert len(read) == len(set(read))


def test_two_who_ask_at_once_get_the_same_and_who_asks_for_another_does_not_wait():
    calls, go = [], threading.Event()

    @kept.once
    def make(name):
        calls.append(name)
        if name == "slow":
            go.wait(10)
        return object()

    results = []
    askers = [threading.Thread(target=lambda: results.append(make("slow"))) for _ in range(4)]
    for one in askers:
        one.start()
    make("quick")
    assert not results
    go.set()
    for one in askers:
        one.join()
    assert sorted(calls) == ["quick", "slow"]
    assert len(set(map(id, results))) == 1


def test_what_failed_is_tried_again():
    answers = iter([ZeroDivisionError, None])

    @kept.once
    def make():
        answer = next(answers)
        if answer:
            raise answer
        return "made"

    with pytest.raises(ZeroDivisionError):
        make()
    assert make() == make() == "made"


def test_what_is_kept_of_one_model_is_bounded_and_goes_with_it():
    calls = []

    @kept.per_model
    def make(_loaded, number):
        calls.append(number)
        return number

    model = type("Model", (), {})()
    for number in range(3 * kept.USUAL):
        assert make(model, number) == number
    calls.clear()
    make(model, 3 * kept.USUAL - 1)
    assert calls == []
    make(model, 0)
    assert calls == [0]
    gone = ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_models_of_the_same_name_do_not_share_what_is_kept(result):
    first, other = (trainings._own(result.called("own-1")) for _ in range(2))
    assert latent.test_codes(first) is latent.test_codes(first)
    assert latent.test_codes(first) is not latent.test_codes(other)


def test_nothing_that_is_kept_holds_a_visitor_s_own_model(result):
    own = trainings._own(result.called("own-1"))
    start = tuple(placed.code_of(own, "mean-3", None).tolist())
    sliders.panel(own, "dimensions", start, None)
    for page in ("draw", "latent", "models"):
        shown = visit(page, drawn=False)
        shown.session_state["own_models"] = [own]
        assert not shown.run().exception
        del shown
    gone = ref(own)
    del own
    gc.collect()
    assert gone() is None


def test_mnist_that_has_come_meanwhile_is_found(monkeypatch, tmp_path, mnist_folder):
    monkeypatch.setenv("AEMODELS_DATA", str(tmp_path))
    assert "MNIST is not on this computer" in search.about_pictures()
    (tmp_path / "MNIST").symlink_to(mnist_folder / "MNIST")
    assert "read from this computer's disk" in search.about_pictures()
    assert alike.pictures()[0] is alike.test_images()


def test_an_empty_setting_counts_as_none(monkeypatch):
    for name in ("AEMODELS_DATA", "AEMODELS_TRAININGS"):
        monkeypatch.setenv(name, "")
    empty = mnist.default_folder(), lab.Queue().places
    for name in ("AEMODELS_DATA", "AEMODELS_TRAININGS"):
        monkeypatch.delenv(name)
    assert (mnist.default_folder(), lab.Queue().places) == empty
