"""Streamlit's own scripts and styles, compressed: it serves them as they are, 2.6 MB, for which a phone waits.

Streamlit 1.67 leaves them out of its compression, which would be done anew at every request. Here each is compressed
once and kept: their names change whenever their content does.
"""

import asyncio
import gzip
import re

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PATH = re.compile(r"/static/(?:js|css)/([\w.-]+\.(?:js|css))$")

_KINDS = ("application/javascript", "text/javascript", "text/css")


class Compressed:
    """Compresses what `app` answers with the content of a script or a style of Streamlit's."""

    def __init__(self, app: ASGIApp):
        self._app = app
        self._kept: dict[str, tuple[Message, Message]] = {}  # as many as Streamlit has files
        self._one_by_one = asyncio.Lock()  # a class that opens the page has each file compressed once

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as `app` does, but compressed where the browser takes that."""
        name = _wanted(scope)
        if name is None:
            await self._app(scope, receive, send)
            return
        async with self._one_by_one:
            answer = self._kept.get(name) or await self._ask(name, scope, receive)
        for message in answer:
            await send({**message})

    async def _ask(self, name: str, scope: Scope, receive: Receive) -> tuple[Message, ...]:
        messages: list[Message] = []

        async def take(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, take)
        if not messages:
            return ()
        start, body = messages[0], b"".join(message.get("body", b"") for message in messages[1:])
        headers = MutableHeaders(raw=start["headers"])
        kind = headers.get("content-type", "").partition(";")[0]
        # Who leaves while a file is read gets a part of it, or nothing: that is not the file.
        whole = headers.get("content-length") == str(len(body))
        if start["status"] != 200 or "content-encoding" in headers or kind not in _KINDS or not whole:
            return tuple(messages)  # such as the page that Streamlit has for any path
        packed = await run_in_threadpool(gzip.compress, body, 9)
        for other in ("etag", "accept-ranges"):  # those of what is not compressed
            del headers[other]
        headers["content-encoding"], headers["content-length"] = "gzip", str(len(packed))
        headers.add_vary_header("Accept-Encoding")
        self._kept[name] = start, {"type": "http.response.body", "body": packed}
        return self._kept[name]


def _wanted(scope: Scope) -> str | None:
    """The name of the file that is asked for, if it is to be compressed."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    asked, headers = _PATH.search(scope["path"]), Headers(scope=scope)
    of_a_part = "range" in headers or "if-none-match" in headers or "if-modified-since" in headers
    return asked[1] if asked and "gzip" in headers.get("accept-encoding", "") and not of_a_part else None


MIDDLEWARE = Middleware(Compressed)
