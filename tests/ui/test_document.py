"""What the document holds besides Streamlit's, and that nothing else is touched."""

import gzip
from urllib.request import Request, urlopen

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from aemodels.ui import session
from aemodels.ui.shared import document
from aemodels.ui.shared.navigation import ICONS

PAGE = "<html><head><title>Ü</title></head><body></body></html>"
DRAWABLE = 'aria-label="Drawing canvas"'


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
    client = TestClient(Starlette(routes=routes, middleware=[document.MIDDLEWARE]))
    client.headers["accept"] = "text/html,*/*"
    return client


def added(path, query=b""):
    """What a document of that path gets."""
    return document.changed(PAGE.encode(), {"path": path, "query_string": query}).decode()


@pytest.mark.parametrize("coding", ["gzip, br", "identity"])
@pytest.mark.parametrize("path", ["/", "/parts"])
def test_a_document_is_changed_and_nothing_else(client, path, coding):
    found = client.get(path, headers={"accept-encoding": coding})
    assert found.text == added(path)
    assert found.headers.get("content-encoding") == ("gzip" if "gzip" in coding else None)
    assert "etag" not in found.headers


def test_the_app_s_own_pages_have_it_deep_links_too(address):
    for path in ("/", "/noise", "/latent?view=road"):
        question = Request(f"{address}{path}", headers={"accept": "text/html", "accept-encoding": "gzip"})
        with urlopen(question) as found:
            page = gzip.decompress(found.read()).decode()
        assert document.STYLE in page
        assert "<title>Autoencoder Lab</title>" in page
        assert 'as="font"' not in page  # Streamlit's own, which our theme does not use
        assert page.count('id="root"') == page.count('id="early"') == 1


@pytest.mark.parametrize("path", ["/", "/anywhere/", "/unknown"])
def test_the_first_page_can_be_drawn_on_before_it_is_there(path):
    page = added(path)
    assert DRAWABLE in page
    assert f'data-pens="{session.Drawing.pen} {session.PENS[0]} {session.PENS[1]}"' in page
    assert "makes a <b>reconstruction</b>" in page
    assert page.index("modulepreload") < page.index("<title>")


OTHERS = [(f"/mount/{name}", b"") for name in ICONS if name != "draw"]


@pytest.mark.parametrize(("path", "query"), [*OTHERS, ("/", b"d=1")])
def test_other_pages_and_links_with_a_drawing_of_their_own_wait_for_theirs(path, query):
    page = added(path, query)
    assert 'id="early"' in page
    assert DRAWABLE not in page
    assert "<script" not in page
    assert "modulepreload" not in page


def test_the_row_of_pages_leads_to_each_before_the_page_is_there():
    page = added("/noise")
    assert [page.index(f'href="./{name if name != "draw" else ""}"') for name in ICONS]
    assert 'href="./noise" aria-current=page' in page


def test_who_asks_for_no_document_gets_what_there_is(client):
    assert client.get("/", headers={"accept": "*/*"}).text == PAGE


@pytest.mark.parametrize("path", ["/text", "/packed"])
def test_anything_else_goes_on_as_it_is(client, path):
    assert client.get(path).text == PAGE


def test_a_document_without_a_body_and_a_question_about_one_go_on(client):
    assert client.get("/none").text == "no document"
    assert client.head("/").status_code == 200
    assert client.head("/").content == b""
