"""The style sheet in the document, and of nothing else."""

import gzip
from urllib.request import Request, urlopen

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from aemodels.ui.shared import sheet

PAGE = "<html><head><title>Ü</title></head><body></body></html>"


def parts(_):
    """A document that comes in pieces."""
    return StreamingResponse(iter([PAGE[:10], PAGE[10:]]), media_type="text/html; charset=utf-8")


@pytest.fixture
def client():
    """A browser at a server that answers with documents and others."""
    routes = [
        Route("/", lambda _: HTMLResponse(PAGE)),
        Route("/parts", parts),
        Route("/none", lambda _: HTMLResponse("no document")),
        Route("/text", lambda _: PlainTextResponse(PAGE)),
        Route("/packed", lambda _: HTMLResponse(PAGE, headers={"content-encoding": "identity"})),
    ]
    client = TestClient(Starlette(routes=routes, middleware=[sheet.MIDDLEWARE]))
    client.headers["accept"] = "text/html,*/*"
    return client


@pytest.mark.parametrize("coding", ["gzip, br", "identity"])
@pytest.mark.parametrize("path", ["/", "/parts"])
def test_a_document_has_the_style_at_the_end_of_its_body_and_nothing_else_changed(client, path, coding):
    found = client.get(path, headers={"accept-encoding": coding})
    assert found.text == PAGE.replace("</body>", f"{sheet.STYLE}</body>", 1)
    assert found.headers.get("content-encoding") == ("gzip" if "gzip" in coding else None)
    assert "etag" not in found.headers


def test_the_app_s_own_pages_have_it_deep_links_too(address):
    for path in ("/", "/noise", "/latent?view=road"):
        question = Request(f"{address}{path}", headers={"accept": "text/html", "accept-encoding": "gzip"})
        with urlopen(question) as found:
            assert sheet.STYLE.encode() in gzip.decompress(found.read())


def test_who_asks_for_no_document_gets_what_there_is(client):
    assert client.get("/", headers={"accept": "*/*"}).text == PAGE


@pytest.mark.parametrize("path", ["/text", "/packed"])
def test_anything_else_goes_on_as_it_is(client, path):
    assert client.get(path).text == PAGE


def test_a_document_without_a_body_and_a_question_about_one_go_on(client):
    assert client.get("/none").text == "no document"
    assert client.head("/").status_code == 200
    assert client.head("/").content == b""
