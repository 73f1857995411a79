"""MNIST fetched in the background, once for everybody."""

import threading

from .. import mnist
from .sources import told


class Download:
    """One download of MNIST at a time. `share` of it is there (0 to 1, None when none runs); `problem` says why not."""

    def __init__(self) -> None:
        self.share: float | None = None
        self.problem: str | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin, unless one runs already."""
        with self._lock:
            if self.share is not None:
                return
            self.share, self.problem = 0.0, None
        threading.Thread(target=self._work, name="download", daemon=True).start()

    def _work(self) -> None:
        try:
            mnist.download(mnist.default_folder(), self._hear)
        except mnist.DataMissing as error:
            self.problem = told(error)
        finally:
            self.share = None

    def _hear(self, share: float) -> None:
        self.share = share
