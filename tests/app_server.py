"""The app as its users start it, for the browser tests and the browser benchmark."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
# What a window has beside its page. Its address bar alone keeps two pages ready, half a second of each new window.
# The last list counts, so that what Playwright leaves out for the sake of tests is named again.
WITHOUT = [
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--disable-features={','.join(WITHOUT)}",
]


def free_port() -> int:
    """A local port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class App:
    """`streamlit run app.py` on a free local port of its own; it can be ended, and started again on the same port.

    `log` takes its output; `first`: Python that runs in the app's process before Streamlit does; `root`: the checkout.
    """

    def __init__(
        self, log: Path, environment: dict[str, str] | None = None, first: str = "", root: Path = ROOT
    ) -> None:
        self.log, self.environment, self.root = log, environment, root
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        streamlit = ["-c", f"{first}\nfrom streamlit.web.cli import main\nmain()"] if first else ["-m", "streamlit"]
        options = [f"--server.port={self.port}", "--server.headless=true", "--server.address=127.0.0.1"]
        self.command = [sys.executable, *streamlit, "run", "app.py", *options]

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self.log.open("a") as output:
            self.server = subprocess.Popen(
                self.command, cwd=self.root, stdout=output, stderr=output, env=self.environment
            )
        wait_until_healthy(self.address, self.server)

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Send it a signal that ends it, and wait until it has."""
        self.server.send_signal(how)
        self.server.wait(10)


@contextmanager
def running_app(log: Path, environment: dict[str, str] | None = None, first: str = "") -> Iterator[str]:
    """Start the app (see App); gives its address and stops it."""
    app = App(log, environment, first)
    try:
        app.start()
        yield app.address
    finally:
        app.end()


def wait_until_healthy(address: str, server: subprocess.Popen, seconds: float = 60) -> None:
    """Wait until a server answers; raise RuntimeError when it ends before, or takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:  # a busy machine accepts before it answers, or not even that
            if server.poll() is not None:
                raise RuntimeError(f"the app ended with status {server.returncode} before it answered") from None
            time.sleep(0.02)
    raise RuntimeError(f"the app did not answer within {seconds} s")


def settle(page) -> None:
    """Wait until the script has run to its end."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
