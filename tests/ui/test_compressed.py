"""Streamlit's scripts and styles, compressed once each, and of nothing else."""

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor
from urllib.request import Request, urlopen

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from aemodels.ui.shared import compressed

SCRIPT = "const one = 1;\n" * 1000
GZIP = {"accept-encoding": "gzip, br"}
asked: list[str] = []


def serve(request):
    """As Streamlit does: what is unknown is answered with a page."""
    asked.append(request.url.path)
    if not request.path_params["name"].startswith("known"):
        return HTMLResponse("<p>a page for any path</p>")
    kind = "text/css" if request.url.path.endswith(".css") else "application/javascript"
    given = {"etag": '"1"', "accept-ranges": "bytes", "cache-control": "immutable"}
    return Response(SCRIPT, headers=given | {"content-type": kind})


@pytest.fixture
def client():
    """A browser at a server with files of Streamlit's."""
    asked.clear()
    routes = [
        Route("/{mount:path}static/js/{name}", serve, methods=["GET", "HEAD", "POST"]),
        Route("/{mount:path}static/css/{name}", serve),
        Route("/other.js", lambda _: PlainTextResponse(SCRIPT)),
    ]
    return TestClient(Starlette(routes=routes, middleware=[compressed.MIDDLEWARE]))


@pytest.mark.parametrize("path", ["/static/js/known.js", "/static/css/known.css", "/mounted/here/static/js/known.js"])
def test_a_file_is_compressed_once_for_everybody(client, path):
    for _ in range(3):
        with client.stream("GET", path, headers=GZIP) as found:
            assert gzip.decompress(b"".join(found.iter_raw())).decode() == SCRIPT
        assert found.headers["content-encoding"] == "gzip"
        assert found.headers["vary"] == "Accept-Encoding"
        assert found.headers["cache-control"] == "immutable"
        assert not {"etag", "accept-ranges"} & set(found.headers)
        assert int(found.headers["content-length"]) < len(SCRIPT) / 10
    assert asked == [path]


@pytest.mark.parametrize(
    "headers",
    [{"accept-encoding": "br"}, GZIP | {"range": "bytes=0-9"}, GZIP | {"if-none-match": '"1"'}],
    ids=["another coding", "a part", "a question"],
)
def test_who_asks_otherwise_is_answered_otherwise(client, headers):
    assert client.get("/static/js/known.js", headers=GZIP).headers["content-encoding"] == "gzip"
    found = client.get("/static/js/known.js", headers=headers)
    assert "content-encoding" not in found.headers
    assert found.headers["etag"] == '"1"'


def test_a_page_in_the_place_of_a_file_is_not_kept_as_that_file(client):
    found = client.get("/nowhere/static/js/unknown.js", headers=GZIP)
    assert "a page" in found.text
    assert "content-encoding" not in found.headers
    client.get("/nowhere/static/js/unknown.js", headers=GZIP)
    assert len(asked) == 2


@pytest.mark.parametrize("part", ["", SCRIPT[:500]])
def test_a_file_of_which_somebody_who_left_got_a_part_is_not_kept_as_that_part(part):
    answers = [part, SCRIPT]

    async def serve(scope, receive, send):  # noqa: ARG001 as a server calls it
        """Streamlit, whose first visitor leaves before all is read."""
        headers = [(b"content-type", b"application/javascript"), (b"content-length", str(len(SCRIPT)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if body := answers.pop(0):
            await send({"type": "http.response.body", "body": body.encode(), "more_body": body != SCRIPT})

    app = compressed.Compressed(serve)
    scope = {"type": "http", "method": "GET", "path": "/static/js/a.js", "headers": [(b"accept-encoding", b"gzip")]}

    async def ask():
        """The body that one request gets."""
        sent = []

        async def send(message):
            sent.append(message)

        await app(scope, None, send)
        return b"".join(message.get("body", b"") for message in sent)

    with ThreadPoolExecutor(1) as apart:  # Playwright's loop may run in this thread
        assert apart.submit(asyncio.run, ask()).result() == part.encode()
        assert gzip.decompress(apart.submit(asyncio.run, ask()).result()).decode() == SCRIPT


@pytest.mark.parametrize("method", ["HEAD", "POST"])
def test_only_a_get_is_looked_at(client, method):
    assert "content-encoding" not in client.request(method, "/static/js/known.js", headers=GZIP).headers


def test_files_of_others_go_on_as_they_are(client):
    assert "content-encoding" not in client.get("/other.js", headers=GZIP).headers


@pytest.mark.browser
def test_a_first_visit_to_the_app_fetches_little(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.locator(".st-key-bench-canvas canvas").wait_for()
    sizes = page.evaluate("performance.getEntriesByType('resource').map(one => one.encodedBodySize)")
    context.close()
    assert sum(sizes) < 1.6e6


def test_what_comes_is_what_streamlit_has(address):
    with urlopen(address) as found:
        name = found.read().decode().partition('src="./static/js/')[2].partition('"')[0]
    with urlopen(f"{address}/static/js/{name}") as found:
        plain = found.read()
    with urlopen(Request(f"{address}/static/js/{name}", headers={"accept-encoding": "gzip"})) as found:
        assert found.headers["content-encoding"] == "gzip"
        assert gzip.decompress(found.read()) == plain
