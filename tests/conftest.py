"""What several tests share: seeded stroke digits, MNIST where there is one."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import torch
from app_server import CHROMIUM_FLAGS, running_app
from hypothesis import settings

from aemodels import lab
from aemodels.data import mnist, strokes
from aemodels.lab import sources
from aemodels.live import shelf
from aemodels.store import shipped
from aemodels.training.config import TrainConfig

shelf.wake()
settings.register_profile("busy", deadline=None)  # on a machine with other work any example may take its time
settings.load_profile("busy")
SHIPPED = shipped.FOLDER
LONGEST = ("test_browser_axe", "test_browser_train", "test_browser_restart", "test_shipped_models", "test_train_page")
MNIST = Path(os.environ.get("AEMODELS_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")


def pytest_addoption(parser):
    parser.addoption("--fuzz", type=int, default=1, metavar="N", help="attack N times as often (default: 1)")


def pytest_collection_modifyitems(items):
    """Files of browser tests, which wait, take turns with the others, which compute; the longest come first."""
    files = sorted(dict.fromkeys(item.path for item in items), key=lambda one: one.stem not in LONGEST)
    browsing = [one for one in files if one.parent.name == "browser"]
    rest = [one for one in files if one not in browsing]
    place = {one: (i / len(group), i) for group in (browsing, rest) for i, one in enumerate(group)}
    items.sort(key=lambda item: (place[item.path], item.path))


@pytest.fixture(scope="session")
def fuzz(request):
    """How many times as many attacks are made as usual: python -m pytest --fuzz 20."""
    return request.config.getoption("--fuzz")


@pytest.fixture(scope="session")
def digits():
    """200 stroke digits in MNIST form, x (200, 1, 28, 28) and labels (200,). Shared: do not change them in place."""
    return strokes.dataset(200, torch.Generator().manual_seed(0))


@pytest.fixture(scope="session")
def mnist_folder():
    """The folder that holds MNIST/raw: AEMODELS_DATA, or shared/data beside the repository."""
    if not all((MNIST / "MNIST" / "raw" / name).is_file() for name in mnist.MD5):
        pytest.skip(f"no MNIST in {MNIST}; set AEMODELS_DATA to a folder that holds MNIST/raw")
    return MNIST


@pytest.fixture
def no_models(monkeypatch, tmp_path):
    """An empty folder, which library and app take for pretrained/."""
    from aemodels.support import kept

    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    kept.forget()
    yield tmp_path
    kept.forget()


@pytest.fixture
def copied_models(no_models):
    """A folder with copies of all shipped files, to be damaged, which library and app take for pretrained/."""
    shutil.copytree(SHIPPED, no_models, dirs_exist_ok=True)
    return no_models


@pytest.fixture
def few_test_digits(monkeypatch):
    """Fewer test digits of strokes: writing them is most of a short training."""
    monkeypatch.setattr(sources, "TEST_STROKES", 250)


@pytest.fixture
def queue():
    """A queue with one place, emptied after the test."""
    queue = lab.Queue(1)
    yield queue
    queue.close()


@pytest.fixture(scope="session")
def result():
    """A small model, trained as visitors train theirs. Shared: do not change it in place."""
    plan = lab.Plan("vae", {"hidden": (16,), "code_size": 2}, TrainConfig(epochs=1, batch_size=64), "strokes", 250)
    queue = lab.Queue(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "TEST_STROKES", 250)
        run = queue.start(plan)
        assert run.wait(60)
    return run.result.named("Mine (2)")


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """The address of the app, started once for all browser tests."""
    with running_app(tmp_path_factory.mktemp("app") / "log") as where:
        yield where


@pytest.fixture(scope="session")
def browser():
    """A real Chromium. Where there is none the test is skipped, except in CI, where it fails."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "no Chromium on the PATH; install it to run browser tests"
        )
    from playwright.sync_api import sync_playwright  # the library's tests do without

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=[*CHROMIUM_FLAGS, "--process-per-site"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def parked(browser, address):
    """Gives a browser's profile for a screen, whose first tab shows next to nothing of the app and stays open.

    Thus its process stays as well, with the scripts that it has read: a page costs two thirds of one in a new profile.
    """
    profiles = {}

    def give(name, **screen):
        if name not in profiles:
            profiles[name] = browser.new_context(**screen)
            profiles[name].new_page().goto(f"{address}/_stcore/health")
        return profiles[name]

    return give


@contextmanager
def tab(profile):
    """An empty tab, after which nothing is left of what pages have stored; fails when a script of its page does."""
    page = profile.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    first, *others = profile.pages
    tools = profile.new_cdp_session(first)
    for origin in {f"{parts.scheme}://{parts.netloc}" for parts in (urlsplit(other.url) for other in others)}:
        tools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    tools.detach()
    for other in others:
        other.close()
    profile.clear_cookies()
    profile.clear_permissions()
    assert not errors


@pytest.fixture
def window(parked):
    """A tab on a wide screen."""
    with tab(parked("wide", viewport={"width": 1400, "height": 900})) as page:
        yield page


@pytest.fixture
def second(parked):
    """A window of a person who knows nothing of the first one's."""
    with tab(parked("second", viewport={"width": 1400, "height": 900})) as page:
        yield page


@pytest.fixture
def phone(parked):
    """A tab on a phone, which answers to fingers."""
    with tab(parked("phone", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)) as page:
        yield page
