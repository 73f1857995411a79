"""The style sheet of all pages, in the document itself: Streamlit brings it when the page has been painted.

It stands at the end of the body: Streamlit puts its own at the end of the head, and of equals the last one counts.
"""

import gzip
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_UI = Path(__file__).parent.parent
_SHEETS = [_UI / "style.css", *sorted(_UI.glob("pages/*/page.css"))]
STYLE = "<style>{}</style>".format("\n".join(path.read_text(encoding="utf-8") for path in _SHEETS))
_END = b"</body>"


# What a browser says of a document that it knows, or how it wants it packed: neither is about what goes out here.
_ABOUT_ANOTHER = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")


class Sheet:
    """Puts `content` at the end of the body of every HTML document that `app` answers a browser with."""

    def __init__(self, app: ASGIApp, content: str):
        self._app, self._content = app, content.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as `app` does, a document's end excepted."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        packed = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        plain = [(name, value) for name, value in scope["headers"] if name not in _ABOUT_ANOTHER]
        await self._app({**scope, "headers": plain}, receive, _Rewriter(send, self._content, packed))


class _Rewriter:
    """Holds a document back until all of it is there; anything else goes on as it comes."""

    def __init__(self, send: Send, content: bytes, packed: bool):
        self._send, self._content, self._packed = send, content, packed
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
        body = self._body.replace(_END, self._content + _END, 1)
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


MIDDLEWARE = Middleware(Sheet, content=STYLE)
