"""The components' scripts: modules that import one another, served to browsers, which keep them for ever."""

import gzip
import hashlib
import posixpath
import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

UI = Path(__file__).resolve().parent.parent
_KINDS = (".js", ".css", ".html")
_FILES = {path.relative_to(UI).as_posix(): path.read_bytes() for path in sorted(UI.rglob("*")) if path.suffix in _KINDS}
# By where they lie, seen from ui/, without the ending: "shared/js/door", "pages/draw/ladder/ladder".
SCRIPTS = {name.removesuffix(".js"): content for name, content in _FILES.items() if name.endswith(".js")}
# Of the styles as well: where they are others, Streamlit puts a component's HTML on the page anew.
VERSION = hashlib.sha256(repr(list(_FILES.items())).encode()).hexdigest()[:16]
ADDRESS = f"parts/{VERSION}"  # of their folder, as seen from the app's own address

_IMPORTED = re.compile(r'^import [^;]*? from "(\.[\w./]+)\.js";$', re.MULTILINE)
_PACKED = {name: gzip.compress(script, 9, mtime=0) for name, script in SCRIPTS.items()}
_KEPT = {
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": "public, max-age=31536000, immutable",
    "vary": "Accept-Encoding",
    "x-content-type-options": "nosniff",
}
_UNKNOWN = {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
}


def read(name: str) -> str:
    """The file `name`, as seen from ui/; "" where there is none."""
    return _FILES.get(name, b"").decode()


def imported(name: str) -> list[str]:
    """The scripts that the script `name` imports by itself, in its order."""
    found = _IMPORTED.findall(SCRIPTS[name].decode())
    return [posixpath.normpath(posixpath.join(posixpath.dirname(name), other)) for other in found]


def needed(name: str) -> list[str]:
    """The script `name` and all that it imports, which may import others: each once, after those it imports."""
    found: dict[str, None] = {}

    def follow(one: str) -> None:
        for other in imported(one):
            if other not in found:
                follow(other)
        found[one] = None

    follow(name)
    return list(found)


async def _script(request: Request) -> Response:
    name = request.path_params["name"]
    if request.path_params["version"] != VERSION or name not in SCRIPTS:
        return Response("There is no such script here. Please reload the page.", 404, headers=_UNKNOWN)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(_PACKED[name], headers=_KEPT | {"content-encoding": "gzip"})
    return Response(SCRIPTS[name], headers=_KEPT)


# A server may be mounted anywhere (server.baseUrlPath, a proxy), and Streamlit does not tell its routes where.
ROUTE = Route("/{mount:path}parts/{version}/{name:path}.js", _script, methods=["GET"])
