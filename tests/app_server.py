"""The app as its users start it, for the browser tests and the browser benchmark."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_app(log: Path, environment: dict[str, str] | None = None, first: str = "") -> Iterator[str]:
    """Start `streamlit run app.py` on a free local port, its output in `log`; gives its address and stops it.

    `first`: Python that runs in the app's process before Streamlit does.
    """
    port = _free_port()
    streamlit = ["-c", f"{first}\nfrom streamlit.web.cli import main\nmain()"] if first else ["-m", "streamlit"]
    options = [f"--server.port={port}", "--server.headless=true", "--server.address=127.0.0.1"]
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, *streamlit, "run", "app.py", *options],
            cwd=ROOT,
            stdout=output,
            stderr=output,
            env=environment,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_healthy(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _wait_until_healthy(address: str, server: subprocess.Popen, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except URLError:
            if server.poll() is not None:
                raise RuntimeError(f"the app ended with status {server.returncode} before it answered") from None
            time.sleep(0.02)
    raise RuntimeError(f"the app did not answer within {seconds} s")


def settle(page) -> None:
    """Wait until the script has run to its end."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
