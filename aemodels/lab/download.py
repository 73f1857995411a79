"""Data sets fetched in the background, once for everybody."""

import logging
import threading

from ..data import mnist
from ..data.datasets import DATASETS


class Download:
    """One download at a time, of `dataset`.

    `share` of it is there (0 to 1, None when none runs); `problem` says why not.
    """

    def __init__(self) -> None:
        self.dataset = DATASETS["mnist"]
        self.share: float | None = None
        self.problem: str | None = None
        self._lock = threading.Lock()

    def start(self, name: str = "mnist") -> None:
        """Begin with the data set of that name (datasets.DATASETS), unless one is being fetched already."""
        with self._lock:
            if self.share is not None:
                return
            self.dataset, self.share, self.problem = DATASETS[name], 0.0, None
        threading.Thread(target=self._work, name="download", daemon=True).start()

    def _work(self) -> None:
        try:
            mnist.download(mnist.default_folder(), self._hear, self.dataset.name)
        except OSError as error:  # DataMissing is one; a full disk is another
            logging.getLogger(__name__).warning("%s", error)  # with paths and addresses, which are not for visitors
            what = f"{self.dataset.title} could not be downloaded."
            self.problem = f"{what} Check the network, and whether the disk is full; try again."
        finally:
            self.share = None

    def _hear(self, share: float) -> None:
        self.share = share
