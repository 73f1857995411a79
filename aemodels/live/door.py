"""The door for what follows the hand: HTTP around pure functions, and everything that a stranger may try on it.

A request is JSON of one schema, an answer is JSON, a refusal is {"message": one plain sentence}. Work is done by a few
threads, one for each core; when more wait than can be served in good time, the rest are told to come back.
"""

import asyncio
import gzip
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from threading import Lock
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..support.kept import once
from ..support.processor import cores
from .messages import LARGEST
from .sockets import send_without_delay

LONGEST_QUEUE = 150  # requests that may wait at a time: a class of a hundred, each with one, and some room
TOGETHER = 16  # questions of one kind that one thread answers at once, where that costs less
BURST, PACE = 480, 240  # requests of one page at once, and per second from then on; each part that asks makes 60
PAGES = 5_000  # pages whose pace is kept in mind; those that were silent longest are forgotten
PAGE = "x-page"  # header that names a page load, a random text of its own choosing
AGAIN = 1  # seconds after which to ask again

JSON = {"content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff"}
# A browser keeps it for ever. Streamlit would try to make it smaller if it did not say how it is encoded.
KEPT = {
    "content-type": "application/octet-stream",
    "cache-control": "private, max-age=31536000, immutable",
    "content-encoding": "identity",
    "x-content-type-options": "nosniff",
}

PACKED = {"content-encoding": "gzip", "vary": "Accept-Encoding"}


class Refused(Exception):
    """A request is not answered: `status` for the browser, a sentence for a person."""

    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status = status


class Unanswerable(ValueError):
    """A well-formed question that has no answer; the message says why."""


Work = Callable[[list[Any]], list[bytes | Exception]]


@dataclass(eq=False)
class _Job:
    work: Work
    content: Any
    future: asyncio.Future


class Workers:
    """A few threads that work, and a bounded number of requests that wait for them."""

    def __init__(self, threads: int | None = None, waiting: int = LONGEST_QUEUE):
        self._most, self._inside = waiting, 0
        self._lock, self._waiting = Lock(), deque[_Job]()
        self._pool = ThreadPoolExecutor(threads or cores(), thread_name_prefix="live")

    async def do(self, work: Work, content: Any, together: int = 1) -> bytes:
        """What `work` makes of the content, from one of the threads, which gives it up to `together` that wait at once.

        Raises what work gives in its place, and Refused (503) when too many wait already.
        """
        if self._inside >= self._most:
            raise Refused(503, "Too many people are at work at this moment. What you did is kept and sent again.")
        self._inside += 1
        try:
            job = _Job(work, content, asyncio.get_running_loop().create_future())
            with self._lock:
                self._waiting.append(job)
            self._pool.submit(self._work, together)
            return await job.future
        finally:
            self._inside -= 1

    def _work(self, together: int) -> None:
        jobs = self._next(together)
        if not jobs:
            return  # another thread has done it together with its own
        try:
            results = jobs[0].work([job.content for job in jobs])
        except Exception as error:
            results = [error] * len(jobs)
        jobs[0].future.get_loop().call_soon_threadsafe(_settle, jobs, results)

    def _next(self, together: int) -> list[_Job]:
        """The job that has waited longest, and others for the same work; those whom nobody waits for are dropped."""
        with self._lock:
            waiting = [job for job in self._waiting if not job.future.done()]
            jobs = [job for job in waiting if job.work is waiting[0].work][:together]
            self._waiting = deque(job for job in waiting if job not in jobs)
        return jobs


def _settle(jobs: list[_Job], results: list[bytes | Exception]) -> None:
    for job, result in zip(jobs, results, strict=True):
        if job.future.done():
            continue  # whoever asked has left
        if isinstance(result, Exception):
            job.future.set_exception(result)
        else:
            job.future.set_result(result)


class Paces:
    """A token bucket for each page load: a class sits behind one address, so addresses tell nothing."""

    def __init__(self, burst: float = BURST, pace: float = PACE, pages: int = PAGES):
        self._burst, self._pace, self._pages = burst, pace, pages
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def spend(self, page: str, now: float) -> None:
        """One request of `page` at the time `now`, in seconds. Raises Refused (429) when it has sent too many."""
        tokens, seen = self._buckets.pop(page, (self._burst, now))
        tokens = min(self._burst, tokens + (now - seen) * self._pace)
        self._buckets[page] = (max(tokens - 1, 0), now)
        if len(self._buckets) > self._pages:
            self._buckets.popitem(last=False)
        if tokens < 1:
            raise Refused(429, "This page asks too often. It goes on by itself in a moment.")


def check_origin(headers: Any) -> None:
    """Raise Refused (400) for a request that another site's page makes a browser send.

    Browsers say where a request comes from in Sec-Fetch-Site where the connection is trusted, and else in Origin, whose
    host is that of the page. What is no browser sends neither, and has no visitor to abuse.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    same = site == "same-origin" if site else origin is None or origin.partition("://")[2] == headers.get("host")
    if not same:
        raise Refused(400, "This address answers only the app's own pages.")


async def body_of(request: Request) -> bytes:
    """The request's body, of at most LARGEST bytes. Raises Refused."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(400, "This address answers only JSON.")
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > LARGEST:
            raise Refused(413, "The drawing is too large to send. Please clear the canvas and draw something shorter.")
    return bytes(content)


def route(path: str, schema: type[msgspec.Struct], answer: Callable[[Any], Any] | str, together: bool = False) -> Route:
    """POST to `path`, wherever the app is mounted, answered by the pure function `answer` of a `schema`.

    The function may be given as "module.function" of this package, which is imported when it is first asked: torch
    takes seconds, and pages need not wait for it. `together`: it takes a list of questions, and gives for each its
    answer or what keeps it from one.
    """
    decoder = msgspec.json.Decoder(schema)

    def answers(questions: list[Any]) -> list[dict[str, Any] | Exception]:
        function = _function(answer) if isinstance(answer, str) else answer
        try:
            return function(questions) if together else [function(question) for question in questions]
        except Exception as error:
            # One whose question fails must not take the answers of those who asked at the same moment.
            return [error] if len(questions) == 1 else [found for one in questions for found in answers([one])]

    def decoded(content: bytes) -> msgspec.Struct | Refused:
        try:
            return decoder.decode(content)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            # The error's own words would repeat a stranger's.
            return Refused(400, "The page sent something that cannot be answered. Reload it to start again.")

    def work(contents: list[bytes]) -> list[bytes | Exception]:
        questions = [decoded(content) for content in contents]
        told = iter(answers([question for question in questions if not isinstance(question, Refused)]))
        found = [question if isinstance(question, Refused) else next(told) for question in questions]
        return [one if isinstance(one, Exception) else msgspec.json.encode(one) for one in found]

    async def answered(request: Request) -> Response:
        return _sent(await _workers.do(work, await body_of(request), TOGETHER if together else 1), request)

    made = _route(path, "POST", answered)
    made.endpoint.schema = schema  # type: ignore[attr-defined]  # for whoever wants to know what may be asked here
    return made


def asset(path: str, schema: type[msgspec.Struct], find: str) -> Route:
    """GET from `path`, wherever the app is mounted: what `find` gives for a `schema` in the query; never changes.

    `find` is named as in `route` and gives bytes.
    """

    def work(queries: list[dict[str, str]]) -> list[bytes | Exception]:
        try:
            question = msgspec.convert(queries[0], schema)
        except msgspec.ValidationError:
            return [Refused(400, "There is nothing at this address.")]
        return [_function(find)(question)]

    async def found(request: Request) -> Response:
        return Response(await _workers.do(work, dict(request.query_params)), headers=KEPT)

    return _route(path, "GET", found)


def _route(path: str, method: str, answered: Callable[[Request], Awaitable[Response]]) -> Route:
    async def endpoint(request: Request) -> Response:
        return await _guarded(request, path, answered)

    # A server may be mounted anywhere (server.baseUrlPath, a proxy), and Streamlit does not tell its routes where.
    return Route(f"/{{mount:path}}{path}", endpoint, methods=[method])


def under(prefix: str, routes: list[Route]) -> Route:
    """All of `routes`, whose paths begin with `prefix`, as one: a server compares a request with each of its own."""
    known = {route.path.removeprefix(f"/{{mount:path}}{prefix}"): route for route in routes}

    async def endpoint(request: Request) -> Response:
        found = known.get(request.path_params["rest"])
        if found is None:
            return _refusal(404, "There is nothing at this address.")
        if request.method not in (found.methods or ()):
            return _refusal(405, "This address is asked in another way.")
        return await found.endpoint(request)

    return Route(f"/{{mount:path}}{prefix}{{rest}}", endpoint, methods=["GET", "POST"])


@once
def _function(name: str) -> Callable[[Any], Any]:
    module, _, function = name.rpartition(".")
    return getattr(import_module(f".{module}", __package__), function)


_workers, _paces = Workers(), Paces()
_prepare = once(send_without_delay)  # no page need have been opened before the door is asked


async def _guarded(request: Request, path: str, answered: Callable[[Request], Awaitable[Response]]) -> Response:
    _prepare()
    try:
        check_origin(request.headers)
        _paces.spend(request.headers.get(PAGE, "")[:64], time.monotonic())
        return await answered(request)
    except Refused as refused:
        return _refusal(refused.status, str(refused))
    except Unanswerable as error:
        return _refusal(400, str(error))
    except Exception as error:
        # One line: what a stranger sends must not fill the log.
        logging.getLogger(__name__).error("%s was not answered: %s", path, type(error).__name__)
        return _refusal(500, "This could not be answered, and not through you. Please reload the page.")


def _sent(content: bytes, request: Request) -> Response:
    """The answer, packed where the browser takes it: quickly, where Streamlit would do it as thoroughly as can be."""
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(content, headers=JSON)
    return Response(gzip.compress(content, 1, mtime=0), headers=JSON | PACKED)


def _refusal(status: int, message: str) -> Response:
    later = {"retry-after": str(AGAIN)} if status in (429, 503) else {}
    return Response(msgspec.json.encode({"message": message}), status, headers=JSON | later)
