"""The document that a browser gets first: Streamlit's, with our style and what is seen until Streamlit has come.

Streamlit brings a style when the page has been painted. Ours stands at the end of the body: Streamlit puts its own at
the end of the head, and of equals the last one counts.
"""

import gzip
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .early import FIRST, early
from .navigation import ICONS

_UI = Path(__file__).parent.parent
_SHEETS = [_UI / "style.css", *sorted(_UI.glob("pages/*/page.css"))]
STYLE = "<style>{}</style>".format("\n".join(path.read_text(encoding="utf-8") for path in _SHEETS))
_TITLE = (b"<title>Streamlit</title>", b"<title>Autoencoder Lab</title>")
_FONT = re.compile(rb'<link\s+rel="preload"[^>]*\bas="font"[^>]*>')  # 170 kB that our theme has no use for
_BEGIN, _END = b"<head>", b"</body>"

# What a browser says of a document that it knows, or how it wants it packed: neither is about what goes out here.
_ABOUT_ANOTHER = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")


def changed(document: bytes, scope: Scope) -> bytes:
    """The document for the page that `scope` asks for, made from Streamlit's, which is the same for all.

    One can draw at once on the first page, where its link says nothing: others may bring a drawing.
    """
    name = scope["path"].rpartition("/")[2]
    page = name if name in ICONS else next(iter(ICONS))
    canvas = page != name and not scope["query_string"]
    document = _FONT.sub(b"", document.replace(*_TITLE, 1), 1)
    if canvas:
        document = document.replace(_BEGIN, _BEGIN + FIRST.encode(), 1)
    return document.replace(_END, (STYLE + early(page, canvas)).encode() + _END, 1)


class Document:
    """Makes `changed` of every HTML document that `app` answers a browser with."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as `app` does, a document's end excepted."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        packed = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        plain = [(name, value) for name, value in scope["headers"] if name not in _ABOUT_ANOTHER]
        await self._app({**scope, "headers": plain}, receive, _Rewriter(send, partial(changed, scope=scope), packed))


class _Rewriter:
    """Holds a document back until all of it is there; anything else goes on as it comes."""

    def __init__(self, send: Send, change: Callable[[bytes], bytes], packed: bool):
        self._send, self._change, self._packed = send, change, packed
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_document(message):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(message)

    async def _finish(self, last: Message) -> None:
        assert self._start is not None
        headers = MutableHeaders(raw=self._start["headers"])
        body = self._change(self._body)
        if body:  # the answer to a HEAD request has none
            for name in ("etag", "last-modified", "accept-ranges"):  # those of another document
                del headers[name]
            if self._packed:
                body = gzip.compress(body, 6)
                headers["content-encoding"] = "gzip"
            headers["content-length"] = str(len(body))
            headers.add_vary_header("Accept-Encoding")
        await self._send(self._start)
        await self._send({**last, "body": body})


def _is_document(start: Message) -> bool:
    headers = MutableHeaders(raw=start["headers"])
    return headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers


MIDDLEWARE = Middleware(Document)
