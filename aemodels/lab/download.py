"""MNIST fetched in the background, once for everybody."""

import logging
import threading

from ..data import mnist


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
        except OSError as error:  # DataMissing is one; a full disk is another
            logging.getLogger(__name__).warning("%s", error)  # with paths and addresses, which are not for visitors
            self.problem = "MNIST could not be downloaded. Check the network, and whether the disk is full; try again."
        finally:
            self.share = None

    def _hear(self, share: float) -> None:
        self.share = share
