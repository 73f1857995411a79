"""A class that draws: how long everybody waits, and what it costs. Run with: python tests/load_bench.py

Every student speaks as a page does: a session of Streamlit's over a websocket, and questions to the door over HTTP, one
at a time, of which only the newest waits while the pen moves. The clients take a part of the same processor.
"""

import argparse
import asyncio
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import aiohttp
import measured
import msgspec
import psutil
import torch
from app_server import App, free_port, wait_until_healthy
from visitors import PROTOCOL, STREAM, Session

from aemodels import drawing
from aemodels.commands.tables import table
from aemodels.data import strokes
from aemodels.live.pictures import picture

NETWORKS = ["ae", "dae", "sparse", "vae"]  # those that the page opens with
EVERY, MOVING = 1.2, 0.6  # seconds from pen-up to pen-up, and in which the pen moves before
FRAME = 1 / 60  # seconds; a page asks no more often
REST = 0.3  # seconds after which a page tells Python what was drawn
LONG = {"train training epochs": ["200"]}  # the slider's last stop: the training outlasts the class
PATIENCE = 20  # seconds after which an answer counts as lost


@dataclass
class Seen:
    """What the students of one class have seen."""

    waits: list[float] = field(default_factory=list)  # ms from pen-up to the answers to all that was drawn
    asked: int = 0
    refused: int = 0  # told to come back, and answered then
    wrong: list[str] = field(default_factory=list)  # lost answers, answers to something else, pages that broke
    took: float = 0  # seconds of drawing
    spent: float = 0  # seconds of processor time of the app meanwhile


class Student:
    """One page: a session, and a hand that draws."""

    def __init__(self, client: aiohttp.ClientSession, address: str, number: int, seen: Seen):
        self.client, self.address, self.number, self.seen = client, address, number, seen
        self.session = Session()
        self.finished = asyncio.Event()
        self.dice = torch.Generator().manual_seed(number)
        self.asked: bytes | None = None
        self.answered: bytes | None = None

    async def open(self, page: str = "") -> None:
        """Open a page and wait until it is there."""
        self.socket = await self.client.ws_connect(
            self.address + STREAM, protocols=[PROTOCOL], origin=self.address, max_msg_size=0, autoping=True
        )
        self.listening = asyncio.create_task(self.listen())
        await self.run(page)

    async def run(self, page: str = "", **values) -> None:
        """Ask for a run and wait for its end."""
        self.finished.clear()
        await self.socket.send_bytes(self.session.rerun(page, **values))
        await asyncio.wait_for(self.finished.wait(), 60)

    async def listen(self) -> None:
        """Take in what the app sends."""
        async for message in self.socket:
            if message.type == aiohttp.WSMsgType.BINARY and self.session.hear(message.data):
                self.finished.set()

    async def close(self) -> None:
        """Leave."""
        if self.session.exceptions or not self.listening or self.listening.done():
            self.seen.wrong.append("a page broke")
        await self.socket.close()
        await self.listening

    async def draw(self, until: float) -> None:
        """Draw digits, a pen-up every EVERY seconds, until that time of time.monotonic."""
        await asyncio.sleep(self.number * EVERY * 0.618 % EVERY)  # nobody lifts the pen at the same moment
        while time.monotonic() < until:
            begun = time.monotonic()
            await self.write(strokes.digit(random.randrange(10), generator=self.dice), begun)
            await asyncio.sleep(max(0.0, begun + EVERY - time.monotonic()))

    async def write(self, digit: list[dict], begun: float) -> None:
        """Ask about what is written while the pen moves, then about all of it, and tell Python when the pen rests."""
        while (share := (time.monotonic() - begun) / MOVING) < 1:
            asked = time.monotonic()
            await self.ask(part_of(digit, share))
            await asyncio.sleep(max(0.0, FRAME - (time.monotonic() - asked)))
        answer = await self.ask(digit)
        self.seen.waits.append(max(0.0, 1000 * (time.monotonic() - begun - MOVING)))
        if answer is None:
            self.seen.wrong.append("lost")
            return
        answer = msgspec.json.decode(answer)
        if answer["seen"] != picture(drawing.from_strokes(digit)) or list(answer["answers"]) != NETWORKS:
            self.seen.wrong.append("an answer to something else")
        await asyncio.sleep(max(0.0, begun + MOVING + REST - time.monotonic()))
        drawn = {"strokes": digit, "pen": 2.4, "picture": None, "revision": 0, "sent": int(1000 * time.time())}
        await self.socket.send_bytes(self.session.rerun(fragment_of="canvas", canvas={"drawing": drawn}))

    async def ask(self, digit: list[dict]) -> bytes | None:
        """What the door answers, after as many tries as it takes; None when it does not.

        As a page does, it does not ask again what has just been answered.
        """
        question = msgspec.json.encode({"drawing": {"strokes": digit, "pen": 2.4}, "networks": NETWORKS})
        if question == self.asked:
            return self.answered
        self.asked, self.answered = question, await self.post(question)
        return self.answered

    async def post(self, question: bytes) -> bytes | None:
        """What the door answers to this request."""
        pause, end = 0.25, time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.seen.asked += 1
            headers = {"X-Page": f"page {self.number}", "Content-Type": "application/json"}
            async with self.client.post(f"{self.address}/live/redraw", data=question, headers=headers) as response:
                if response.status == 200:
                    return await response.read()
                if response.status not in (429, 503):
                    self.seen.wrong.append(f"status {response.status}")
                    return None
            self.seen.refused += 1
            await asyncio.sleep(pause)
            pause *= 2
        return None


def part_of(digit: list[dict], share: float) -> list[dict]:
    """What is written of a digit at a share, 0 to 1, of the time."""
    left = max(1, round(share * sum(len(stroke["points"]) for stroke in digit)))
    begun = []
    for stroke in digit:
        begun.append(stroke | {"points": stroke["points"][:left]})
        left -= len(stroke["points"])
        if left <= 0:
            break
    return begun


async def attend(which: "Class", address: str, apps: list[psutil.Process], seconds: float) -> Seen:
    """What the students of a class see in so many seconds, once all have opened the page."""
    seen = Seen()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as client:
        others = [Student(client, address, number, seen) for number in range(which.idle + which.training)]
        students = [Student(client, address, number, seen) for number in range(which.drawing)]
        for student in [*others, *students]:
            await student.open()
        for student in others[: which.training]:
            await student.run("train")
            for pressed in ({}, {"Train": True}):
                await student.run("train", **LONG, **pressed)
        await students[0].ask(strokes.digit(3))  # what is read once is read
        seen.asked, begun, spent = 0, time.monotonic(), spent_by(apps)
        await asyncio.gather(*(student.draw(begun + seconds) for student in students))
        seen.took, seen.spent = time.monotonic() - begun, spent_by(apps) - spent
        for student in [*others, *students]:
            await student.close()
    return seen


def spent_by(apps: list[psutil.Process]) -> float:
    """Seconds of processor time that these processes have taken so far."""
    return sum(sum(app.cpu_times()[:2]) for app in apps)


NGINX = """
pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; events {{ worker_connections 4096; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  map $http_upgrade $connection_upgrade {{ default upgrade; '' ''; }}
  upstream app {{ least_conn; {servers} keepalive 64; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade; proxy_buffering off;
    }}
  }}
}}
"""


@contextmanager
def servers(folder: Path, count: int, environment: dict[str, str]) -> Iterator[tuple[str, list[psutil.Process]]]:
    """The app, several of it behind nginx; gives the address and the processes."""
    with ExitStack() as stack:
        apps = [App(folder / f"log{number}", environment) for number in range(count)]
        for app in apps:
            app.start()
            stack.callback(app.end)
        processes = [psutil.Process(app.server.pid) for app in apps]
        if count == 1:
            yield apps[0].address, processes
            return
        port = free_port()
        listed = " ".join(f"server 127.0.0.1:{app.port};" for app in apps)
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, servers=listed, port=port))
        nginx = ["nginx", "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
        proxy = subprocess.Popen(nginx, stderr=subprocess.DEVNULL)
        stack.callback(proxy.wait)
        stack.callback(proxy.terminate)
        address = f"http://127.0.0.1:{port}"
        wait_until_healthy(address, proxy)
        yield address, processes


@dataclass(frozen=True)
class Class:
    """So many students who draw, and who else is there."""

    drawing: int
    idle: int = 0
    training: int = 0
    processes: int = 1

    def __str__(self) -> str:
        words = f"{self.drawing} student{'s' * (self.drawing > 1)}"
        words += f" while {self.training} trainings run" if self.training else ""
        words += f" and {self.idle} who look on" if self.idle else ""
        return words + (f", {self.processes} processes behind nginx" if self.processes > 1 else "")


CLASSES = (
    Class(1),
    Class(30),
    Class(100),
    Class(10, training=3),
    Class(10, idle=190),
    Class(100, processes=2),
)
HEAD = ["who draws", "median, ms", "p95, ms", "longest, ms", "asked a second", "sent back", "errors", "cores", "MB"]


def row(which: Class, seconds: float) -> list[str]:
    """What one class sees, in its own app, as a row of the table."""
    environment = os.environ | {"AEMODELS_TRAININGS": str(max(1, which.training))}
    with (
        tempfile.TemporaryDirectory() as folder,
        servers(Path(folder), which.processes, environment) as (address, apps),
    ):
        seen = asyncio.run(attend(which, address, apps, seconds))
        memory = sum(app.memory_info().rss for app in apps) / 1e6
    waits = sorted(seen.waits)
    return [
        str(which),
        f"{statistics.median(waits):.0f}",
        f"{waits[round(0.95 * (len(waits) - 1))]:.0f}",
        f"{waits[-1]:.0f}",
        f"{seen.asked / seen.took:.0f}",
        str(seen.refused),
        str(len(seen.wrong)) + (f" ({seen.wrong[0]})" if seen.wrong else ""),
        f"{seen.spent / seen.took:.2f}",
        f"{memory:.0f}",
    ]


def main() -> None:
    """Print one table, a row for each class."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20, help="how long each class draws")
    parser.add_argument("--only", type=int, nargs="*", help="numbers of the classes, from 0")
    parser.add_argument("--write", action="store_true", help="put the table into tests/README.md")
    options = parser.parse_args()
    if options.write and options.only:
        parser.error("--write takes the whole table")
    chosen = [one for number, one in enumerate(CLASSES) if not options.only or number in options.only]
    missing = not shutil.which("nginx") and any(one.processes > 1 for one in chosen)
    if missing:
        print("nginx is not installed: the class behind it is left out", file=sys.stderr)
    rows = [row(one, options.seconds) for one in chosen if one.processes == 1 or not missing]
    shown = table(HEAD, rows)
    print(shown)
    if options.write:
        measured.write("load_bench", shown)


if __name__ == "__main__":
    main()
