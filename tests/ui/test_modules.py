"""The components' scripts as the app serves them, and what they import of one another."""

import re

import pytest
from app_server import ROOT
from starlette.applications import Starlette
from starlette.testclient import TestClient

from aemodels.ui.shared import modules

TEXTS = {name: script.decode() for name, script in modules.SCRIPTS.items()}
IMPORT = re.compile(r'^import \{([^}]+)\} from "(\.[\w./]+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)


def imported(name: str) -> list[tuple[str, str]]:
    """What the script `name` imports: from which one, and which name."""
    found = zip(modules.imported(name), IMPORT.findall(TEXTS[name]), strict=True)
    return [(source, one) for source, (names, _) in found for one in re.findall(r"\w+", names)]


def exported(text: str) -> set[str]:
    """The names that a script exports, several of one statement included."""
    statements = re.findall(r"^export (?:const|let) (.+?);$", text, re.MULTILINE | re.DOTALL)
    return {*EXPORT.findall(text), *(name for one in statements for name in re.findall(r",\s+(\w+) =", one))}


@pytest.fixture
def client():
    """A browser at a server of scripts."""
    return TestClient(Starlette(routes=[modules.ROUTE]))


@pytest.mark.parametrize("mount", ["", "/lab", "/a/b"])
@pytest.mark.parametrize("coding", ["gzip, br", "identity"])
def test_scripts_are_given_wherever_the_app_is_mounted(client, mount, coding):
    found = client.get(f"{mount}/{modules.ADDRESS}/shared/js/door.js", headers={"accept-encoding": coding})
    assert found.status_code == 200
    assert found.content == (modules.UI / "shared" / "js" / "door.js").read_bytes()
    assert found.headers["content-type"] == "text/javascript; charset=utf-8"
    assert found.headers.get("content-encoding") == ("gzip" if "gzip" in coding else None)
    assert {"immutable", "max-age=31536000"} <= set(found.headers["cache-control"].split(", "))
    assert found.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        f"{modules.ADDRESS}/none.js",
        f"{modules.ADDRESS}/shared/js/door",
        f"{modules.ADDRESS}/shared/canvas/canvas.html.js",
        f"{modules.ADDRESS}/shared/..%2Fruntime.py.js",
        "parts/0123456789abcdef/shared/js/door.js",
        f"parts/{modules.VERSION[:-1]}/shared/js/door.js",
        "parts//shared/js/door.js",
    ],
)
def test_nothing_else_is_given(client, path):
    found = client.get(f"/{path}")
    assert found.status_code == 404
    assert b"import" not in found.content


def test_who_asks_for_another_version_reads_one_sentence(client):
    found = client.get("/parts/older/shared/js/door.js")
    assert found.text == "There is no such script here. Please reload the page."
    assert found.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", TEXTS)
def test_scripts_import_what_others_export_and_use_all_of_it(name):
    text = TEXTS[name]
    assert len(re.findall(r"^import\b", text, re.MULTILINE)) == len(IMPORT.findall(text))  # by name
    rest = IMPORT.sub("", text)
    for source, one in imported(name):
        assert one in exported(TEXTS[source])
        assert re.search(rf"\b{one}\b", rest)


def test_nothing_is_exported_that_nobody_wants():
    wanted = {one for name in TEXTS for one in imported(name)}
    tests = "".join(path.read_text() for path in (ROOT / "tests").rglob("*") if path.suffix in (".py", ".mjs"))
    for name, text in TEXTS.items():
        assert not [one for one in exported(text) if (name, one) not in wanted and not re.search(rf"\b{one}\b", tests)]


def test_a_script_comes_after_those_that_it_imports():
    for name in TEXTS:
        order = modules.needed(name)
        assert order[-1] == name
        assert len(set(order)) == len(order)
        for one in order:
            assert {source for source, _ in imported(one)} <= set(order[: order.index(one)])
